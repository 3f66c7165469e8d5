"""`homeroom consent`: one student, one tool; signed, dated, revocable, expiring."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError
from homeroom.registry import consents, people, policies
from homeroom.registry.decisions import load
from homeroom.registry.model import Consent, Person

app = typer.Typer(no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
YEAR = timedelta(days=365)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every consent with its state today."""
    session = open_session(data)
    with session.connect() as connection:
        found, everybody = load(connection, Consent), load(connection, Person)
        today = policies.local_day(connection, datetime.now(UTC))
    show([_row(consent, everybody, today) for consent in found.values()], as_json)


@app.command()
def record(
    student: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")],
    tool: Annotated[str, typer.Option(help="The tool's id.")],
    given_by: Annotated[str, typer.Option(help="Who signed; else the only one who may.")] = "",
    signed_on: Day = None,
    expires: Day = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Record a signed consent: a guardian's for a minor, the student's own from 18."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        day = signed_on.date() if signed_on else today
        person = people.resolve(connection, student)
        signer = (
            people.resolve(connection, given_by)
            if given_by
            else _signer(person, people.guardians(connection, person.id), day)
        )
        made = Consent(
            id=consents.new_id(),
            student=person.id,
            tool=tool,
            given_by=signer.id,
            signed_on=day,
            expires=expires.date() if expires else day + YEAR,
        )
        consents.give(connection, made, by=session.actor)
    if as_json:
        show([made], as_json)
    else:
        say(f"Consent {made.id} covers {person.name} for {tool} until {made.expires}.")


@app.command()
def revoke(
    consent: Annotated[str, typer.Argument(help="The id that `homeroom consent list` shows.")],
    note: Annotated[str, typer.Option(help="Why; it is kept with the decision.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Revoke a consent: within 2 seconds nothing crosses for this student any more."""
    session = open_session(data)
    with session.connect() as connection:
        consents.revoke(connection, consent, by=session.actor, note=note)
    say(f"Consent {consent} is revoked.")


def _signer(student: Person, guardians: list[Person], day: date) -> Person:
    if people.is_adult(student, day):
        return student
    if not guardians:
        raise InputError(f"consent: {student.name} has no guardian in the roster")
    return guardians[0]


def _row(consent: Consent, everybody: dict[str, Person], today: date) -> dict[str, object]:
    student, signer = everybody[consent.student], everybody[consent.given_by]
    in_force = consents.covers(consent, student, consent.tool, today)
    return {
        "id": consent.id,
        "student": student.user_id or student.roster_id,
        "name": student.name,
        "tool": consent.tool,
        "state": consent.state if in_force or consent.state == "revoked" else "lapsed",
        "given_by": signer.name,
        "signed_on": consent.signed_on.isoformat(),
        "expires": consent.expires.isoformat(),
    }
