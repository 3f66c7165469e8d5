"""What a roster file says, whatever its format: people and classes by their roster ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from homeroom.policy.roles import Role
from homeroom.registry.model import GuardianKind

Capacity = Literal["teacher", "student"]
"""What somebody is in a class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `begins` until `ends`, both included; None is open."""

    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterOrg:
    """A district or a school."""

    name: str
    kind: Literal["district", "school"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterClass:
    """A class of a school."""

    title: str
    org: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterYear:
    """A school year; both days are included."""

    title: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPerson:
    """Somebody of the roster; `localpart` is that of the school account, None for guardians."""

    roles: tuple[Role, ...]
    given_name: str
    family_name: str
    preferred_name: str = ""
    localpart: str | None = None
    orgs: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    email: str | None = None
    grades: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPost:
    """A role that somebody has at a school or district for some days."""

    roster_id: str
    role: Role | None
    """None for one that gives no capacity here."""
    org: str | None
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All that is active today, and the seats of days to come.

    What is in force in the registry and not in here has left.
    """

    orgs: Mapping[str, RosterOrg]
    classes: Mapping[str, RosterClass]
    people: Mapping[str, RosterPerson]
    guardianships: Mapping[tuple[str, str], GuardianKind]
    """By guardian and student: what the guardian is called."""
    enrollments: Mapping[tuple[str, str, Capacity], Period]
    """By class, person and capacity: the period that runs, else the next; none that is over."""
    birth_dates: Mapping[str, date] | None
    """None where the file has no birth dates: those that are known stay."""
    school_years: Mapping[str, RosterYear] | None = None
    """None where the file has no sessions: those that are known stay."""
