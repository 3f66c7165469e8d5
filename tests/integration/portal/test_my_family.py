"""A guardian's own word: signed and taken back by themselves, and by nobody in their name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.registry import consents, orders, tools
from homeroom.registry.decisions import load, record
from homeroom.registry.model import Consent, CourtOrder, Guardianship, Person, State
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.integration.portal.test_pages import TODAY

ADULT = TODAY - timedelta(days=19 * 366)


def write(portal: RunningPortal, state: State) -> None:
    with portal.school.connect() as connection, connection.begin():
        record(connection, state, by="test")


@contextmanager
def tied(portal: RunningPortal, guardian: Person, student: Person) -> Iterator[None]:
    tie = Guardianship(guardian=guardian.id, student=student.id)
    write(portal, tie)
    try:
        yield
    finally:
        write(portal, replace(tie, active=False))


@pytest.fixture
def child(portal: RunningPortal) -> Person:
    """One with an account, of whom nobody has signed anything."""
    with portal.school.connect() as connection:
        signed = {consent.student for consent in load(connection, Consent).values()}
    return next(p for p in portal.school.people(Role.STUDENT) if p.id not in signed)


@pytest.fixture
def parent(portal: RunningPortal, child: Person) -> Iterator[Person]:
    """A teacher of the district, whose child it is."""
    found = portal.school.people(Role.TEACHER)[-1]
    with tied(portal, found, child):
        yield found


def said(portal: RunningPortal, student: Person, signer: Person) -> list[Consent]:
    with portal.school.connect() as connection:
        found = consents.of_student(connection, student.id)
    return [c for c in found if c.given_by == signer.id]


def covered(portal: RunningPortal, student: Person) -> bool:
    with portal.school.connect() as connection:
        tool = tools.get(connection, "whatsapp")
        return consents.standing(connection, student, tool, TODAY) == "covered"


def answer(browser: httpx.Client, student: Person, says: str) -> httpx.Response:
    """To the text that the page shows."""
    page = f"/my/{student.id}/whatsapp"
    shown = re.search(r'name="text" value="(\w+)"', browser.get(page).text)
    data = {"says": says, "text": shown.group(1) if shown else ""}
    return browser.post(page, data=data)


def test_a_guardian_signs_takes_back_and_refuses_for_the_own_child(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    with portal.signed_in_as(parent) as browser:
        assert child.name in browser.get("/my").text
        assert "Consent to use WhatsApp" in browser.get(f"/my/{child.id}/whatsapp").text
        assert "Your yes is signed" in answer(browser, child, "granted").text
        assert covered(portal, child)
        (signed,) = said(portal, child, parent)
        assert (signed.method, signed.signed_on, bool(signed.text)) == ("portal", TODAY, True)
        assert "taken it back" in answer(browser, child, "revoked").text
        assert not covered(portal, child)
        assert "Your no is written down" in answer(browser, child, "refused").text
        assert [c.state for c in said(portal, child, parent)].count("refused") == 1
        assert answer(browser, child, "whatever").status_code == 400
        spanish = browser.get("/my", params={"lang": "es"}).text
        assert "Mi familia" in spanish
        # A second child of theirs is no other's, and what is not on the register is not asked.
        assert browser.get(f"/my/{child.id}/unknown").status_code == 404


def test_what_is_signed_are_the_words_that_were_shown(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    page = f"/my/{child.id}/whatsapp"
    with portal.signed_in_as(parent) as browser:
        for text in ("", "0" * 64):
            told = browser.post(page, data={"says": "granted", "text": text})
            assert "The text has changed meanwhile" in told.text
    assert said(portal, child, parent) == []


def test_a_yes_is_taken_back_also_while_the_app_is_stopped(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    """Else it would count again when the app comes back."""
    with portal.signed_in_as(parent) as browser:
        answer(browser, child, "granted")
        with portal.school.connect() as connection, connection.begin():
            tools.suspend(connection, "whatsapp", by="test")
        try:
            assert "The school has stopped it" in browser.get("/my").text
            assert answer(browser, child, "granted").status_code == 404
            assert "taken it back" in answer(browser, child, "revoked").text
        finally:
            with portal.school.connect() as connection, connection.begin():
                tools.approve(connection, "whatsapp", by="test", agreement=None)
    assert not covered(portal, child)


def test_nobody_signs_for_somebody_elses_child(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    other = portal.person(Role.STUDENT)
    with portal.signed_in_as(parent) as browser:
        assert other.name not in browser.get("/my").text
        assert answer(browser, other, "granted").status_code == 404
        # As staff it stays somebody else's.
        assert browser.get(f"/consents/add/{child.id}").status_code == 403
    with portal.browser() as nobody:
        assert "/login" in str(nobody.get("/my").url)
        answer(nobody, child, "granted")
    assert said(portal, child, parent) == []


def test_a_student_never_signs_for_a_guardian(portal: RunningPortal) -> None:
    student = next(p for p in portal.school.people(Role.STUDENT) if p.birth_date and p.user_id)
    with portal.signed_in_as(student) as browser:
        page = browser.get("/my").text
        assert "Until you are 18" in page
        assert "/my/" not in page.replace('href="/my"', "")
        for says in ("granted", "refused", "revoked"):
            assert answer(browser, student, says).status_code == 404
    with portal.school.connect() as connection:
        assert all(c.given_by != student.id for c in load(connection, Consent).values())


def test_from_18_the_student_signs_and_the_guardian_no_more(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    write(portal, replace(child, birth_date=ADULT))
    try:
        with portal.signed_in_as(parent) as browser:
            assert child.name not in browser.get("/my").text
            assert answer(browser, child, "granted").status_code == 404
        with portal.signed_in_as(child) as browser:
            assert "You yourself" in browser.get("/my").text
            answer(browser, child, "granted")
            assert covered(portal, replace(child, birth_date=ADULT))
            answer(browser, child, "revoked")
    finally:
        write(portal, child)


def test_an_order_of_a_court_ends_the_session_and_closes_the_pages(
    portal: RunningPortal, parent: Person, child: Person
) -> None:
    order = CourtOrder(
        id=orders.new_id(),
        guardian=parent.id,
        student=child.id,
        bars=("contact",),
        starts=TODAY,
        reference="Case 26-202",
    )
    with portal.signed_in_as(parent) as browser:
        answer(browser, child, "granted")
        with portal.school.connect() as connection, connection.begin():
            orders.add(connection, order, by="test")
        try:
            eventually(lambda: "/login" in str(browser.get("/my").url), ACTS_WITHIN)
            with portal.signed_in_as(parent) as again:
                assert child.name not in again.get("/my").text
                assert again.get(f"/my/{child.id}/whatsapp").status_code == 404
                assert answer(again, child, "granted").status_code == 404
                assert answer(again, child, "revoked").status_code == 404
        finally:
            with portal.school.connect() as connection, connection.begin():
                orders.end(connection, order.id, None, by="test")
