"""The record of disclosures: who asked for a student's record, who was given it, why and when.

34 CFR 99.32 wants it kept as long as the record; nothing ever takes a decision out of the registry.
What 99.32(d) exempts is listed, too, and marked as not required, so that a district knows what went
out. For special education IDEA exempts parents and authorised employees alone (34 CFR 300.614).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, get_args

from sqlalchemy import Connection

from homeroom.disclosure import requests
from homeroom.disclosure.formats import wording
from homeroom.disclosure.productions import Production
from homeroom.errors import InputError
from homeroom.registry import families, family, policies
from homeroom.registry.decisions import find, naming, record
from homeroom.registry.model import Basis, Disclosure, Person, Request
from homeroom.registry.people import resolve

BASES: tuple[Basis, ...] = get_args(Basis)
EXEMPT: frozenset[Basis] = frozenset(
    {
        "parent_or_eligible_student",
        "school_official",
        "consent",
        "directory_information",
        "sealed_subpoena",
    }
)
"""34 CFR 99.32(d)."""
EXEMPT_IDEA: frozenset[Basis] = frozenset({"parent_or_eligible_student", "school_official"})
"""34 CFR 300.614."""
SEALED = frozenset({"grand_jury", "law_enforcement", "terrorism"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is shown: somebody asked, or somebody was given something."""

    kind: Literal["request", "disclosure"]
    at: datetime
    party: str
    interest: str
    basis: str
    what: str
    threat: str
    required: bool
    """Does the law want this line kept?"""
    request: str


def required(basis: Basis, *, special_education: bool) -> bool:
    """Must it be on record?"""
    return basis not in (EXEMPT_IDEA if special_education else EXEMPT)


def basis_of(connection: Connection, request: Request) -> Basis:
    """On what ground a production is handed over; `other`, on record, where nobody knows."""
    if request.threat:
        return "emergency"
    if request.subpoena is not None:
        return "sealed_subpoena" if request.subpoena.sealed_by in SEALED else "subpoena"
    if request.standing in ("parent", "eligible_student") or _has_right(connection, request):
        return "parent_or_eligible_student"
    if request.standing == "official" or request.law == "internal":
        return "school_official"
    if request.standing == "consented":
        return "consent"
    return "public_records" if request.law in ("records", "foia") else "other"


def keep(connection: Connection, made: Production, now: datetime, *, by: str) -> Disclosure:
    """Write down that a production was released."""
    request = requests.get(connection, made.request)
    line = Disclosure(
        id=uuid.uuid4().hex,
        student=request.about,
        at=now,
        received_by=request.requester,
        interest=request.interest or request.text or request.law,
        basis=basis_of(connection, request),
        what=f"production {made.number} of request {request.id}: {made.total} records",
        request=request.id,
        production=made.number,
        manifest=made.manifest or "",
        threat=request.threat,
        special_education=request.special_education,
    )
    record(connection, line, by=by, note="disclosed")
    return line


def note(
    connection: Connection,
    *,
    about: str,
    to: str,
    what: str,
    interest: str,
    basis: str,
    threat: str = "",
    special_education: bool = False,
    by: str,
) -> Disclosure:
    """Write down what was disclosed by another way, as by telephone in an emergency."""
    chosen = next((each for each in BASES if each == basis), None)
    if chosen is None:
        raise InputError(f"basis {basis!r}: one of {', '.join(BASES)}")
    for field, given in (("to", to), ("what", what), ("interest", interest)):
        if not given.strip():
            raise InputError(f"{field}: empty; the record of disclosures needs it")
    if (chosen == "emergency") != bool(threat.strip()):
        raise InputError(
            "an emergency names its threat, and nothing else does (34 CFR 99.32(a)(5))"
        )
    line = Disclosure(
        id=uuid.uuid4().hex,
        student=resolve(connection, about).id,
        at=datetime.now(UTC),
        received_by=to.strip(),
        interest=interest.strip(),
        basis=chosen,
        what=what.strip(),
        threat=threat.strip(),
        special_education=special_education,
    )
    record(connection, line, by=by, note="disclosed")
    return line


def about(connection: Connection, student: str) -> list[Line]:
    """Every request for a student's record (person id) and every disclosure of it, in order."""
    given = naming(connection, Disclosure, "student", [student])
    asked = [each for each in requests.list_requests(connection) if each.about == student]
    lines = [_disclosed(each) for each in given] + [_asked(connection, each) for each in asked]
    return sorted(lines, key=lambda line: (line.at, line.kind))


def document(
    lines: Iterable[Line], student: Person, language: str, day: Callable[[datetime], date]
) -> str:
    """The record as a text to be filed or handed out: what the law wants, and nothing else."""
    spanish = language == "es"
    title = "Registro de divulgaciones" if spanish else "Record of disclosures"
    words = (
        ("Pedido por", "Entregado a", "Interés", "Motivo", "Qué", "Peligro")
        if spanish
        else ("Asked for by", "Disclosed to", "Interest", "Basis", "What", "Threat")
    )
    asked, given, interest, basis, what, threat = words
    parts = [f"{title} (34 CFR 99.32)\n{student.name}, {student.roster_id}\n"]
    for line in lines:
        if not line.required:
            continue
        rows = [
            wording.day(day(line.at), language),
            f"{asked if line.kind == 'request' else given}: {line.party}",
            f"{interest}: {line.interest}",
            *([f"{basis}: {line.basis}"] if line.basis else []),
            f"{what}: {line.what}",
            *([f"{threat}: {line.threat}"] if line.threat else []),
        ]
        parts.append("\n".join(rows) + "\n")
    if len(parts) == 1:
        parts.append(("Nada que registrar." if spanish else "Nothing to record.") + "\n")
    return "\n".join(parts)


def _disclosed(line: Disclosure) -> Line:
    return Line(
        kind="disclosure",
        at=line.at,
        party=line.received_by,
        interest=line.interest,
        basis=line.basis,
        what=line.what,
        threat=line.threat,
        required=required(line.basis, special_education=line.special_education),
        request=line.request,
    )


def _asked(connection: Connection, request: Request) -> Line:
    basis = basis_of(connection, request)
    return Line(
        kind="request",
        at=request.received,
        party=request.requester,
        interest=request.interest or request.text or request.law,
        basis=basis,
        what=request.text or "-",
        threat=request.threat,
        required=required(basis, special_education=request.special_education),
        request=request.id,
    )


def _has_right(connection: Connection, request: Request) -> bool:
    """Does the roster know the requester as who decides about the record?"""
    student = find(connection, Person, request.about)
    if student is None or request.requested_by is None:
        return False
    day = policies.local_day(connection, request.received)
    found = family.standing(families.of(connection, student), request.requested_by, day)
    return found is not None and found.may_access_records
