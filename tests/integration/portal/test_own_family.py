"""No page about the own family: neither for a parent on the staff nor for whom a court bars."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest

from homeroom.danger import alerts
from homeroom.disclosure import requests
from homeroom.policy.roles import Role
from homeroom.registry import consents, orders
from homeroom.registry.decisions import load, record
from homeroom.registry.model import Consent, CourtOrder, Guardianship, Person, State
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import Account
from tests.integration.portal.test_pages import NEXT_YEAR, TODAY

BARRED, PARENT = "barred", "parent"


@pytest.fixture
def student(portal: RunningPortal) -> Account:
    return portal.school.account(Role.STUDENT, 12)


@contextmanager
def on_record(portal: RunningPortal, tie: CourtOrder | Guardianship) -> Iterator[None]:
    """A tie, or an order alone: who is barred may be no guardian of the roster any more."""

    def write(state: State) -> None:
        with portal.school.connect() as connection, connection.begin():
            record(connection, state, by="test")

    write(tie)
    try:
        yield
    finally:
        write(replace(tie, active=False))


def tie_of(kind: str, person: Person, student: Person) -> CourtOrder | Guardianship:
    if kind == PARENT:
        return Guardianship(guardian=person.id, student=student.id)
    return CourtOrder(
        id=orders.new_id(),
        guardian=person.id,
        student=student.id,
        bars=("contact",),
        starts=TODAY,
        reference="Case 26-200",
    )


def a_consent(portal: RunningPortal, student: Person) -> str:
    """One that the roster's guardian has signed."""
    with portal.school.connect() as connection, connection.begin():
        signer = next(
            tie.guardian
            for tie in load(connection, Guardianship).values()
            if tie.student == student.id and tie.active
        )
        made = Consent(
            id=nonce(),
            student=student.id,
            tool="whatsapp",
            given_by=signer,
            signed_on=TODAY,
            expires=NEXT_YEAR,
        )
        return consents.give(connection, made, by="test").id


def a_request(portal: RunningPortal, student: Person) -> str:
    with portal.school.connect() as connection, connection.begin():
        made = requests.open_request(
            connection, about=student.id, law="ferpa", requester="A letter", by="test"
        )
        return made.id


def an_alert(portal: RunningPortal, student: Account) -> int:
    said = f"I want to die {time.monotonic_ns()}"
    room = portal.school.class_room(student).room_id
    student.send(str(room), said).raise_for_status()
    with portal.school.connect() as connection:
        found = alerts.latest(connection, limit=9)
        return next(a.id for a in found if a.sender == student.user_id)


@pytest.mark.parametrize("kind", [BARRED, PARENT])
def test_no_page_about_the_own_family_opens(
    portal: RunningPortal, student: Account, kind: str
) -> None:
    """An administrator, who sees every page, opens each of these until they are of the family."""
    person, admin = student.person, portal.person(Role.ADMIN)
    consent, request = a_consent(portal, person), a_request(portal, person)
    alert = an_alert(portal, student)
    pages = {
        f"/families/{person.id}": 403,
        f"/consents/add/{person.id}": 403,
        f"/consents/{consent}": 403,
        f"/consents/{consent}/revoke": 403,
        f"/requests/add/{person.id}": 403,
        f"/requests/{request}": 403,
        f"/alerts/{alert}": 404,
    }
    acts = {
        f"/consents/add/{person.id}": 403,
        f"/consents/{consent}/revoke": 403,
        f"/requests/add/{person.id}": 403,
        f"/requests/{request}/produce": 403,
        f"/alerts/{alert}/acknowledge": 404,
    }
    lists = {
        "/consents": f"/consents/{consent}",
        "/requests": f"/requests/{request}",
        "/": f"/requests/{request}",
        "/alerts": f"/alerts/{alert}",
    }

    def looks(browser: httpx.Client) -> tuple[dict[str, int], set[str]]:
        opened = {page: browser.get(page).status_code for page in pages}
        return opened, {where for where, link in lists.items() if link in browser.get(where).text}

    with portal.signed_in(Role.ADMIN) as browser:
        assert looks(browser) == (dict.fromkeys(pages, 200), set(lists))
        with on_record(portal, tie_of(kind, admin, person)):
            assert looks(browser) == (pages, set())
            done = {act: browser.post(act, data={"reason": "x"}).status_code for act in acts}
            assert done == acts
            download = browser.get(f"/requests/{request}/1.zip")
            assert download.status_code == 403
    with portal.school.connect() as connection:
        assert load(connection, Consent)[consent].state == "granted"
