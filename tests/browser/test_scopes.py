"""The page of a scope is accessible and fits, in both languages, with a rule tried and decided."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from homeroom.disclosure import requests
from homeroom.policy.roles import Role
from tests.browser.axe import context, violations
from tests.browser.test_portal import sign_in
from tests.fixtures.portal import RunningPortal

WORDS = {
    "en": ("Count", "Try it", "Decide", "Why you decide so", "Left out by rules"),
    "es": ("Contar", "Probarla", "Decidir", "Por qué lo decide así", "Fuera por reglas"),
}


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "es")])
def test_a_scope_is_counted_and_narrowed(
    chromium: Browser, portal: RunningPortal, width: int, language: str
) -> None:
    school = portal.school
    with school.connect() as connection, connection.begin():
        opened = requests.open_request(
            connection,
            about=school.account(Role.STUDENT).person.id,
            law="ferpa",
            requester="Somebody",
            by="test",
        )
    count, try_it, decide, why, left_out = WORDS[language]
    faults: list[str] = []
    with context(chromium, width, language) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.RECORDS_OFFICER)
        page.goto(f"{portal.address}/requests/{opened.id}/scope")
        faults += violations(page)
        page.get_by_role("button", name=count, exact=True).click()
        page.locator("#reason").select_option("membership")
        page.get_by_role("button", name=try_it).click()
        faults += violations(page)
        page.get_by_label(why).fill("counsel said so")
        page.get_by_role("button", name=decide).click()
        assert page.get_by_text(left_out).is_visible()
        faults += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("HOMEROOM_SCREENSHOTS"):
            page.screenshot(path=Path(folder, f"scope-{width}.png"), full_page=True)
    assert faults == []
