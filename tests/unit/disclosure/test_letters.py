"""Letters: every kind in both languages, and a district's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from homeroom.config import HomeroomConfig
from homeroom.disclosure import clock_file, due, letters
from homeroom.errors import InputError
from homeroom.registry.model import Request

REQUEST = Request(
    id="2026-0007",
    about="p-secret",
    law="records",
    requester="Rosa Flores",
    received=datetime(2026, 11, 20, 12, tzinfo=UTC),
    text="All messages of the autumn",
    clock="new-york",
)


def config(data: Path) -> HomeroomConfig:
    return HomeroomConfig.model_validate(
        {
            "district": "demo",
            "server_name": "district.example",
            "homeserver": "http://127.0.0.1:8008",
            "portal": {"port": 8080, "office": "mailto:records@district.example"},
            "data": data,
        }
    )


def letter(data: Path, kind: str, language: str = "en", reason: str = "A storm.") -> str:
    told = due.told(REQUEST, clock_file.load(data), datetime.date)
    return letters.write(
        config(data),
        REQUEST,
        told,
        kind=kind,
        language=language,
        reason=reason,
        today=date(2026, 11, 24),
    )


@pytest.mark.parametrize("kind", letters.KINDS)
@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_every_letter_is_whole_and_names_no_student(
    tmp_path: Path, kind: str, language: str
) -> None:
    written = letter(tmp_path, kind, language)
    assert "2026-0007" in written
    assert "Rosa Flores" in written
    assert "records@district.example" in written
    assert "p-secret" not in written
    assert ("24 de noviembre de 2026" if language == "es" else "November 24, 2026") in written
    assert ("A storm." in written) == (kind in letters.WITH_REASON)


def test_the_acknowledgement_names_law_and_day(tmp_path: Path) -> None:
    written = letter(tmp_path, "acknowledgement")
    assert "November 30, 2026" in written
    assert "89(3)(a)" in written
    assert "All messages of the autumn" in written


def test_a_letter_in_spanish_names_the_law_in_spanish(tmp_path: Path) -> None:
    written = letter(tmp_path, "acknowledgement", "es")
    assert "Ley de Libertad de Información" in written
    assert "Freedom" not in written


def test_the_districts_own_template_wins(tmp_path: Path) -> None:
    own = tmp_path / "letters" / "release.en.txt"
    own.parent.mkdir()
    own.write_text("Ours: {{ number }}")
    assert letter(tmp_path, "release") == "Ours: 2026-0007"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ nubmer }}", "nubmer"),
        ("{% if x %}", "release.en.txt:1"),
        ("{{ number.__class__.__mro__ }}", "release.en.txt"),
        ("{{ number + 1 }}", "release.en.txt"),
        ("{{ 1 // 0 }}", "release.en.txt"),
    ],
)
def test_invariant_12_a_faulty_template_is_named(tmp_path: Path, template: str, told: str) -> None:
    own = tmp_path / "letters" / "release.en.txt"
    own.parent.mkdir()
    own.write_text(template)
    with pytest.raises(InputError, match=told):
        letter(tmp_path, "release")


def test_more_time_is_taken_before_the_day_and_not_after() -> None:
    clocks = clock_file.load(Path("/nowhere"))
    asked = replace(REQUEST, clock="illinois")
    due.may_extend(asked, clocks, datetime.date, datetime(2026, 11, 30, tzinfo=UTC))
    with pytest.raises(InputError, match="the day is over"):
        due.may_extend(asked, clocks, datetime.date, datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="gives no longer term"):
        due.may_extend(REQUEST, clocks, datetime.date, datetime(2026, 11, 24, tzinfo=UTC))


def test_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'release'"):
        letter(tmp_path, "relase")
    with pytest.raises(InputError, match="one of en, es"):
        letter(tmp_path, "release", "fr")
    with pytest.raises(InputError, match="must be told why"):
        letter(tmp_path, "denial", reason=" ")
