"""`records.html` of a production in real Chromium: accessible, fits, and needs nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import WIDTHS, context, violations
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile

pytestmark = pytest.mark.browser
SAID = [
    "<img src=x onerror=alert(1)><script>document.title='run'</script>",
    "https://example.org/" + "long/" * 60,
    "[Student 3 – FERPA 99.3] has the book",
    "\u202eesrever \u200b 😀👩‍👩‍👧 ÅÆñ",
    "two\nlines",
]


def production(folder: Path, language: str) -> Path:
    said = [
        ("event", small.event(9 + n, small.STUDENT, small.text(text)))
        for n, text in enumerate(SAID)
    ]
    again = small.event(90_000, small.TEACHER, small.text("another room"), room_id="!two:d.example")
    talk = hostile.small_talk(*said, ("event", again))
    return hostile.write(folder, talk, ["html"], language=language) / "records.html"


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_accessible_fits_and_fetches_nothing(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    file = production(tmp_path / "p", language)
    faults: list[str] = []
    fetched: list[str] = []
    for width in WIDTHS:
        with context(chromium, width, language) as browser:
            page = browser.new_page()
            page.on("request", lambda request: fetched.append(request.url))
            page.goto(file.as_uri())
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1
            assert page.title() != "run"
            faults += [f"{width} {found}" for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"wider than {width}")
            assert page.get_by_text(SAID[0]).count() == 1
    assert faults == []
    assert {url for url in fetched if not url.startswith("file:")} == set()


def test_it_is_read_by_keyboard_without_scripts(chromium: Browser, tmp_path: Path) -> None:
    file = production(tmp_path / "p", "en")
    with chromium.new_context(java_script_enabled=False) as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert "#" in page.url
        assert page.locator("main").count() == 1
