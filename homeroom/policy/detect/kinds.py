"""The kinds of things that can be found in text."""

from __future__ import annotations

from typing import Literal, get_args

PersonalKind = Literal[
    "email",
    "phone",
    "ssn",
    "credit_card",
    "street_address",
    "birth_date",
    "student_id",
    "person_name",
    "social_handle",
    "messenger_invitation",
    "credential",
]
WordKind = Literal["profanity", "self_harm", "abuse", "violence"]
RefusableKind = Literal[PersonalKind, "profanity"]
"""What a policy may refuse; words of danger are for an adult to see, never a reason to refuse."""
Kind = PersonalKind | WordKind

PERSONAL_KINDS: tuple[PersonalKind, ...] = get_args(PersonalKind)
WORD_KINDS: tuple[WordKind, ...] = get_args(WordKind)
DANGER_KINDS: frozenset[WordKind] = frozenset({"self_harm", "abuse", "violence"})
"""Somebody may be in danger: found, never a reason to refuse."""
KINDS: tuple[Kind, ...] = PERSONAL_KINDS + WORD_KINDS
