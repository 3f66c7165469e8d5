"""What a refused client gets: the one code that opens a page, and nothing about a family."""

from __future__ import annotations

import pytest

from homeroom.policy.verdict import Reason, Refuse
from synapse_module import answers

PORTAL = "https://homeroom.district.example"
MISSING = Reason(rule="bridge_consent", clause="bridges", details={"network": "x", "students": "1"})
PAUSED = Reason(rule="room_paused", clause="venues")
HOURS = Reason(rule="hours", clause="hours", details={"hours": "07:00-19:00"})

CODES: list[tuple[tuple[Reason, ...], str]] = [
    ((MISSING,), "M_CONSENT_NOT_GIVEN"),
    # only where nothing else is in the way
    ((MISSING, PAUSED), "M_FORBIDDEN"),
    # a class is not told by a code what its words do not say
    ((PAUSED,), "M_FORBIDDEN"),
    ((Reason(rule="restricted", clause="venues"),), "M_FORBIDDEN"),
]


@pytest.mark.parametrize(("reasons", "code"), CODES)
def test_the_code_of_a_missing_consent(reasons: tuple[Reason, ...], code: str) -> None:
    refused = answers.error(Refuse(reasons), "1", "es", portal=PORTAL)
    assert (refused.code, refused.errcode) == (403, code)
    page = refused._additional_fields.get("consent_uri")
    wanted = f"{PORTAL}/consent-needed?lang=es" if code == "M_CONSENT_NOT_GIVEN" else None
    assert page == wanted


def test_without_a_portal_there_is_no_page_to_open() -> None:
    refused = answers.error(Refuse((MISSING,)), "1", "en")
    assert refused.errcode == "M_FORBIDDEN"
