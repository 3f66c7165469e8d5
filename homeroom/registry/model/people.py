"""People of the roster, who stands by whom, and the classes they are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from homeroom.policy.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """A district or a school (OneRoster org)."""

    SUBJECT: ClassVar[str] = "org"
    id: str
    name: str
    kind: Literal["district", "school"]
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the roster. `id` is ours and never changes; the rest are dated attributes."""

    SUBJECT: ClassVar[str] = "person"
    id: str
    roster_id: str
    roles: tuple[Role, ...]
    given_name: str
    family_name: str
    preferred_name: str = ""
    user_id: str | None = None
    birth_date: date | None = None
    orgs: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    """As the roster writes them, as `07`; a student's."""
    number: str = ""
    """The number by which the school calls a student (OneRoster `identifier`)."""
    phones: tuple[str, ...] = ()
    """E.164, as `+12025550143`."""
    email: str | None = None
    language: Literal["en", "es"] = "en"
    active: bool = True

    @property
    def key(self) -> str:
        return self.id

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}"


GuardianKind = Literal["parent", "guardian"]
"""What the roster calls somebody who stands for a student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardianship:
    """A guardian's right to speak and consent for a student; both are person ids."""

    SUBJECT: ClassVar[str] = "guardianship"
    guardian: str
    student: str
    kind: GuardianKind = "guardian"
    active: bool = True

    @property
    def key(self) -> str:
        return f"{self.guardian}:{self.student}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolYear:
    """A school year of the roster (OneRoster academicSession); both days are included."""

    SUBJECT: ClassVar[str] = "school_year"
    id: str
    title: str
    starts: date
    ends: date
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A class or section of a school (OneRoster class); `id` is its sourcedId."""

    SUBJECT: ClassVar[str] = "class"
    id: str
    title: str
    org: str
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    """A person in a class, as its teacher or its student; `person` is a person id."""

    SUBJECT: ClassVar[str] = "enrollment"
    class_id: str
    person: str
    role: Literal["teacher", "student"]
    begins: date | None = None
    ends: date | None = None
    """The last day; None where no end is set."""
    active: bool = True

    @property
    def key(self) -> str:
        return f"{self.class_id}:{self.person}:{self.role}"

    def in_force(self, day: date) -> bool:
        """Does the roster have this person in the class on this day?"""
        return (
            self.active
            and (self.begins is None or self.begins <= day)
            and (self.ends is None or day <= self.ends)
        )
