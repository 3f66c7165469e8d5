"""`homeroom request scope`, `rule`, `rules`, `hits`: what a request covers, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.disclosure import duplicates, requests, scope, selecting
from homeroom.disclosure.formats import wording
from homeroom.disclosure.model import Counts, ScopeItem
from homeroom.disclosure.naming import names_of_rooms
from homeroom.disclosure.scope import Effect
from homeroom.disclosure.selecting import Wanted
from homeroom.errors import InputError
from homeroom.registry.decisions import load
from homeroom.registry.model import Venue
from homeroom.registry.people import resolve

Id = Annotated[str, typer.Argument(metavar="ID", help="The request's id.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


def install(app: typer.Typer) -> None:
    """Add these to `homeroom request`."""
    app.command("scope")(scope_)
    app.command("rule")(rule)
    app.command("rules")(rules)
    app.command("hits")(hits)


def scope_(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Find all records that pertain to the student; counts by reason, room and month."""
    session = open_session(data)
    with session.connect() as connection:
        counts = scope.make_scope(connection, request, by=session.actor)
        names = names_of_rooms(connection, counts.rooms)
    if as_json:
        show_json({"id": request, **dataclasses.asdict(counts)})
    else:
        _show_counts(counts, names)


def rule(
    request: Id,
    action: Annotated[str, typer.Argument(help="include, exclude, context or withdraw.")],
    why: Annotated[str, typer.Option(help="Why; it stays with the request.")] = "",
    room: Annotated[str, typer.Option(help="A venue's id or name, or a room's id.")] = "",
    person: Annotated[str, typer.Option(help="Who sent it: user id, roster id or name.")] = "",
    reason: Annotated[str, typer.Option(help="Why it was found, as `present`.")] = "",
    words: Annotated[str, typer.Option(help="What is found by these words.")] = "",
    since: Day = None,
    until: Day = None,
    around: Annotated[int, typer.Option(help="Of context: entries before and after.")] = 0,
    number: Annotated[int, typer.Option("--rule", help="The rule to withdraw.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Take records in or leave them out, or take in what was said around them.

    By a room, a person, words, a reason or days (UTC; the last is not included); several narrow it.
    """
    session = open_session(data)
    with session.connect() as connection:
        wanted = Wanted(
            room=_room(connection, room) if room else "",
            sender=resolve(connection, person).id if person else "",
            reason=reason,
            words=words,
            since=since.replace(tzinfo=UTC) if since else None,
            until=until.replace(tzinfo=UTC) if until else None,
            around=around,
            rule=number,
        )
        carry_out = scope.try_rule if dry_run else scope.add_rule
        effect = carry_out(connection, request, action, wanted, reason=why, by=session.actor)
    _show_effect(effect, dry_run, as_json)


def rules(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """The rules of a scope, in the order in which they were made."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        made = selecting.rules_of(connection, request)
    valid = {each.id for each in selecting.in_force(made)}
    rows = [
        {
            "rule": each.id,
            "action": each.action,
            "in_force": each.id in valid,
            **{k: v for k, v in dataclasses.asdict(each.wanted).items() if v},
            "why": each.reason,
            "by": each.by,
            "at": each.at,
        }
        for each in made
    ]
    show(rows, as_json, columns=("rule", "action", "in_force", "why", "by", "at"))


def hits(
    request: Id,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """What was found, each with why; copies of one text are shown once, with how many there are."""
    session = open_session(data)
    with session.connect() as connection:
        requests.get(connection, request)
        found = scope.found_of(connection, request)
        same = duplicates.groups_of(connection, request)
        names = names_of_rooms(connection, {item.room_id for item in found if item.room_id})
    folded = {place for group in same for place in group.positions[1:]}
    copies = {group.first: group.count for group in same}
    shown = [item for item in found if item.position not in folded][:limit]
    show([_hit(item, copies.get(item.position, 1), names) for item in shown], as_json)


def _hit(item: ScopeItem, copies: int, names: dict[str, str]) -> dict[str, Any]:
    return {
        "entry": f"{item.position.epoch}/{item.position.index}",
        "at": item.at,
        "kind": item.kind,
        "room": names.get(item.room_id or "", item.room_id),
        "why": [wording.reason(reason, "en") for reason in item.reasons],
        "produced": item.included,
        "copies": copies,
    }


def _room(connection: Connection, given: str) -> str:
    """The room of a venue, by its id, its name or its room's id."""
    venues = load(connection, Venue).values()
    found = [v for v in venues if given in (v.id, v.room_id)] or [
        v for v in venues if v.name.casefold() == given.casefold()
    ]
    rooms = {venue.room_id for venue in found if venue.room_id}
    if len(rooms) == 1:
        return rooms.pop()
    if given.startswith("!"):
        return given
    told = "no venue" if not rooms else f"{len(rooms)} venues"
    raise InputError(f"room {given!r}: {told} of this name; give the venue's id or the room's id")


def _show_effect(effect: Effect, tried: bool, as_json: bool) -> None:
    before, after = scope.count(effect.before), scope.count(effect.after)
    if as_json:
        counts = dataclasses.asdict(after)
        told = {"dry_run": tried, "added": len(effect.added), "removed": len(effect.removed)}
        show_json({**told, "before": before.records, **counts})
        return
    say(f"{len(effect.added)} more, {len(effect.removed)} fewer: {after.records} records")
    _by(effect.added, "added")
    _by(effect.removed, "left out")
    say("Nothing was changed; without --dry-run it is." if tried else "Done.")


def _by(items: Sequence[ScopeItem], told: str) -> None:
    months = scope.count([dataclasses.replace(item, included=True) for item in items]).months
    if months:
        show([{"month": month, told: n} for month, n in months.items()], as_json=False)


def _show_counts(counts: Counts, names: dict[str, str]) -> None:
    say(f"{counts.records} records")
    if counts.left_out:
        say(f"{counts.left_out} more left out by rules")
    if counts.to_look_at:
        say(f"{counts.to_look_at} more to look at: a file in each could not be read")
    tables = (
        ("reason", [(wording.reason(name, "en"), n) for name, n in counts.reasons.items()]),
        ("room", [(names.get(room, room), n) for room, n in counts.rooms.items()]),
        ("month", list(counts.months.items())),
    )
    for title, rows in tables:
        if rows:
            show([{title: name, "records": n} for name, n in rows], as_json=False)
