"""Consents (rule 2): recorded, refused, revoked; and whether a message may cross."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from homeroom.errors import InputError
from homeroom.policy.sections.bridges import Bridges, ConsentOf
from homeroom.registry import families, family, own_family, policies, school_years, tools
from homeroom.registry.coverage import Covering, admits, covering
from homeroom.registry.decisions import find, find_all, load, naming, record
from homeroom.registry.family import Family
from homeroom.registry.model import Consent, ConsentText, Person, SchoolYear, Tool
from homeroom.registry.register import fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """May something cross to an outside network now, and if not, why not."""

    allowed: bool
    reason: str = ""
    without_consent: tuple[str, ...] = ()
    """The students (person ids) whom no consent covers."""


def may_cross(
    connection: Connection,
    tool_id: str,
    students: Collection[str],
    now: datetime,
    *,
    schools: Collection[str] | None = None,
) -> Crossing:
    """Ask immediately before each vendor call; `students` are the person ids in the room.

    `schools` are those of the room (org ids), where it is about one: an agreement may be for some.
    `now` is aware and in the district's time zone: agreements and consents count in days.
    """
    tool = find(connection, Tool, tool_id)
    if tool is None or not tool.usable(now.date()):
        return Crossing(allowed=False, reason=f"{tool_id} has no approval and agreement in force")
    if schools is not None and not fits(tool, schools, now.date()):
        return Crossing(allowed=False, reason=f"{tool_id} is not approved for this school")
    covers = _covered(connection, tool, students, now.date())
    missing = tuple(sorted(set(students) - covers))
    if missing:
        return Crossing(
            allowed=False,
            reason=f"consent for {tool_id} is missing for {_students(len(missing))}",
            without_consent=missing,
        )
    return Crossing(allowed=True)


def _students(number: int) -> str:
    return "1 student" if number == 1 else f"{number} students"


def give(connection: Connection, consent: Consent, *, by: str) -> Consent:
    """Record a signed consent; `InputError` where this person may not give it.

    `by` records it as staff, and never for themselves or a student of their own family.
    What is left empty is taken from the tool as it is now: purpose, and what crosses.
    """
    own_family.check(connection, by, consent.student)
    return write_down(connection, replace(consent, state="granted"), by=by, note="signed")


def refuse(connection: Connection, refusal: Consent, *, by: str, note: str = "") -> Consent:
    """Record that somebody entitled says no; it is remembered until they consent."""
    said = replace(refusal, state="refused")
    own_family.check(connection, by, said.student)
    return write_down(connection, said, by=by, note=note or "refused")


def revoke(connection: Connection, consent_id: str, *, by: str, note: str = "") -> Consent:
    """Revoke a consent: it stops covering at once. A refusal is not taken back like this."""
    consent = find(connection, Consent, consent_id)
    if consent is None:
        raise InputError(f"consent {consent_id}: unknown; see `homeroom consent list`")
    if consent.state == "refused":
        raise InputError(
            f"consent {consent_id}: is a refusal; it ends when {consent.given_by} signs a consent"
        )
    own_family.check(connection, by, consent.student)
    revoked = replace(consent, state="revoked")
    record(connection, revoked, by=by, note=note or "revoked")
    return revoked


def ends(connection: Connection, signed_on: date) -> date:
    """The last day of a consent whose form names none: that of the school year."""
    version = policies.in_force(connection)
    bridges = policies.read(version).bridges if version else Bridges()
    years = load(connection, SchoolYear).values()
    return school_years.consent_ends(bridges, years, signed_on)


def new_id() -> str:
    """An id for a new consent."""
    return uuid.uuid4().hex


def of_student(connection: Connection, student: str) -> list[Consent]:
    """All that was signed about a student, in force or not."""
    return naming(connection, Consent, "student", [student])


def standings(connection: Connection, day: date) -> dict[tuple[str, str], Covering]:
    """How every student (person id) of whom something was signed stands with a tool (id)."""
    known, wanted = families.load(connection), _consent_of(connection)
    register = load(connection, Tool)
    signed: defaultdict[tuple[str, str], list[Consent]] = defaultdict(list)
    for consent in load(connection, Consent).values():
        signed[consent.student, consent.tool].append(consent)
    return {
        (student, tool): covering(household, consents, register[tool], day, wanted)
        for (student, tool), consents in signed.items()
        if tool in register and (household := known.of(student)) is not None
    }


def covered(connection: Connection, tool_id: str, day: date) -> set[str]:
    """The students (person ids) whom consent and agreement cover for a tool on this day."""
    tool, people = tools.get(connection, tool_id), load(connection, Person)
    if not tool.usable(day) or tool.agreement is None:
        return set()
    return {
        student
        for (student, of_tool), how in standings(connection, day).items()
        if of_tool == tool_id and how == "covered" and admits(tool.agreement, people[student], day)
    }


def standing(connection: Connection, student: Person, tool: Tool, day: date) -> Covering:
    """How one student stands with a tool on this day."""
    signed = of_student(connection, student.id)
    known = families.of(connection, student)
    return covering(known, signed, tool, day, _consent_of(connection))


def _covered(connection: Connection, tool: Tool, students: Collection[str], day: date) -> set[str]:
    """Those of these students whom consent and agreement cover: few questions, however many."""
    terms, known = tool.agreement, find_all(connection, Person, students)
    if terms is None:
        return set()
    admitted = [person for person in known.values() if admits(terms, person, day)]
    households = families.of_all(connection, admitted)
    signed = families.by_student(naming(connection, Consent, "student", households))
    wanted = _consent_of(connection)
    return {
        student
        for student, household in households.items()
        if covering(household, signed.get(student, ()), tool, day, wanted) == "covered"
    }


def _consent_of(connection: Connection) -> ConsentOf:
    version = policies.in_force(connection)
    return policies.read(version).bridges.consent_of if version else "any_guardian"


def write_down(connection: Connection, said: Consent, *, by: str, note: str) -> Consent:
    """Record what somebody entitled signed, complete; whoever calls asks who may write it down."""
    student = find(connection, Person, said.student)
    if student is None or not student.active:
        raise InputError(f"consent: {said.student} is no active student of the roster")
    tool = tools.get(connection, said.tool)
    if said.expires < said.signed_on:
        raise InputError("consent: it would expire before it is signed; check both dates")
    if said.text and find(connection, ConsentText, said.text) is None:
        raise InputError("consent: no text with this SHA-256 is stored; give the file itself")
    known = families.of(connection, student)
    if said.given_by not in family.entitled(known, said.signed_on):
        raise InputError(_not_entitled(known, said))
    found = family.standing(known, said.given_by, said.signed_on)
    complete = replace(
        said,
        purpose=said.purpose or tool.purpose,
        authority=found.kind if found else None,
        scope=said.scope or (tool.agreement.data_elements if tool.agreement else ()),
        recorded=connection.scalar(select(func.clock_timestamp())),
    )
    record(connection, complete, by=by, note=note)
    return complete


def _not_entitled(known: Family, said: Consent) -> str:
    """What to do about a signature that does not count; a court's order is never named."""
    student, day = known.student, said.signed_on
    if family.decides_alone(known, day):
        return f"consent: {student.name} is 18 or older, or emancipated, and signs alone"
    if family.bars(known, said.given_by, day):
        return "consent: restricted; ask the district's counsel"
    return (
        f"consent: {said.given_by} has no authority to consent for {student.name} on {day}; "
        "a guardian of the roster must sign, or record the authority with "
        "`homeroom authority add`"
    )
