"""Whether a student is covered for a tool: by whose consents, refusals and the agreement. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal

from homeroom.policy.sections.bridges import ConsentOf
from homeroom.registry.family import Family, age, entitled
from homeroom.registry.model import Agreement, Consent, Person, Tool

Covering = Literal["covered", "missing", "refused", "disputed"]
"""`disputed`: one consented, and another who is entitled refused afterwards."""

ConsentShown = Literal["granted", "lapsed", "disputed", "refused", "revoked"]
"""How one record stands: `lapsed` is a consent that expired, or whose signer or purpose changed."""

CHILD_UNDER = 13
"""The age from which COPPA does not protect any more (15 USC 6501)."""

NEVER = datetime.min.replace(tzinfo=UTC)


def covering(
    family: Family,
    consents: Iterable[Consent],
    tool: Tool,
    day: date,
    consent_of: ConsentOf = "any_guardian",
) -> Covering:
    """How a student stands with a tool on this day. Only who is entitled today counts.

    A refusal after somebody else's consent stands until who refused consents: signing again
    does not get past it. An earlier one gives way where one consent suffices.
    """
    may = entitled(family, day)
    ever = [c for c in consents if c.given_by in may and _about(c, family.student, tool, day)]
    last = _last(c for c in ever if c.state != "revoked")
    granted = {who for who, consent in last.items() if in_force(consent, day)}
    refused = [consent for consent in last.values() if consent.state == "refused"]
    if granted and any(_came_after(refusal, ever) for refusal in refused):
        return "disputed"
    if consent_of == "every_guardian" and refused:
        return "refused"
    enough = granted == may if consent_of == "every_guardian" else granted
    if enough and granted:
        return "covered"
    return "refused" if refused else "missing"


def covered(
    family: Family | None,
    consents: Iterable[Consent],
    tool: Tool | None,
    day: date,
    consent_of: ConsentOf,
) -> bool:
    """Has a student a consent in force for a tool that takes them? Not one whom nobody knows."""
    if family is None or tool is None or tool.agreement is None:
        return False
    if not admits(tool.agreement, family.student, day):
        return False
    return covering(family, consents, tool, day, consent_of) == "covered"


def shown(
    consent: Consent, family: Family, tool: Tool, day: date, covers: Covering
) -> ConsentShown:
    """How one record stands on this day, where the student is covered so."""
    if consent.state != "granted":
        return consent.state
    counts = consent.given_by in entitled(family, day) and _about(
        consent, family.student, tool, day
    )
    if not counts or not in_force(consent, day):
        return "lapsed"
    return "disputed" if covers == "disputed" else "granted"


def in_force(consent: Consent, day: date) -> bool:
    """Granted, signed by now and not expired: both days are included."""
    return consent.state == "granted" and consent.signed_on <= day <= consent.expires


def admits(agreement: Agreement, student: Person, day: date) -> bool:
    """Does the agreement take this student: school, grade, and age where it takes no children?

    What is not known of the student is taken as the stricter.
    """
    if agreement.schools and not set(agreement.schools) & set(student.orgs):
        return False
    if agreement.grades and not set(agreement.grades) & set(student.grades):
        return False
    if agreement.coppa != "none":
        return True
    return student.birth_date is not None and age(student.birth_date, day) >= CHILD_UNDER


def _about(consent: Consent, student: Person, tool: Tool, day: date) -> bool:
    """Signed by now, for this tool and for what it is used for now."""
    return (
        consent.student == student.id
        and consent.tool == tool.id
        and consent.signed_on <= day
        and consent.purpose in ("", tool.purpose)
    )


def _order(consent: Consent) -> tuple[date, datetime]:
    return consent.signed_on, consent.recorded or NEVER


def _last(said: Iterable[Consent]) -> dict[str, Consent]:
    """What each person said last; a consent and a refusal of the same moment: the refusal."""
    ordered = sorted(said, key=lambda c: (_order(c), c.state == "refused"))
    return {consent.given_by: consent for consent in ordered}


def _came_after(refusal: Consent, ever: Iterable[Consent]) -> bool:
    """Had somebody else consented when this was refused? Even if it was revoked since."""
    return any(
        consent.state != "refused"
        and consent.given_by != refusal.given_by
        and _order(consent) <= _order(refusal)
        for consent in ever
    )
