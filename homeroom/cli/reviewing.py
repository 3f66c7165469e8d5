"""`homeroom request review`: what is suggested, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    Session,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.disclosure import exemptions, preparing, reviewing
from homeroom.disclosure.redaction.forms import words_of
from homeroom.disclosure.reviewing import Action, Choice
from homeroom.disclosure.suggestions import Review
from homeroom.errors import InputError

DEFAULT = "covered"
"""What becomes of a word that may be a name while nobody has decided."""
Many = list[str] | None
Entry = "An entry, as 1/42."


def review(
    request: Annotated[str, typer.Argument(metavar="ID", help="The request's id.")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Take all suggestions that need no closer look.")
    ] = False,
    not_this_person: Annotated[
        Many, typer.Option(help="A word that is nobody's name, as `will`; or `1/42:will`, there.")
    ] = None,
    cover: Annotated[Many, typer.Option(help="Words to cover wherever they stand.")] = None,
    release: Annotated[
        Many, typer.Option(help="A suggestion (`person:…`, `phone:…`) or an entry not to cover.")
    ] = None,
    withhold: Annotated[Many, typer.Option(help=f"{Entry} It is left out.")] = None,
    whole: Annotated[
        Many, typer.Option(help=f"{Entry} It, or its file, is shown as it is; with --reason.")
    ] = None,
    keep_picture: Annotated[
        Many, typer.Option(help=f"{Entry} Its picture is shown, without metadata.")
    ] = None,
    exemption: Annotated[str, typer.Option(help="A code of exemptions.yaml.")] = "",
    reason: Annotated[str, typer.Option(help="Why; for the internal log.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """What is covered and left out, and what waits for a decision. What waits is covered."""
    session = open_session(data)
    asked: list[tuple[Action, Sequence[str]]] = [
        ("not_person", not_this_person or ()),
        ("redact", cover or ()),
        ("release", release or ()),
        ("withhold", withhold or ()),
        ("whole", whole or ()),
        ("strip", keep_picture or ()),
    ]
    taken = 0
    with session.connect() as connection:
        for action, places in asked:
            for given in places:
                taken += _decide(session, connection, request, action, given, exemption, reason)
        found = preparing.review(connection, session.data, request)
        if accept:
            taken += preparing.accept(connection, request, found, by=session.actor)
            found = preparing.review(connection, session.data, request)
    if as_json:
        show_json(_plain(request, found, taken))
    else:
        _show(request, found, taken)


def _decide(
    session: Session,
    connection: Connection,
    request: str,
    action: Action,
    given: str,
    exemption: str,
    reason: str,
) -> int:
    place = _place(action, given)
    if action == "whole" and not reason.strip():
        raise InputError("--whole: give the --reason for which it is shown whole")
    if action in ("withhold", "redact"):
        exemptions.load(session.data).get(exemption or "personal-information")
        exemption = exemption or "personal-information"
    stands = reviewing.decisions(connection, request).get(place)
    choice = Choice(
        place=place,
        action=action,
        seen=stands.version if stands else 0,
        exemption=exemption,
        reason=reason,
    )
    return reviewing.decide(connection, request, [choice], by=session.actor)


def _place(action: Action, given: str) -> str:
    where, _, form = given.partition(":")
    is_entry = all(part.isdigit() for part in where.split("/")) and where.count("/") == 1
    if action == "not_person":
        text = " ".join(words_of(form if is_entry else given))
        if not text:
            raise InputError(f"--not-this-person {given}: give a word, as `will` or `1/42:will`")
        return f"entry:{where}:{text}" if is_entry else f"form:{text}"
    if action == "redact":
        return f"value:text:{' '.join(words_of(given))}"
    if is_entry and not form:
        return f"entry:{where}"
    if action == "release":
        return f"value:{given}"
    raise InputError(f"{given}: give an entry, as 1/42; see `homeroom request review`")


def _plain(request: str, found: Review, taken: int) -> dict[str, Any]:
    return {
        "id": request,
        "taken": taken,
        "open": found.open,
        "total": found.total,
        "suggestions": [
            {
                "subject": each.subject,
                "category": each.category,
                "name": each.name,
                "mark": each.mark,
                "forms": list(each.forms),
                "times": each.times,
                "records": each.records,
                "exemption": each.exemption,
                "decided": each.decided.action if each.decided else None,
            }
            for each in found.suggestions
        ],
        "doubtful": [
            {
                "form": each.form,
                "mark": each.mark,
                "times": each.times,
                "entries": [f"{p.epoch}/{p.index}" for p in each.records],
                "default": DEFAULT,
                "decided": each.decided.action if each.decided else None,
            }
            for each in found.doubts
        ],
        "left_out": [
            {
                "entry": f"{each.position.epoch}/{each.position.index}",
                "exemption": each.exemption,
                "needs": "counsel" if each.counsel else "reviewer",
                "decided": each.decided.action if each.decided else None,
            }
            for each in found.left_out
        ],
    }


def _show(request: str, found: Review, taken: int) -> None:
    plain = _plain(request, found, taken)
    for name in ("suggestions", "doubtful", "left_out"):
        rows = [
            {k: v for k, v in row.items() if k not in ("forms", "entries")} for row in plain[name]
        ]
        if rows:
            say(f"{name.replace('_', ' ')}:")
            show(rows, as_json=False)
    say(f"{taken} taken, {found.open} of {found.total} wait for a decision")
    if any(each.decided is None for each in found.doubts):
        say(
            "Words that may be names are covered until you say --not-this-person WORD; "
            "--accept does not take them."
        )
    if any(each.counsel and each.decided is None for each in found.left_out):
        say("What speaks of danger or abuse is left out until counsel decides, in the portal.")
