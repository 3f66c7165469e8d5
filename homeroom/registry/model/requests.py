"""Requests for records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

Law = Literal["ferpa", "records", "foia", "subpoena", "litigation", "internal", "audit"]
RequestState = Literal[
    "received",
    "acknowledged",
    "scoped",
    "produced",
    "in_review",
    "approved",
    "released",
    "closed",
    "denied",
]
Standing = Literal[
    "", "parent", "eligible_student", "consented", "official", "agency", "court", "public"
]
"""In which capacity somebody asks; empty: nobody has said."""
IdentityWay = Literal[
    "in_person", "document", "account", "call_back", "notary", "known", "not_needed"
]
FeeKind = Literal["estimate", "charged", "paid", "waived"]
SealedBy = Literal["", "grand_jury", "law_enforcement", "terrorism", "parent_is_party"]
"""Why the family is not told of a subpoena: 34 CFR 99.31(a)(9)(ii)(A) to (C), and 20 U.S.C.
1232g(b)(2)(B), where a parent is a party to the case; empty: they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheck:
    """How the office made sure of who asks (34 CFR 99.31(c)); no copy of a document is kept."""

    way: IdentityWay
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What was said, asked or paid for copies; to search and retrieve is free (34 CFR 99.11)."""

    kind: FeeKind
    cents: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestNote:
    """What the office wrote down."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subpoena:
    """A court's order to hand something over, and whether the family was told beforehand."""

    court: str
    reference: str
    issued: date
    notified_on: date | None = None
    notified: str = ""
    """Who was told, and how."""
    sealed_by: SealedBy = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for records about a student."""

    SUBJECT: ClassVar[str] = "request"
    id: str
    about: str
    """Person id of the student."""
    law: Law
    requester: str
    requested_by: str | None = None
    """Person id of the requester, where it is somebody of the roster."""
    received: datetime
    state: RequestState = "received"
    text: str = ""
    clock: str = ""
    """Name of the terms by which it is answered, in `deadlines.yaml`; empty where none is named."""
    done: Mapping[str, datetime] = field(default_factory=dict)
    """Steps of the clock that were taken, by name, and when."""
    extended: str = ""
    """Why more time was taken; empty: none was."""
    answered: datetime | None = None
    """When it was released, denied or closed."""
    mentions: str | None = None
    """The student's names as the index is asked. While the request is open and this is None,
    nothing at all is disposed of."""
    jurisdiction: str = ""
    """Whose law it is asked under, as the district's clock is named; empty for none."""
    standing: Standing = ""
    interest: str = ""
    """What the requester needs it for, as far as the law lets one ask (34 CFR 99.32(a)(3)(ii))."""
    people: tuple[str, ...] = ()
    """Who else has to do with it (person ids): whose messages are looked for, who works on it."""
    identity: IdentityCheck | None = None
    fees: tuple[Fee, ...] = ()
    notes: tuple[RequestNote, ...] = ()
    subpoena: Subpoena | None = None
    threat: str = ""
    """The danger for which it is disclosed at once (34 CFR 99.36); empty: it is no emergency."""
    special_education: bool = False
    """Records of special education are in it: IDEA's stricter record of access (300.614)."""
    outcome: str = ""
    """Why it was denied or closed, as the requester was told."""

    @property
    def key(self) -> str:
        return self.id
