"""What can be found of an entry, and by which words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.words import describe, text_of, tsvector, words


def test_an_event_is_described_by_sender_room_and_text() -> None:
    event = {
        "event_id": "$1",
        "type": "m.room.message",
        "room_id": "!r",
        "sender": "@a:district.example",
        "content": {"body": "Read page 12", "msgtype": "m.text"},
    }
    said = describe("event", {"event": event, "room_id": "!r"})
    assert (said.type, said.room_id, said.sender) == ("m.room.message", "!r", "@a:district.example")
    assert (said.event_id, said.text) == ("$1", "Read page 12")


def test_a_refused_attempt_is_found_by_what_it_said() -> None:
    attempt = {"sender": "@a:district.example", "room_id": "!r", "content": {"body": "call me"}}
    said = describe("decision", {"decision": {"verdict": "refuse", "attempt": attempt}})
    assert (said.sender, said.room_id, said.event_id) == ("@a:district.example", "!r", None)
    assert said.text == "call me"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # formatted text without its tags, and not twice
        ({"body": "Hi all", "formatted_body": "<b>Hi</b> &amp; you"}, "Hi all\nHi  & you"),
        ({"body": "same", "formatted_body": "same"}, "same"),
        # an edit by its new text too
        ({"body": "* new", "m.new_content": {"body": "new"}}, "* new\nnew"),
        # a file by its name, a room by topic and name
        ({"body": "a.pdf", "filename": "b.pdf"}, "a.pdf\nb.pdf"),
        ({"topic": "Algebra"}, "Algebra"),
        # what PostgreSQL cannot hold
        ({"body": "a\x00b\ud800"}, "ab?"),
        # contents of a wrong shape
        ({"body": {"body": 5}}, ""),
        (["x"], ""),
        (None, ""),
    ],
)
def test_the_text_of_a_content(content: Any, expected: str) -> None:
    assert text_of(content) == expected


def test_words_are_folded_alike_for_index_and_question() -> None:
    assert words("José's CAFÉ_12 — 𝐇𝐞𝐥𝐥𝐨") == ["jose", "s", "cafe", "12", "hello"]


def test_a_vector_names_each_word_with_its_places() -> None:
    assert tsvector("to be or to go") == "'to':1,4 'be':2 'or':3 'go':5"


@given(text=st.text())
def test_no_text_breaks_the_vector(text: str) -> None:
    assert "'" not in "".join(words(text))
    assert "\\" not in tsvector(text)
