"""An answer never repeats what was written: no stretch of it, in either language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.verdict import Refuse, flags_of
from homeroom.policy.wording import LANGUAGES, answer
from homeroom.policy.wording.danger import comfort
from tests.unit.policy.facts import POLICY, SUNDAY_NOON, message

LONGEST_SHARED = 6
"""Characters: "school" is a word of ours and of everybody's, a number is longer."""
NUMBER = "202-555-0143"
OURS = st.characters(codec="utf-8", exclude_categories=("Cs", "Ll", "Lu", "Zs", "Po"))
"""What our own words are not made of, so that whatever is shared was taken from the message."""


def shared(told: str, said: str) -> bool:
    """Does the answer hold a stretch of the message?"""
    stretches = (said[at : at + LONGEST_SHARED + 1] for at in range(len(said) - LONGEST_SHARED))
    return any(stretch in told for stretch in stretches)


@given(before=st.text(OURS, max_size=40), after=st.text(OURS, max_size=40))
def test_no_stretch_of_a_message_is_in_the_answer(before: str, after: str) -> None:
    body = f"{before} {NUMBER} {after}"
    verdict = decide(message(body), POLICY, SUNDAY_NOON)
    assert isinstance(verdict, Refuse)
    for language in LANGUAGES:
        told = "\n".join(answer(reason, language) for reason in verdict.reasons)
        told += comfort(flags_of(verdict), POLICY.danger, reading=None, language=language)
        assert not shared(told, body)


def test_what_is_shared_is_found() -> None:
    assert shared(f"You wrote {NUMBER}.", f"call {NUMBER}")
    assert not shared("Take it out.", f"call {NUMBER}")
