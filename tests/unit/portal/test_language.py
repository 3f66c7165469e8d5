"""Two languages: chosen as asked for, and neither with a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import admin_portal
from admin_portal.language import LANGUAGES, LOCALE, choose, written_day, written_time

SOURCES = Path(admin_portal.__file__).parent
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize(
    ("query", "cookies", "accepted", "language"),
    [
        ({}, {}, "", "en"),
        ({}, {}, "es", "es"),
        ({}, {}, "es-MX,es;q=0.9,en;q=0.8", "es"),
        ({}, {}, "fr,en;q=0.3,es;q=0.7", "es"),
        ({}, {}, "en-US,es;q=0.9", "en"),
        ({}, {}, "fr", "en"),
        ({}, {}, "es;q=broken", "en"),
        ({}, {"homeroom_language": "es"}, "en", "es"),
        ({"lang": "en"}, {"homeroom_language": "es"}, "es", "en"),
        ({"lang": "xx"}, {}, "es", "es"),
    ],
)
def test_choose(
    query: dict[str, str], cookies: dict[str, str], accepted: str, language: str
) -> None:
    assert choose(query, cookies, accepted) == language


def used() -> set[str]:
    """Every message of the portal's code and templates; of a plural its singular."""
    found: Iterator[Any] = extract_from_dir(
        str(SOURCES),
        method_map=[("**.py", "python"), ("**.html", "jinja2")],
        options_map={"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}},
        keywords={"_": None, "ngettext": (1, 2), "mark": None},
    )
    messages = (message for _, _, message, _, _ in found)
    return {message[0] if isinstance(message, tuple) else message for message in messages}


def catalog(language: str) -> dict[str, Any]:
    file = LOCALE / language / "LC_MESSAGES" / "portal.po"
    with file.open("rb") as opened:
        messages = [m for m in read_po(opened, locale=language) if m.id]
    assert not [m.id for m in messages if m.fuzzy]
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in messages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalog_holds_the_messages_that_are_used_and_no_others(language: str) -> None:
    assert set(catalog(language)) == used()


def test_no_message_lacks_a_spanish_translation() -> None:
    messages = catalog("es").values()
    missing = [m.id for m in messages if not m.string or (m.pluralizable and not all(m.string))]
    assert missing == []


def test_translations_fill_in_the_same() -> None:
    for message in catalog("es").values():
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        for original, translated in zip(ids, strings, strict=True):
            same = set(PLACEHOLDER.findall(original)) == set(PLACEHOLDER.findall(translated))
            assert same, original


def test_days_and_times() -> None:
    day, at = date(2027, 3, 4), datetime(2027, 3, 4, 15, 5, tzinfo=UTC)
    assert written_day(day, "en") == "Mar 4, 2027"
    assert written_day(day, "es") == "4 mar 2027"
    assert written_time(at, "en", "America/New_York") == "Mar 4, 2027, 10:05 AM EST"
    assert written_time(at, "es", "UTC") == "4 mar 2027, 15:05 UTC"
