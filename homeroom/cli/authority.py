"""`homeroom authority`: who may decide for a student, by what evidence, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.registry import authorities, families, family, people, policies
from homeroom.registry.family import Family
from homeroom.registry.model import Authority, AuthorityKind, Person

app = typer.Typer(no_args_is_help=True)
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day; it is included itself.")
]
StudentOption = Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")]


@app.command("list")
def list_(
    student: StudentOption = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Who may do what for whom today; a court's order shows as `restricted`, and nothing of it."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        known = families.load(connection)
        wanted = [people.resolve(connection, student).id] if student else sorted(known.authorities)
        rows = [
            row
            for key in wanted
            if (household := known.of(key)) is not None
            for row in _rows(household, known.people, today)
        ]
    show(rows, as_json)


@app.command()
def add(
    person: Annotated[str, typer.Option(help="Who has it: user id, roster id or name.")],
    student: StudentOption,
    kind: Annotated[AuthorityKind, typer.Option(help="What it is.")],
    evidence: Annotated[str, typer.Option(help="What was shown: a letter, a court paper.")],
    starts: Day = None,
    ends: Day = None,
    may_consent: Annotated[bool, typer.Option(help="May consent for the student.")] = True,
    may_access_records: Annotated[bool, typer.Option(help="May see the student's record.")] = True,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Record an authority; it stands in place of what the roster says of the two."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        made = Authority(
            person=people.resolve(connection, person).id,
            student=people.resolve(connection, student).id,
            kind=kind,
            evidence=evidence.strip(),
            starts=starts.date() if starts else today,
            ends=ends.date() if ends else None,
            may_consent=may_consent,
            may_access_records=may_access_records,
        )
        authorities.add(connection, made, by=session.actor)
    if as_json:
        show([{"id": made.key, "kind": made.kind}], as_json)
    else:
        say(f"Authority {made.key} is recorded. End it: homeroom authority end {made.key}")


@app.command()
def end(
    authority: Annotated[str, typer.Argument(help="The id that `homeroom authority list` shows.")],
    last_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its last day; else yesterday.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why; it is kept with the decision.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """End an authority: within 2 seconds what rested on it counts no more."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        last = last_day.date() if last_day else date.fromordinal(today.toordinal() - 1)
        ended = authorities.end(connection, authority, last, by=session.actor, note=note)
    say(f"Authority {authority} ends with {ended.ends}.")


def _rows(
    household: Family, everybody: Mapping[str, Person], today: date
) -> list[dict[str, object]]:
    recorded = {authority.person: authority for authority in household.authorities}
    rows: list[dict[str, object]] = []
    for person in sorted(family.household(household)):
        found, record = family.standing(household, person, today), recorded.get(person)
        restricted = bool(family.bars(household, person, today))
        if found is None and record is None and not restricted:
            continue
        rows.append(
            {
                "id": record.key if record else "",
                "person": everybody[person].name if person in everybody else person,
                "student": household.student.name,
                "kind": found.kind if found else "",
                "consent": "restricted" if restricted else bool(found and found.may_consent),
                "access": "restricted" if restricted else bool(found and found.may_access_records),
                "evidence": record.evidence if record else "roster",
                "starts": record.starts.isoformat() if record else "",
                "ends": record.ends.isoformat() if record and record.ends else "",
            }
        )
    return rows
