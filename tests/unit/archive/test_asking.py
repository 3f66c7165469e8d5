"""What is written into a search, as the index is asked; and what of a text is shown for it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.asking import MOST_WORDS, query, terms
from homeroom.archive.attached import OVERLAP, stretches
from homeroom.archive.excerpts import WIDTH, excerpt
from homeroom.archive.words import LONGEST_TEXT, network_of, stems

WORDS = (
    "lessons running happiness libraries studies teachers reading children bullying tarea tareas "
    "lecciones canciones comieron maestras examenes estudiando escuelas companeros ninos"
)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        # one word: itself, the beginning of a longer one, and its other forms
        ("science", "('science':* | '_science' | '_scienc' | 'scienc')"),
        # an accent is none, and short words begin nothing
        ("sí", "('si' | '_si')"),
        # in quotation marks of any kind: as it stands
        ('"Science Fair"', "('science' <-> 'fair')"),
        ("“Science Fair”", "('science' <-> 'fair')"),
        # an apostrophe, whichever, cuts a name in two that follow each other
        ("O’Brien", "('o' <-> 'brien':*)"),
        ("O'Brien ok", "('o' <-> 'brien') & ('ok' | '_ok')"),
        # a quotation mark that is not closed, nothing of PostgreSQL's language, nothing at all
        ('"fair', "('fair')"),
        ("!(:*) | & '", ""),
        ('""', ""),
    ],
)
def test_what_is_written_is_what_is_asked(written: str, asked: str) -> None:
    assert query(terms(written)) == asked


def test_a_whole_book_is_cut() -> None:
    assert len(terms("word " * 1000)) == MOST_WORDS
    assert sum(len(term.words) for term in terms('"' + "word " * 1000)) == MOST_WORDS


@given(st.text())
def test_anything_can_be_written(written: str) -> None:
    assert query(terms(written)).count("(") == len(terms(written))


def test_the_stems_are_those_that_the_index_was_made_with() -> None:
    """Another Snowball would leave entries unfound: make the index anew before this digest."""
    said = repr([(word, stems(word)) for word in WORDS.split()])
    assert hashlib.sha256(said.encode()).hexdigest()[:16] == "dc6d882bd530b573"


def test_an_excerpt_shows_the_words_and_what_is_around() -> None:
    long = "one two " * 40 + "the Lecciones begin today " + "three four " * 60
    pieces = excerpt(long, terms("lección"))
    assert [piece.text for piece in pieces if piece.hit] == ["Lecciones"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown.strip("…") in long
    assert len(shown) < WIDTH + 100


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_is_always_a_part_of_the_text(said: str, written: str) -> None:
    pieces = excerpt(said, terms(written))
    shown = "".join(piece.text for piece in pieces if piece.text != "…")
    assert shown.removesuffix("…") in said or shown in said


@given(st.integers(0, 3 * LONGEST_TEXT))
def test_no_phrase_falls_between_two_stretches(length: int) -> None:
    whole = "".join(str(n % 10) for n in range(length))
    found = stretches(whole)
    assert all(len(each) <= LONGEST_TEXT for each in found)
    assert found[0] + "".join(each[OVERLAP:] for each in found[1:]) == whole


@pytest.mark.parametrize(
    ("user_id", "network"),
    [("@_whatsapp_1a2b:x", "whatsapp"), ("@amara:x", None), ("@_:x", None), (None, None)],
)
def test_an_account_of_a_bridge_says_its_network(user_id: str | None, network: str | None) -> None:
    assert network_of(user_id) == network
