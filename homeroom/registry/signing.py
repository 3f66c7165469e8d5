"""What somebody signs or takes back themselves: a guardian for a child, an adult for themselves.

Only with the right to consent, today, and with no order of a court against them; so a student never
signs for a guardian, and who is barred sees no child here at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import consent_texts, consents, families, family, own_family, tools
from homeroom.registry.consent_texts import Language
from homeroom.registry.coverage import admits
from homeroom.registry.decisions import find_all, record
from homeroom.registry.model import Consent, Person, Tool

Word = Literal["granted", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A student whom somebody answers for; oneself, from 18."""

    student: Person
    may_consent: bool
    may_access_records: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One approved app for one student: what this person said of it, and whether it is used."""

    tool: Tool
    consent: Consent | None
    """Their own word, said last; None where they have said nothing."""
    used: bool
    offered: bool = True
    """Is it approved for the student today? A yes can be taken back at any time."""

    @property
    def agreed(self) -> bool:
        return self.consent is not None and self.consent.state == "granted"


def wards(connection: Connection, person: Person, day: date) -> list[Ward]:
    """Everybody whom this person answers for on this day, by roster id."""
    known = find_all(connection, Person, own_family.members(connection, person))
    pupils = [p for p in known.values() if p.active and Role.STUDENT in p.roles]
    households = families.of_all(connection, pupils)
    found = (_ward(household, person, day) for household in households.values())
    return sorted((w for w in found if w is not None), key=lambda w: w.student.roster_id)


def ward(connection: Connection, person: Person, student: str, day: date) -> Ward | None:
    """As `wards`, one student (person id)."""
    found = (w for w in wards(connection, person, day) if w.student.id == student)
    return next(found, None)


def answers(connection: Connection, person: Person, of: Ward, day: date) -> list[Answer]:
    """Each app that is approved for the student today, or to which this person's yes stands."""
    said = [c for c in consents.of_student(connection, of.student.id) if c.given_by == person.id]
    offered = {
        tool.id: tool
        for tool in tools.in_force(connection, day)
        if tool.agreement is not None and admits(tool.agreement, of.student, day)
    }
    agreed = {c.tool for c in said if c.state == "granted"}
    return [
        Answer(
            tool=tool,
            consent=_last(c for c in said if c.tool == tool.id),
            used=consents.standing(connection, of.student, tool, day) == "covered",
            offered=tool.id in offered,
        )
        for tool in (find_all(connection, Tool, agreed - offered.keys()) | offered).values()
    ]


def sign(
    connection: Connection,
    signer: Person,
    student: str,
    tool: Tool,
    word: Word,
    language: Language,
    day: date,
) -> Consent:
    """Record a yes or a no that somebody signed in gives; `InputError` where it is not theirs."""
    if signer.user_id is None or not _may_sign(connection, signer, student, day):
        raise InputError("consent: only who has the right to consent signs")
    by, words = signer.user_id, consent_texts.standard(tool, language)
    text = consent_texts.keep(connection, tool, language, words, by=by)
    said = Consent(
        id=consents.new_id(),
        student=student,
        tool=tool.id,
        given_by=signer.id,
        signed_on=day,
        expires=consents.ends(connection, day),
        state=word,
        method="portal",
        text=text.sha256,
    )
    note = "signed" if word == "granted" else "refused"
    return consents.write_down(connection, said, by=by, note=note)


def take_back(
    connection: Connection, signer: Person, student: str, tool: str, day: date
) -> list[Consent]:
    """Revoke every consent of one's own for a student (person id) and tool (id), at once."""
    if signer.user_id is None or not _may_sign(connection, signer, student, day):
        raise InputError("consent: only who has the right to consent takes it back")
    own = [
        replace(consent, state="revoked")
        for consent in consents.of_student(connection, student)
        if (consent.given_by, consent.tool, consent.state) == (signer.id, tool, "granted")
    ]
    for consent in own:
        record(connection, consent, by=signer.user_id, note="revoked")
    return own


def _may_sign(connection: Connection, signer: Person, student: str, day: date) -> bool:
    found = ward(connection, signer, student, day)
    return found is not None and found.may_consent


def _ward(household: family.Family, person: Person, day: date) -> Ward | None:
    standing = family.standing(household, person.id, day)
    if standing is None or family.bars(household, person.id, day):
        return None
    if not (standing.may_consent or standing.may_access_records):
        return None
    return Ward(
        student=household.student,
        may_consent=standing.may_consent,
        may_access_records=standing.may_access_records,
    )


def _last(said: Iterable[Consent]) -> Consent | None:
    dated = [c for c in said if c.recorded is not None] or []
    return max(dated, key=lambda c: (c.signed_on, str(c.recorded)), default=None)
