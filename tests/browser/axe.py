"""What axe-core says of a page, and windows of the sizes that people have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 390)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(f"axe.run({{runOnly: {json.dumps(TAGS)}}})")
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]


def context(chromium: Browser, width: int, language: str, **more: Any) -> BrowserContext:
    locale = "es-US" if language == "es" else "en-US"
    return chromium.new_context(
        viewport={"width": width, "height": 900}, locale=locale, bypass_csp=True, **more
    )
