"""`homeroom request show`, `identity`, `fee`, `subpoena` and others: the facts of a request."""

from __future__ import annotations

from datetime import date
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
from homeroom.disclosure import intake, requests
from homeroom.errors import InputError
from homeroom.registry.decisions import encode

Id = Annotated[str, typer.Argument(metavar="ID", help="The request's id.")]
Reason = Annotated[str, typer.Option(help="Why; the requester is told it.")]


def install(app: typer.Typer) -> None:
    """Add these verbs to `homeroom request`."""
    app.command("show")(show_)
    for verb in (note, standing, identity, fee, person, subpoena, deny, close):
        app.command(verb.__name__)(verb)


def show_(request: Id, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """All that is known of a request."""
    session = open_session(data)
    with session.connect() as connection:
        known = encode(requests.get(connection, request))
    known.pop("mentions")
    if as_json:
        show_json(known)
    else:
        show([{"what": name, "is": f"{value}"} for name, value in known.items() if value], False)


def note(
    request: Id,
    text: Annotated[str, typer.Argument(help="What is to be remembered.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Write something down with a request."""
    session = open_session(data)
    with session.connect() as connection:
        intake.note(connection, request, text, by=session.actor)
    say(f"{request}: noted")


def standing(
    request: Id,
    standing: Annotated[str, typer.Argument(help=f"One of {', '.join(intake.STANDINGS)}.")],
    interest: Annotated[str, typer.Option(help="What the requester needs it for.")] = "",
    threat: Annotated[str, typer.Option(help="In an emergency: the danger.")] = "",
    special_education: Annotated[bool, typer.Option(help="Of special education.")] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note in which capacity somebody asks, and what for."""
    session = open_session(data)
    with session.connect() as connection:
        intake.standing(
            connection,
            request,
            standing=standing,
            interest=interest,
            special_education=special_education,
            threat=threat,
            by=session.actor,
        )
    say(f"{request}: noted")


def identity(
    request: Id,
    way: Annotated[str, typer.Argument(help=f"One of {', '.join(intake.IDENTITY_WAYS)}.")],
    note: Annotated[str, typer.Option(help="As which kind of document; no number.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note how the office made sure of who asks."""
    session = open_session(data)
    with session.connect() as connection:
        intake.identity(connection, request, way=way, note=note, by=session.actor)
    say(f"{request}: noted")


def fee(
    request: Id,
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(intake.FEE_KINDS)}.")],
    amount: Annotated[str, typer.Argument(help="Dollars, as 12.50.")],
    reason: Annotated[str, typer.Option(help="For what, or why it is waived.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note a fee; under FERPA to search and retrieve is free (34 CFR 99.11)."""
    session = open_session(data)
    with session.connect() as connection:
        intake.fee(connection, request, kind=kind, amount=amount, reason=reason, by=session.actor)
    say(f"{request}: noted")


def person(
    request: Id,
    name: Annotated[str, typer.Argument(help="User id, roster id or unambiguous name.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note somebody else who has to do with a request."""
    session = open_session(data)
    with session.connect() as connection:
        intake.person(connection, request, name=name, by=session.actor)
    say(f"{request}: noted")


def subpoena(
    request: Id,
    court: Annotated[str, typer.Option(help="Which court.")],
    reference: Annotated[str, typer.Option(help="The order's number.")],
    issued: Annotated[str, typer.Option(help="YYYY-MM-DD.")],
    notified_on: Annotated[str, typer.Option(help="When the family was told; YYYY-MM-DD.")] = "",
    notified: Annotated[str, typer.Option(help="Who was told, and how.")] = "",
    exception: Annotated[
        str, typer.Option(help=f"Why the family is not: {', '.join(intake.SEALED_BY)}.")
    ] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note the order, and that the family was told beforehand, or why not."""
    session = open_session(data)
    with session.connect() as connection:
        intake.subpoena(
            connection,
            request,
            court=court,
            reference=reference,
            issued=_day(issued),
            notified_on=_day(notified_on) if notified_on else None,
            notified=notified,
            sealed_by=exception,
            by=session.actor,
        )
    say(f"{request}: noted")


def deny(request: Id, reason: Reason, data: DataOption = DEFAULT_DATA) -> None:
    """Deny a request; then send the letter that says why."""
    session = open_session(data)
    with session.connect() as connection:
        requests.answer(connection, request, "denied", reason=reason, by=session.actor)
    say(f"{request}: denied")


def close(request: Id, reason: Reason, data: DataOption = DEFAULT_DATA) -> None:
    """Close a request; what it covers may be disposed of again."""
    session = open_session(data)
    with session.connect() as connection:
        requests.answer(connection, request, "closed", reason=reason, by=session.actor)
    say(f"{request}: closed")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(f"{given}: write a day as YYYY-MM-DD, as 2027-06-30") from None
