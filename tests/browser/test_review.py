"""The page of a review is accessible and fits, in both languages, while it is decided."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from homeroom.disclosure import requests, scope
from homeroom.policy.roles import Role
from tests.browser.axe import context, violations
from tests.browser.test_portal import sign_in
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually

WORDS = {
    "en": ("Take all suggestions that need no closer look", "The decision is kept"),
    "es": ("Aceptar todas las sugerencias que no exigen mirar de cerca", "La decisión queda"),
}


def sealed(portal: RunningPortal) -> set[str]:
    with portal.school.connect() as connection:
        return set(connection.scalars(text("SELECT text FROM archive.search WHERE kind = 'event'")))


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "es")])
def test_a_review_is_decided(
    chromium: Browser, portal: RunningPortal, width: int, language: str
) -> None:
    school = portal.school
    student, other = school.account(Role.STUDENT, 7), school.account(Role.STUDENT, 8)
    said = f"{other.person.name} has the other half {nonce()}"
    student.send(str(school.class_room(student).room_id), said).raise_for_status()
    eventually(lambda: said in sealed(portal))
    with school.connect() as connection, connection.begin():
        about = student.person.id
        opened = requests.open_request(
            connection, about=about, law="records", requester="Somebody", by="test"
        )
        scope.make_scope(connection, opened.id, by="test")
    take, kept = WORDS[language]
    faults: list[str] = []
    with context(chromium, width, language) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.RECORDS_OFFICER)
        page.goto(f"{portal.address}/requests/{opened.id}/review")
        faults += violations(page)
        if folder := os.environ.get("HOMEROOM_SCREENSHOTS"):
            page.screenshot(path=Path(folder, f"review-{width}.png"), full_page=True)
        page.get_by_role("button", name=take).click()
        faults += violations(page)
        page.locator("tbody form button").first.click()
        assert kept in page.get_by_role("status").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []
