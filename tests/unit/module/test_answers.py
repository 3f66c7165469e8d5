"""What a refused client gets: the one code that opens a page, and nothing about a family."""

from __future__ import annotations

import pytest

from homeroom.policy.verdict import Reason, Refuse
from synapse_module import answers

PORTAL = "https://homeroom.district.example"
MISSING = Reason(rule="bridge_consent", clause="bridges", details={"network": "x", "students": "1"})
UNREAD = Reason(rule="acknowledgement", clause="acknowledgement")
PAUSED = Reason(rule="room_paused", clause="venues")
HOURS = Reason(rule="hours", clause="hours", details={"hours": "07:00", "opens": ""})

CODES: list[tuple[tuple[Reason, ...], str]] = [
    ((MISSING,), "M_CONSENT_NOT_GIVEN"),
    # only where nothing else is in the way
    ((MISSING, PAUSED), "M_FORBIDDEN"),
    # a class is not told by a code what its words do not say
    ((PAUSED,), "M_FORBIDDEN"),
    ((Reason(rule="restricted", clause="venues"),), "M_FORBIDDEN"),
    # two pages would be one too many
    ((MISSING, UNREAD), "M_FORBIDDEN"),
    ((UNREAD, HOURS), "M_FORBIDDEN"),
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


def test_what_only_an_acknowledgement_stops_opens_its_page() -> None:
    answer = answers.error(Refuse((UNREAD,)), "3", "es", portal=PORTAL)
    assert (answer.code, answer.errcode) == (403, "M_CONSENT_NOT_GIVEN")
    assert answer._additional_fields["consent_uri"] == f"{PORTAL}/acknowledge?lang=es"
    assert "normas" in answer.msg


def test_no_page_covers_an_offer_of_help() -> None:
    """Element would show the dialog in place of the words."""
    answer = answers.error(Refuse((UNREAD,)), "3", "en", help_="Call.", portal=PORTAL)
    assert answer.errcode == "M_FORBIDDEN"
    assert answer.msg.startswith("Call.")


def test_a_notice_names_the_page_in_the_readers_language() -> None:
    assert answers.line(UNREAD, "en", PORTAL).endswith(f" {PORTAL}/acknowledge?lang=en")
    assert "http" not in answers.line(HOURS, "en", PORTAL)
    assert "http" not in answers.line(UNREAD, "en", "")
