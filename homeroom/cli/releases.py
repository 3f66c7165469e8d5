"""`homeroom request link`, `disclosures`, `disagree` and others: what goes out, and to whom."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.disclosure import disagreements, disclosures, links, requests
from homeroom.errors import InputError
from homeroom.registry import policies
from homeroom.registry.people import resolve

Id = Annotated[str, typer.Argument(metavar="ID", help="The request's id.")]
About = Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")]


def install(app: typer.Typer) -> None:
    """Add these verbs to `homeroom request`."""
    app.command("link")(link)
    app.command("links")(links_)
    app.command("unlink")(unlink)
    app.command("disclosures")(disclosures_)
    app.command("disclosed")(disclosed)
    app.command("disagree")(disagree)


def link(
    request: Id,
    days: Annotated[int, typer.Option(help="For how long: 3, 7, 14 or 30.")] = 14,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a link by which the requester downloads what was released, once, without an account."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        made = links.issue(connection, request, days=days, by=session.actor, today=today)
    address = f"{session.config.public_portal}/download/{made.token}"
    until = made.link.expires_at.isoformat()
    if as_json:
        show_json({"link": address, "passcode": made.passcode, "until": until})
        return
    say(f"link:     {address}")
    say(f"passcode: {made.passcode}")
    say(f"until:    {until}")
    say("Both are shown this once. Tell the passcode by another way than the link.")


def links_(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """The links of a request, and each attempt to use them."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        rows = [
            {
                "link": known.id,
                "state": known.state,
                "until": known.expires_at.isoformat(),
                "at": each.at.isoformat() if each else "",
                "outcome": each.outcome if each else "",
                "address": each.address if each else "",
            }
            for known, attempts in links.of_request(connection, request)
            for each in [*attempts, *([] if attempts else [None])]
        ]
    show(rows, as_json)


def unlink(request: Id, data: DataOption = DEFAULT_DATA) -> None:
    """Take the open link of a request back: it opens nothing any more."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        gone = links.revoke(connection, request, by=session.actor)
    say(f"{request}: {'the link is taken back' if gone else 'there is no open link'}")


def disclosures_(
    about: About,
    document: Annotated[bool, typer.Option(help="As a text to be filed or handed out.")] = False,
    language: Annotated[str, typer.Option("--lang", help="en or es.")] = "en",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Who asked for a student's record and who was given what of it (34 CFR 99.32)."""
    session = open_session(data)
    with session.connect() as connection:
        student = resolve(connection, about)
        lines = disclosures.about(connection, student.id)
        day = partial(policies.local_day, connection)
        text = disclosures.document(lines, student, language, day)
    if document:
        say(text)
        return
    show([{**dataclasses.asdict(line), "at": line.at.isoformat()} for line in lines], as_json)


def disclosed(
    about: About,
    to: Annotated[str, typer.Option(help="Who was given it.")],
    what: Annotated[str, typer.Option(help="What of the record.")],
    interest: Annotated[str, typer.Option(help="What they needed it for.")],
    basis: Annotated[str, typer.Option(help=f"One of {', '.join(disclosures.BASES)}.")],
    threat: Annotated[str, typer.Option(help="In an emergency: the danger.")] = "",
    special_education: Annotated[bool, typer.Option(help="Of special education.")] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Write down what was disclosed by another way than a production, as by telephone."""
    session = open_session(data)
    with session.connect() as connection:
        made = disclosures.note(
            connection,
            about=about,
            to=to,
            what=what,
            interest=interest,
            basis=basis,
            threat=threat,
            special_education=special_education,
            by=session.actor,
        )
    say(made.id)


def disagree(
    about: About,
    author: Annotated[str, typer.Option("--by", help="Whose statement it is.")],
    file: Annotated[Path, typer.Option(help="A text file with the statement.")],
    request: Annotated[str, typer.Option(help="All that this request found.")] = "",
    entry: Annotated[list[str] | None, typer.Option(help="EPOCH/INDEX; again for more.")] = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Keep a statement of disagreement; it goes along with what it contests (34 CFR 99.21)."""
    session = open_session(data)
    try:
        statement = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    with session.connect() as connection:
        made = disagreements.note(
            connection,
            about=about,
            statement=statement,
            author=author,
            request=request,
            entries=[disagreements.entry(each) for each in entry or ()],
            by=session.actor,
        )
    say(made.id)
