"""What holds for every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.detect import Finding, find_in
from tests.unit.policy.detect import sets
from tests.unit.policy.detect.sets import detector

TEXTS = st.text(st.characters(), max_size=80) | st.text(
    "0123456789oOlIsz -.@()+/abcdfgikmnprtuxy\u200b\u0430<>&;\ud800\n", max_size=80
)
PIECES = st.lists(
    st.sampled_from([line.text for line in sets.labelled("dev")]) | TEXTS, min_size=1, max_size=3
).map(" ".join)
SURE = tuple(
    line.text
    for line in sets.labelled("dev")
    if line.form == "plain" and any(not f.doubtful for f in detector().find(line.text))
)


@given(PIECES)
def test_it_never_raises_and_offsets_are_of_the_text_as_given(text: str) -> None:
    for finding in detector().find(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text


def things(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.kind, finding.value) for finding in findings if finding.kind in REFUSED}


REFUSED = ("phone", "email", "ssn", "credit_card", "student_id", "social_handle", "credential")


@given(st.sampled_from(SURE), TEXTS, TEXTS)
def test_what_is_found_stays_found_whatever_is_said_around_it(
    text: str, before: str, after: str
) -> None:
    """A line before and a line after take nothing away."""
    alone = things(detector().find(text))
    assert alone <= things(detector().find(f"{before}\n{text}\n{after}"))


@given(st.lists(TEXTS | st.sampled_from(SURE), max_size=4), TEXTS)
def test_another_text_of_an_event_takes_nothing_away(texts: list[str], more: str) -> None:
    def found(these: list[str]) -> set[tuple[str, str]]:
        together = [range(len(these))]
        return {(f.kind, f.value) for f in find_in(detector(), these, together=together)}

    for place in range(len(texts) + 1):
        assert _each(texts) <= found([*texts[:place], more, *texts[place:]])


def _each(texts: list[str]) -> set[tuple[str, str]]:
    return {(f.kind, f.value) for text in texts for f in detector().find(text)}


SPLIT: list[tuple[list[str], str]] = [
    (["my number is 202-555-", "0143"], "+12025550143"),
    (["call me 202", "555", "0143"], "+12025550143"),
    (["kid@example", ".org is my mail"], ""),
]


@pytest.mark.parametrize(("texts", "value"), SPLIT)
def test_what_is_split_over_texts_is_found(texts: list[str], value: str) -> None:
    found = find_in(detector(), texts, together=[range(len(texts))])
    assert [f.value for f in found] == ([value] if value else [])
    assert all(f.field == 0 for f in found)


HEAVY = (
    *("1 ", "1-", "a1", "uno, ", "(at", "@a", "a@b.", "<a ", "&#4", "\u0430", "f u c k "),
    *("maya amberwater ", "discord.gg/", "xn--a.", "kill myself ", "password is ", "calle a1 "),
    *("me pega ", "gonna kill you ", "2-0-2-5-5-5-0-1-2-3 ", "https://www.instagram.com/kid.42/ "),
)


@pytest.mark.proof
@pytest.mark.parametrize("piece", HEAVY)
def test_no_text_of_the_greatest_size_is_slow(piece: str) -> None:
    """An event holds 64 KiB at most. A search that grows with the square takes minutes."""
    text = (piece * 65536)[:65536]
    started = time.process_time()
    detector().find(text)
    assert time.process_time() - started < 10
