"""What must be on record before a court, or a family, is given something."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from homeroom.disclosure import disclosures, intake
from homeroom.disclosure.requests import ANSWERED, FOLLOWS
from homeroom.errors import InputError
from homeroom.registry.decisions import decode, encode
from homeroom.registry.model import Basis, Law, Request, Subpoena
from homeroom.registry.model.requests import IdentityCheck, SealedBy

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
OLD = {
    "id": "2025-0007",
    "about": "maya",
    "law": "ferpa",
    "requester": "Rosa Flores",
    "requested_by": None,
    "received": "2025-03-01T12:00:00Z",
    "state": "produced",
    "text": "",
}


def request(law: Law = "subpoena", subpoena: Subpoena | None = None) -> Request:
    return Request(
        id="2026-0001", about="maya", law=law, requester="A court", received=NOW, subpoena=subpoena
    )


def order(notified_on: date | None = None, sealed_by: SealedBy = "") -> Subpoena:
    return Subpoena(
        court="County Court",
        reference="26-200",
        issued=DAY - timedelta(days=30),
        notified_on=notified_on,
        sealed_by=sealed_by,
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (request(), "note the order first"),
        # neither told nor forbidden to tell
        (request(subpoena=order()), "tell the parent"),
        # told tomorrow is not told before
        (request(subpoena=order(notified_on=DAY + timedelta(days=1))), "tell the parent"),
        (request(subpoena=order(notified_on=DAY)), ""),
        (request(subpoena=order(sealed_by="grand_jury")), ""),
        (request(subpoena=order(sealed_by="parent_is_party")), ""),
        (request(law="records"), ""),
    ],
)
def test_a_subpoena_is_answered_after_the_family_was_told(asked: Request, said: str) -> None:
    if not said:
        intake.check(asked, DAY)
        return
    with pytest.raises(InputError, match=said):
        intake.check(asked, DAY)


def test_a_familys_record_goes_to_whom_somebody_has_identified() -> None:
    with pytest.raises(InputError, match="make sure of who asks"):
        intake.check_identity(request(law="ferpa"))
    intake.check_identity(request(law="records"))


def test_a_request_from_before_is_read_and_one_of_today_again() -> None:
    known = decode(Request, OLD)
    assert (known.state, known.standing, known.fees, known.subpoena) == ("produced", "", (), None)
    checked = IdentityCheck(way="document", by="x", at=NOW)
    new = replace(known, identity=checked, subpoena=order(notified_on=DAY))
    assert decode(Request, encode(new)) == new


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0", 0), ("12", 1200), ("12.50", 1250), ("$3.05", 305), (" 7 ", 700)],
)
def test_an_amount_is_dollars_and_cents(amount: str, cents: int) -> None:
    assert intake._cents(amount) == cents


@pytest.mark.parametrize("amount", ["", "-1", "1.5", "1,50", "1e3", "١", "12345678", "1.5x", "."])
def test_another_amount_is_refused(amount: str) -> None:
    with pytest.raises(InputError, match="dollars and cents"):
        intake._cents(amount)


@pytest.mark.parametrize(
    ("basis", "ferpa", "idea"),
    [
        ("parent_or_eligible_student", False, False),
        ("school_official", False, False),
        # 34 CFR 300.614 knows neither of these
        ("consent", False, True),
        ("directory_information", False, True),
        ("sealed_subpoena", False, True),
        ("subpoena", True, True),
        ("emergency", True, True),
        ("public_records", True, True),
        ("other", True, True),
    ],
)
def test_what_must_be_on_record(basis: Basis, ferpa: bool, idea: bool) -> None:
    assert disclosures.required(basis, special_education=False) is ferpa
    assert disclosures.required(basis, special_education=True) is idea


def test_every_basis_is_decided_on() -> None:
    assert set(disclosures.BASES) >= disclosures.EXEMPT >= disclosures.EXEMPT_IDEA


def test_states_lead_from_received_to_each_and_end() -> None:
    reached, seen = {"received"}, set[str]()
    while reached - seen:
        state = next(iter(reached - seen))
        seen.add(state)
        reached |= set(FOLLOWS[state])  # type: ignore[index]
    assert reached == set(FOLLOWS)
    assert all("released" not in FOLLOWS[s] for s in ("received", "acknowledged", "scoped"))
    assert {s for s, after in FOLLOWS.items() if not after - {"closed"}} == ANSWERED
