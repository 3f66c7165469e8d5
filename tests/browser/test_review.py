"""The page of a review is accessible and fits, in both languages, while it is decided."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from homeroom.disclosure import requests, scope
from homeroom.policy.roles import Role
from tests.browser.axe import context, violations
from tests.browser.test_portal import sign_in
from tests.fixtures.portal import RunningPortal

WORDS = {
    "en": ("Take all suggestions that need no closer look", "The decision is kept"),
    "es": ("Aceptar todas las sugerencias que no exigen mirar de cerca", "La decisión queda"),
}


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "es")])
def test_a_review_is_decided(
    chromium: Browser, portal: RunningPortal, width: int, language: str
) -> None:
    school = portal.school
    with school.connect() as connection, connection.begin():
        about = school.account(Role.STUDENT, 7).person.id
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
