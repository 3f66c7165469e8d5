"""`homeroom consent`: one student, one tool; signed, dated, revocable, expiring."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

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
)
from homeroom.errors import InputError
from homeroom.registry import consent_texts, consents, families, family, people, policies, tools
from homeroom.registry.coverage import Covering, shown
from homeroom.registry.decisions import load
from homeroom.registry.model import Consent, Person, Tool

app = typer.Typer(no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
StudentOption = Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")]
ToolOption = Annotated[str, typer.Option(help="The tool's id.")]
SignerOption = Annotated[str, typer.Option(help="Who signed; else the first who may.")]
Method = Annotated[
    Literal["paper", "portal", "verbal"],
    typer.Option(help="paper or portal. A spoken yes is no consent (34 CFR 99.30)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check it, and record nothing.")]


@app.command("list")
def list_(
    student: StudentOption = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Every consent and refusal with its state today."""
    session = open_session(data)
    with session.connect() as connection:
        wanted = people.resolve(connection, student).id if student else None
        found = [
            consent
            for consent in load(connection, Consent).values()
            if wanted in (None, consent.student)
        ]
        rows = _rows(connection, found, policies.local_day(connection, datetime.now(UTC)))
    show(rows, as_json)


@app.command()
def record(
    student: StudentOption,
    tool: ToolOption,
    given_by: SignerOption = "",
    signed_on: Day = None,
    expires: Day = None,
    method: Method = "paper",
    text: Annotated[
        Path | None, typer.Option(help="The text that was signed; else the standard text.")
    ] = None,
    dry_run: DryRun = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Record a signed consent: a guardian's for a minor, the student's own from 18."""
    session = open_session(data)
    with session.connect() as connection, connection.begin_nested() as attempt:
        asked = _statement(connection, student, tool, given_by, signed_on, expires)
        signed = dataclasses.replace(
            asked,
            method=_signed(method),
            text=_text(connection, session, asked, text),
        )
        made = consents.give(connection, signed, by=session.actor)
        names = load(connection, Person)
        if dry_run:
            attempt.rollback()
    if as_json:
        show([made], as_json)
    else:
        say(
            f"Consent {made.id} covers {names[made.student].name} for {tool} until "
            f"{made.expires}, signed by {names[made.given_by].name} ({made.authority})."
            + (" Nothing was recorded." if dry_run else "")
        )


@app.command()
def refuse(
    student: StudentOption,
    tool: ToolOption,
    given_by: SignerOption = "",
    signed_on: Day = None,
    note: Annotated[str, typer.Option(help="Kept with the decision; no reason is needed.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Record that somebody entitled says no: it is remembered, and stops what others allowed."""
    session = open_session(data)
    with session.connect() as connection:
        asked = _statement(connection, student, tool, given_by, signed_on, None)
        made = consents.refuse(connection, asked, by=session.actor, note=note)
        names = load(connection, Person)
    if as_json:
        show([made], as_json)
    else:
        say(f"{names[made.given_by].name} refuses {tool} for {names[made.student].name}: {made.id}")


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


@app.command()
def text(
    tool: Annotated[str, typer.Argument(help="The tool's id.")],
    language: Annotated[Literal["en", "es"], typer.Option("--lang")] = "en",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """The standard text to print and have signed, as the register has the tool now."""
    session = open_session(data)
    with session.connect() as connection:
        say(consent_texts.standard(tools.get(connection, tool), language))


@app.command("missing-birthdates")
def missing_birthdates(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Students without a birth date: minors until the roster is corrected. Status 1 if any."""
    session = open_session(data)
    with session.connect() as connection:
        found = people.without_birth_date(connection)
    show([{"student": p.roster_id, "name": p.name, "schools": p.orgs} for p in found], as_json)
    if found:
        raise typer.Exit(1)


def _statement(
    connection: Connection,
    student: str,
    tool: str,
    given_by: str,
    signed_on: datetime | None,
    expires: datetime | None,
) -> Consent:
    """What somebody signed, as the options have it; the rest is taken from registry and policy."""
    version = policies.in_force(connection)
    if version is None:
        raise InputError("consent: no policy is in force; `homeroom policy publish FILE` first")
    today = policies.local_day(connection, datetime.now(UTC))
    day = signed_on.date() if signed_on else today
    if day > today:
        raise InputError(f"consent: --signed-on {day} lies in the future; today is {today}")
    person = people.resolve(connection, student)
    signer = people.resolve(connection, given_by) if given_by else _signer(connection, person, day)
    return Consent(
        id=consents.new_id(),
        student=person.id,
        tool=tool,
        given_by=signer.id,
        signed_on=day,
        expires=expires.date() if expires else consents.ends(connection, day),
    )


def _signer(connection: Connection, student: Person, day: date) -> Person:
    """The first who may, in the roster's order."""
    may = family.entitled(families.of(connection, student), day)
    everybody = load(connection, Person)
    found = sorted((everybody[p] for p in may if p in everybody), key=lambda p: p.roster_id)
    if not found:
        raise InputError(
            f"consent: nobody may consent for {student.name}; import a roster with a guardian, or "
            "record who may with `homeroom authority add`"
        )
    return found[0]


def _signed(method: Literal["paper", "portal", "verbal"]) -> Literal["paper", "portal"]:
    if method == "verbal":
        raise InputError(
            "consent: a spoken yes is no consent (34 CFR 99.30); have the form signed, on paper or "
            "in the portal"
        )
    return method


def _text(connection: Connection, session: Session, asked: Consent, file: Path | None) -> str:
    """The SHA-256 of the text that was signed, stored if it is new."""
    tool = tools.get(connection, asked.tool)
    signer = load(connection, Person)[asked.given_by]
    if file is None:
        said = consent_texts.standard(tool, signer.language)
    else:
        try:
            said = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError(f"{file}: cannot be read as UTF-8 text") from None
    return consent_texts.keep(connection, tool, signer.language, said, by=session.actor).sha256


def _rows(connection: Connection, found: list[Consent], today: date) -> list[dict[str, object]]:
    known, standings = families.load(connection), consents.standings(connection, today)
    register = load(connection, Tool)
    return [
        _row(consent, known, register[consent.tool], today, standings)
        for consent in found
        if consent.student in known.people and consent.tool in register
    ]


def _row(
    consent: Consent,
    known: families.Families,
    tool: Tool,
    today: date,
    standings: dict[tuple[str, str], Covering],
) -> dict[str, object]:
    of_student = known.of(consent.student)
    assert of_student is not None
    student, signer = of_student.student, known.people.get(consent.given_by)
    covers = standings[consent.student, consent.tool]
    return {
        "id": consent.id,
        "student": student.user_id or student.roster_id,
        "name": student.name,
        "tool": consent.tool,
        "state": shown(consent, of_student, tool, today, covers),
        "given_by": signer.name if signer else consent.given_by,
        "authority": consent.authority,
        "method": consent.method,
        "signed_on": consent.signed_on.isoformat(),
        "expires": consent.expires.isoformat(),
    }
