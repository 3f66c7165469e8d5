"""The portal in real Chromium: accessible at two widths in both languages, without JavaScript."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from homeroom.policy.roles import Role
from tests.browser.axe import WIDTHS, context, violations
from tests.fixtures import long
from tests.fixtures.portal import RunningPortal

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/tools",
    "/tools/whatsapp",
    "/tools/whatsapp/suspend",
    "/tools/add",
    "/consents",
    "/consents/coverage",
    "/consents/birth-dates",
    "/consent-needed",
    "/consents/add?student=a",
    "/alerts",
    "/oncall",
    "/reviews",
    "/quarantine",
    "/substitutes",
    "/supervision",
    "/networks",
    "/images",
    "/my",
    "/acknowledge",
    "/urgent",
    "/policy/try",
    "/archive",
    "/archive?q=nothing-like-this",
    "/archive?q=school&context=shown",
    "/archive?since=never",
    "/archive/1/0",
    "/requests",
    "/requests/add?student=a",
    "/holds",
    "/retention",
    "/nothing",
)


def sign_in(page: Page, portal: RunningPortal, role: Role) -> None:
    """By keyboard alone, as a person would."""
    page.goto(f"{portal.address}/login")
    page.locator("#account").focus()
    page.keyboard.type(str(portal.person(role).user_id))
    page.keyboard.press("Tab")
    page.keyboard.type(portal.password(role))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{portal.address}/")


def test_axe_finds_what_is_planted(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang='en'><title>x</title><main><img src='x.png'></main></html>")
    assert any(found.startswith("image-alt") for found in violations(page))
    page.close()


SEEN = long.only({(WIDTHS[0], "en"), (WIDTHS[-1], "es")}, product(WIDTHS, ("en", "es")))


@pytest.mark.parametrize(("width", "language"), SEEN)
def test_every_page_is_accessible_and_fits(
    chromium: Browser, portal: RunningPortal, width: int, language: str
) -> None:
    faults: list[str] = []
    with context(chromium, width, language) as browser:
        page = browser.new_page()
        page.goto(f"{portal.address}/login")
        faults += [f"/login {found}" for found in violations(page)]
        sign_in(page, portal, Role.ADMIN)
        for path in PAGES:
            page.goto(f"{portal.address}{path}")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1, path
            faults += [f"{path} {found}" for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{path} is wider than {width}")
    assert faults == []


@pytest.mark.parametrize(("width", "language"), SEEN)
def test_a_draft_of_the_policy_is_tried_accessibly(
    chromium: Browser, portal: RunningPortal, width: int, language: str
) -> None:
    said = {"en": ("Check and try", "to correct"), "es": ("Revisar y probar", "corregir")}[language]
    faults: list[str] = []
    with context(chromium, width, language) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.PRINCIPAL)
        page.goto(f"{portal.address}/policy/try")
        whole = page.locator("#draft").input_value()
        for draft in (f"{whole}\nhour: 1\n", whole.replace("    - phone\n", "")):
            page.locator("#draft").fill(draft)
            page.get_by_role("button", name=said[0]).click()
            faults += violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("h1").count() == 1
            assert page.get_by_text(said[1]).count() == (1 if "hour: 1" in draft else 0)
        assert page.locator("#result").is_visible()
    assert faults == []


def test_a_draft_of_the_policy_is_uploaded_without_javascript(
    chromium: Browser, portal: RunningPortal
) -> None:
    with chromium.new_context(java_script_enabled=False) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.PRINCIPAL)
        page.get_by_role("link", name="Try a policy").click()
        draft = page.locator("#draft").input_value().encode()
        file = FilePayload(name="draft.yaml", mimeType="text/plain", buffer=draft + b"hour: 1\n")
        page.get_by_label("A file").set_input_files(file)
        page.get_by_role("button", name="Check and try").click()
        assert page.get_by_role("alert").inner_text().startswith("The draft has 1 fault")


def test_nothing_is_fetched_from_elsewhere_and_the_first_page_is_small(
    chromium: Browser, portal: RunningPortal
) -> None:
    with chromium.new_context() as browser:
        page = browser.new_page()
        problems: list[str] = []
        fetched: list[tuple[str, int]] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on(
            "requestfinished",
            lambda request: fetched.append((request.url, int(request.sizes()["responseBodySize"]))),
        )
        page.goto(f"{portal.address}/login", wait_until="networkidle")
    assert all(url.startswith(portal.address) for url, _ in fetched)
    assert 0 < sum(size for _, size in fetched) <= 300_000
    assert problems == []


def test_a_tool_is_suspended_and_approved_again_without_javascript(
    chromium: Browser, portal: RunningPortal
) -> None:
    with chromium.new_context(java_script_enabled=False) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.IT)
        page.get_by_role("link", name="Apps").click()
        page.get_by_role("link", name="WhatsApp").click()
        page.get_by_role("link", name="Suspend").click()
        page.get_by_label("Reason").fill("The browser test")
        page.get_by_role("button", name="Suspend").click()
        assert "is suspended" in page.get_by_role("status").inner_text()
        page.get_by_role("button", name="Approve").click()
        assert "is approved" in page.get_by_role("status").inner_text()
        assert page.get_by_text("The browser test").is_visible()
        page.get_by_role("button", name="Sign out").click()
        assert page.url.startswith(f"{portal.address}/login")


def test_a_copy_of_the_record_is_made_and_downloaded_without_javascript(
    chromium: Browser, portal: RunningPortal
) -> None:
    student = portal.person(Role.STUDENT)
    with chromium.new_context(java_script_enabled=False) as browser:
        page = browser.new_page()
        sign_in(page, portal, Role.RECORDS_OFFICER)
        page.get_by_role("link", name="Requests").click()
        page.get_by_role("link", name="Open a request").click()
        page.get_by_label("Name or student number").fill(student.roster_id)
        page.get_by_role("button", name="Search").click()
        page.get_by_role("main").get_by_role("link", name=student.name).click()
        page.get_by_label("Who asks?").fill("A guardian")
        page.get_by_role("button", name="Open").click()
        page.get_by_role("button", name="Make a copy").click()
        ready = page.get_by_role("link", name="Download (zip)")
        ready.wait_for(timeout=60_000)
        with page.expect_download() as download:
            ready.click()
        assert download.value.suggested_filename.endswith("-1.zip")


def test_the_language_is_switched_and_kept(chromium: Browser, portal: RunningPortal) -> None:
    with chromium.new_context(locale="en-US") as browser:
        page = browser.new_page()
        page.goto(f"{portal.address}/login?back=/tools")
        page.get_by_role("link", name="Español").click()
        assert page.get_by_role("heading", name="Iniciar sesión").is_visible()
        page.goto(f"{portal.address}/login")
        assert page.get_by_role("heading", name="Iniciar sesión").is_visible()
