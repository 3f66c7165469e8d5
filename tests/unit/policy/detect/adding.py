"""Text to add to a line of the sets: what ordinary people say, and where they say it."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from tests.unit.policy.detect import sets

SETS = ("dev", "held_out", "second", "third", "fourth", "fifth")
WORDS = (
    *("lol", "for the worksheet", "in chapter 3", "the", "in the story", "a", "my", "his", "is"),
    *("not", "no", "don't", "of", "x", "5", "0", "-", ".", "@", "www", "http://", "por", "el"),
    *("la", "en", "de", "que", "problem 4:", "example", "#", "(", ")", "'", '"', "st", "road"),
    *("and", "or", "to", "me", "ok", "ave", "jan", "2010", "/", ":", "<b>", "&", "*", "kid"),
    *("room", "dog", "school", "game", "history", "was born", "the book says", "museum", "team"),
)
"""Of a lesson, a story, a place; numbers, marks and letters alone."""
BETWEEN = (" ", ", ", ". ", ": ", "\n", " - ", "! ", "... ")


@cache
def tokens() -> tuple[str, ...]:
    """Every word of the clean lines, as it is written there."""
    lines = (line.text for name in SETS for line in sets.clean(name))
    return tuple(sorted({token for line in lines for token in line.split()}))


@cache
def lines() -> tuple[str, ...]:
    """Every line of the sets with something to find."""
    return tuple(sorted({line.text for name in SETS for line in sets.labelled(name)}))


def _clean() -> tuple[str, ...]:
    return tuple(line.text for name in SETS for line in sets.clean(name))


LINES = st.deferred(lambda: st.sampled_from(lines()))
ADDED = st.deferred(
    lambda: st.one_of(
        st.sampled_from(WORDS),
        st.lists(st.sampled_from((*WORDS, *tokens())), min_size=1, max_size=6).map(" ".join),
        st.sampled_from(_clean()),
    )
)
LENGTHENED = (
    "{line}{gap}{more}",
    "{more}{gap}{line}",
    "{more}{gap}{line}{gap}{again}",
    "{line}{gap}{more}{gap}{again}",
    "<b>{line}</b>{gap}{more}",
    "{more}{gap}<i>{line}</i>",
    "<p>{more}</p><p>{line}</p>{again}",
)
"""Before, after, on both sides; and in the markup of a formatted body."""


@st.composite
def lengthened(draw: st.DrawFn, line: st.SearchStrategy[str] = LINES) -> tuple[str, str]:
    """A line, and the line with text added."""
    said = draw(line)
    form, gap = draw(st.sampled_from(LENGTHENED)), draw(st.sampled_from(BETWEEN))
    return said, form.format(line=said, gap=gap, more=draw(ADDED), again=draw(ADDED))
