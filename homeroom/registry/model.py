"""What the district's records speak of. Each is the state that a decision leaves a subject in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, Protocol

from homeroom.policy.roles import Role


class State(Protocol):
    """A subject's state: its kind, and the key that stays the same over all its decisions."""

    SUBJECT: ClassVar[str]

    @property
    def key(self) -> str:
        """The subject's own id."""
        ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardianship:
    """A guardian's right to speak and consent for a student; both are person ids."""

    SUBJECT: ClassVar[str] = "guardianship"
    guardian: str
    student: str
    active: bool = True

    @property
    def key(self) -> str:
        return f"{self.guardian}:{self.student}"


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
    active: bool = True

    @property
    def key(self) -> str:
        return f"{self.class_id}:{self.person}:{self.role}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A vendor's agreement; both dates are included in it."""

    reference: str
    starts: date
    ends: date

    def in_force(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Software of the register; usable while approved with an agreement in force."""

    SUBJECT: ClassVar[str] = "tool"
    id: str
    name: str
    vendor: str
    state: Literal["requested", "approved", "suspended"]
    agreement: Agreement | None = None
    purpose: str = ""

    @property
    def key(self) -> str:
        return self.id

    def usable(self, day: date) -> bool:
        return (
            self.state == "approved" and self.agreement is not None and self.agreement.in_force(day)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent for one student and one tool: signed, dated, revocable, expiring (34 CFR 99.30)."""

    SUBJECT: ClassVar[str] = "consent"
    id: str
    student: str
    tool: str
    given_by: str
    """Person id of the guardian, or of the student from 18."""
    signed_on: date
    expires: date
    state: Literal["granted", "revoked"] = "granted"

    @property
    def key(self) -> str:
        return self.id


VenueKind = Literal["class", "family", "staff", "announcement", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A designated place to talk; a room upgrade changes `room_id` and nothing else."""

    SUBJECT: ClassVar[str] = "venue"
    id: str
    kind: VenueKind
    name: str
    room_id: str | None = None
    org: str | None = None
    class_id: str | None = None
    student: str | None = None
    """The student whom a family venue is about (person id)."""
    networks: tuple[str, ...] = ()
    """Outside networks (tool ids) that the venue allows."""
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Addresses that the district trusts, for some roles or (empty) for all."""

    SUBJECT: ClassVar[str] = "network"
    id: str
    name: str
    cidrs: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A published policy; the one decided last is in force."""

    SUBJECT: ClassVar[str] = "policy"
    version: str
    text: str
    """The YAML document, as published."""

    @property
    def key(self) -> str:
        return self.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold on a person's records."""

    SUBJECT: ClassVar[str] = "hold"
    id: str
    person: str
    reason: str
    active: bool = True

    @property
    def key(self) -> str:
        return self.id


Law = Literal["ferpa", "records", "foia", "subpoena", "litigation", "internal", "audit"]
RequestState = Literal["received", "scoped", "produced", "released", "closed", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for records about a student."""

    SUBJECT: ClassVar[str] = "request"
    id: str
    about: str
    """Person id of the student."""
    law: Law
    requester: str
    received: datetime
    state: RequestState = "received"
    text: str = ""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A user's acknowledgement of a policy version."""

    SUBJECT: ClassVar[str] = "acknowledgement"
    person: str
    version: str

    @property
    def key(self) -> str:
        return self.person
