"""`homeroom policy try`: a draft, judged on what the archive has kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from homeroom.archive import search
from homeroom.cli import progress
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.errors import InputError
from homeroom.policy.policy import Policy
from homeroom.registry import policy_file
from homeroom.replay import reading
from homeroom.replay.eye import Homeserver
from homeroom.replay.report import CHANGES, Example, Report
from homeroom.replay.words import CHANGES as IN_WORDS
from homeroom.replay.words import LIMITS, WHY

LAST = timedelta(days=30)
EVERYTHING = "all"
SHOWN = 5
FORMATS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")


def try_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A draft of policy.yaml.")],
    since: Annotated[
        str, typer.Option(metavar="DATE|all", help="The last 30 days where it is left out.")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Now, where it is left out.")] = "",
    examples: Annotated[
        int, typer.Option(min=0, max=20, help="Print the words of so many of each kind, too.")
    ] = 0,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Try a draft on what was said: what it would have refused or flagged. Changes nothing.

    Each attempt of the record is judged again with the facts of its moment. Times are UTC.
    """
    draft = policy_file.parse(text_of(file), version="draft", name=str(file))
    now = datetime.now(UTC)
    begins = None if since == EVERYTHING else _day(since, "--since") or now - LAST
    session = open_session(data)
    with session.connect() as connection:
        homeserver = Homeserver.of(session.config.server_name)
        window = (begins, _day(until, "--until") or now)
        report = _replay(connection, draft, homeserver, window, quiet=as_json)
        words = _words(connection, report, examples)
    if as_json:
        plain = dataclasses.asdict(report)
        show_json({**plain, "differences": report.differences, "words": words, "limits": LIMITS})
    else:
        _tell(report, words)


def text_of(file: Path) -> str:
    """The text of a file; `InputError` where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; save it as UTF-8") from None


def _day(written: str, option: str) -> datetime | None:
    if not written:
        return None
    for form in FORMATS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise InputError(f"{option} {written}: is no day; write it as 2026-11-02, or all of --since")


def _replay(
    connection: Connection,
    draft: Policy,
    homeserver: Homeserver,
    window: tuple[datetime | None, datetime],
    *,
    quiet: bool,
) -> Report:
    since, until = window
    with progress.bar(quiet, "Judging again") as report:
        return reading.replay(
            connection, draft, homeserver, since=since, until=until, progress=report
        )


def _words(connection: Connection, report: Report, most: int) -> dict[int, str]:
    """The words of some examples, by entry, for whoever asked for them."""
    named = (example for kept in report.examples.values() for example in kept[:most])
    found = ((each.entry, search.one(connection, each.epoch, each.entry)) for each in named)
    return {entry: hit.text for entry, hit in found if hit is not None}


def _tell(report: Report, words: Mapping[int, str]) -> None:
    since = f"{report.since:%Y-%m-%d %H:%M}" if report.since else "the beginning"
    say(f"{report.judged} attempts from {since} until {report.until:%Y-%m-%d %H:%M} UTC.")
    say(f"Policy in force then: version {', '.join(report.versions) or 'none'}.")
    rows = (("in force", report.then), ("draft", report.draft))
    show(
        [{"policy": name, **dataclasses.asdict(totals)} for name, totals in rows],
        as_json=False,
    )
    if report.differences == 0:
        say("The draft makes no difference to any of them.")
    _tell_counts(report)
    for change in CHANGES:
        _tell_examples(IN_WORDS[change], report.examples[change], words)
    _tell_not_judged(report)
    say("\nNothing was changed.")


def _tell_counts(report: Report) -> None:
    """One table, with a column for each change that there was."""
    named = {
        "rule": report.by_rule,
        "venue": report.by_venue,
        "role": report.by_role,
        "school": report.by_school,
    }
    columns = [change for change in CHANGES if report.changes[change]]
    rows = [
        {
            "by": f"{dimension} {count.name or 'none'}",
            **{IN_WORDS[change]: getattr(count, change) for change in columns},
        }
        for dimension, counts in named.items()
        for count in counts
    ]
    if rows:
        show(rows, as_json=False)


def _tell_examples(title: str, kept: Iterable[Example], words: Mapping[int, str]) -> None:
    for number, each in enumerate(kept):
        if number >= SHOWN and each.entry not in words:
            return
        where = f"{each.venue or 'no venue'}, {' and '.join(each.roles) or 'nobody known'}"
        say(f"{title}: entry {each.entry} ({', '.join(each.rules)}; {where}) {each.key}")
        if each.entry in words:
            show([{"words": words[each.entry]}], as_json=False)


def _tell_not_judged(report: Report) -> None:
    for why, count in report.not_judged.items():
        entries = ", ".join(str(each.entry) for each in report.not_judged_examples[why][:SHOWN])
        say(f"{count} could not be judged again, because {WHY[why]} (entries {entries} …).")
    if report.disposed_before:
        say(
            f"{report.disposed_before} events from before were disposed of: who was in a room may "
            "not be known any more."
        )
    for limit in LIMITS:
        say(limit)
