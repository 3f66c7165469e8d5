"""What is about a family: by whom, of whom, and where it was said."""

from __future__ import annotations

import pytest

from homeroom.archive.concerning import Kin

PERSON, ACCOUNT = "8da5bdf2-1d09-48fd-8a3b-ddfd2e503e36", "@ana.reyes:district.example"
KIN = Kin(
    ids=frozenset({PERSON, ACCOUNT}),
    names=frozenset({frozenset({"ana", "reyes"}), frozenset({"90210"})}),
    rooms=frozenset({"!family:district.example"}),
)
CLASS = "!class:district.example"


@pytest.mark.parametrize(
    ("room", "text", "payload", "concerned"),
    [
        (CLASS, "hello", f'{{"event":{{"sender":"{ACCOUNT}"}}}}', True),  # by them
        (CLASS, "", f'{{"registry":{{"state":{{"student":"{PERSON}"}}}}}}', True),  # about them
        (CLASS, "Is Ana REYES away today?", "{}", True),  # named, whatever the case
        (CLASS, "Reyes, Ána", "{}", True),  # and whatever the order and accents
        (CLASS, "student 90210", "{}", True),  # by number
        ("!family:district.example", "hello", "{}", True),  # in a room of theirs
        (CLASS, "Ana said so", "{}", False),  # a first name is many people's
        (CLASS, "hello", '{"event":{"sender":"@ana.reyes2:district.example"}}', False),
        (None, "", "{}", False),
    ],
)
def test_what_is_about_a_family(
    room: str | None, text: str, payload: str, *, concerned: bool
) -> None:
    assert KIN.concerned(room_id=room, text=text, payload=payload) is concerned


def test_nobody_is_concerned_where_nobody_is_known() -> None:
    assert not Kin().concerned(room_id="!a", text="anything", payload="{}")
