"""What falls due soon, and who is to be told of it once: pure, from the registry and the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from homeroom.policy.roles import Role
from homeroom.registry.family import ADULT_AGE, birthday
from homeroom.registry.model import Consent, Person, Tool
from homeroom.registry.snapshot import Snapshot

BEFORE = (60, 30, 7)
"""Days before the end on which somebody is told; one who was not told then is told later."""
BEFORE_BIRTHDAY = 30
Kind = Literal["agreement", "consents", "adulthood"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something that somebody is told once. `key` says which, whatever day it is told on."""

    key: str
    kind: Kind
    tool: str = ""
    """The tool's id, of an agreement or of consents."""
    student: str = ""
    """The person id of a student who turns 18."""
    day: date
    """The last day of an agreement or of consents; the birthday."""
    count: int = 1
    """How many consents end on that day."""


def due_reminders(registry: Snapshot, today: date, already_sent: Collection[str]) -> list[Reminder]:
    """What must be told today and was not, in a fixed order."""
    found = (*_agreements(registry, today), *_consents(registry, today), *_adults(registry, today))
    return sorted((r for r in found if r.key not in already_sent), key=lambda r: r.key)


def stage(ends: date, today: date) -> int | None:
    """Which of the days before an end has come: 60, 30 or 7; None while none has, and after it."""
    left = (ends - today).days
    return min((days for days in BEFORE if left <= days), default=None) if left >= 0 else None


def _agreements(registry: Snapshot, today: date) -> Iterator[Reminder]:
    tools: Collection[Tool] = registry.states.get(Tool.SUBJECT, {}).values()
    for tool in tools:
        if tool.state != "approved" or tool.agreement is None:
            continue
        ends = tool.agreement.ends
        if (days := stage(ends, today)) is not None:
            key = f"agreement:{tool.id}:{ends}:{days}"
            yield Reminder(key=key, kind="agreement", tool=tool.id, day=ends)


def _consents(registry: Snapshot, today: date) -> Iterator[Reminder]:
    """Those of one tool and day together: most end with the school year."""
    consents: Collection[Consent] = registry.states.get(Consent.SUBJECT, {}).values()
    ending = Counter(
        (c.tool, c.expires)
        for c in consents
        if c.state == "granted" and c.signed_on <= today and stage(c.expires, today) is not None
    )
    for (tool, ends), count in ending.items():
        key = f"consents:{tool}:{ends}:{stage(ends, today)}"
        yield Reminder(key=key, kind="consents", tool=tool, day=ends, count=count)


def _adults(registry: Snapshot, today: date) -> Iterator[Reminder]:
    """Students with an account who turn 18 within 30 days: from then on they decide themselves."""
    people: Collection[Person] = registry.states.get(Person.SUBJECT, {}).values()
    for person in people:
        born = person.birth_date
        if born is None or not (person.active and person.user_id and Role.STUDENT in person.roles):
            continue
        grown = birthday(born, ADULT_AGE)
        if today <= grown <= today + timedelta(days=BEFORE_BIRTHDAY):
            key = f"adulthood:{person.id}:{grown}"
            yield Reminder(key=key, kind="adulthood", student=person.id, day=grown)
