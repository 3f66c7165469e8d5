"""The pages of a hand-over in real Chromium: accessible at two widths, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from homeroom.policy.roles import Role
from homeroom.registry.model import Request
from tests.browser.axe import WIDTHS, context, violations
from tests.browser.test_portal import sign_in
from tests.fixtures.portal import RunningPortal
from tests.integration.portal.test_handing_over import drafted, issue, released

__all__ = ["drafted", "released"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(WIDTHS[0], "en"), (WIDTHS[1], "es")])
def test_each_page_is_accessible_and_fits(
    chromium: Browser, portal: RunningPortal, released: Request, width: int, language: str
) -> None:
    link = issue(portal, released)
    student = portal.school.account(Role.STUDENT, 3).person
    faults: list[str] = []
    with context(chromium, width, language) as browser:
        page = browser.new_page()
        page.goto(f"{portal.address}{link.path}")
        faults += violations(page)
        _keep(page, f"download-{width}")
        page.locator("#passcode").fill("0")
        page.locator("main button").click()
        faults += violations(page)
        assert page.get_by_role("alert").count() == 1
        page.goto(f"{portal.address}/download/x")
        faults += violations(page)
        sign_in(page, portal, Role.ADMIN)
        for what in ("release", "facts"):
            page.goto(f"{portal.address}/requests/{released.id}/{what}")
            assert page.locator("h1").count() == 1
            faults += [f"{what} {found}" for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{what} is wider than {width}")
            _keep(page, f"{what}-{width}")
        page.goto(f"{portal.address}/requests/{released.id}/release")
        page.locator("form[action$='/link'] button").click()
        faults += violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"a new link is wider than {width}")
        _keep(page, f"link-{width}")
        assert page.goto(f"{portal.address}/my/{student.id}/record/disclosures")
    assert faults == []


def _keep(page: object, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)  # type: ignore
