"""The capacities in which somebody takes part."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role from the registry; `SYSTEM`, `GHOST` and `BOT` are accounts that are no person."""

    ADMIN = "admin"
    IT = "it"
    RECORDS_OFFICER = "records_officer"
    AUDITOR = "auditor"
    COUNSEL = "counsel"
    """The district's lawyer: the only one who sees what a court ordered."""
    PRINCIPAL = "principal"
    SUPERVISOR = "supervisor"
    TEACHER = "teacher"
    STUDENT = "student"
    GUARDIAN = "guardian"
    SYSTEM = "system"
    GHOST = "ghost"
    BOT = "bot"


STAFF = frozenset(
    {
        Role.ADMIN,
        Role.IT,
        Role.RECORDS_OFFICER,
        Role.AUDITOR,
        Role.COUNSEL,
        Role.PRINCIPAL,
        Role.SUPERVISOR,
        Role.TEACHER,
    }
)
