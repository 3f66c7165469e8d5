"""What is the same text again."""

from __future__ import annotations

import pytest

from homeroom.disclosure.duplicates import groups
from homeroom.disclosure.model import Position

SAID = "The trip to the lake is on Friday at nine, bring water and a hat."


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (SAID, True),
        (f"> {SAID}", True),  # quoted
        (f"Fwd: {SAID.upper()}", True),
        (f"RV: > {SAID}", True),
        (f"From: Ana Ortega\nSubject: trip\n{SAID}", True),  # forwarded by mail
        (f"* {SAID}", True),  # an edit as older clients show it
        (SAID.replace("hat", "hat!!!"), True),
        (SAID.replace("nine", "ten"), False),  # something else is said
        (f"{SAID} And do not tell anybody that I said where we really go.", False),
        ("See you on Friday.", False),
    ],
)
def test_copies_are_folded(again: str, same: bool) -> None:
    found = groups([(Position(1, 1), SAID), (Position(1, 2), again)])
    assert [group.positions for group in found] == (
        [(Position(1, 1), Position(1, 2))] if same else []
    )


def test_a_long_text_with_a_small_change_is_nearly_the_same() -> None:
    long = " ".join(f"word{n}" for n in range(80))
    changed = long.replace("word40", "other")
    (group,) = groups([(Position(1, 5), long), (Position(1, 2), changed), (Position(1, 9), long)])
    assert group.first == Position(1, 2)
    assert group.count == 3


def test_short_texts_are_no_copies() -> None:
    assert groups([(Position(1, n), "ok thanks") for n in range(5)]) == []
