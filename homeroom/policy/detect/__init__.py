"""Finds personal information, invitations to messengers, secrets and words of danger in text.

Pure: whoever builds a `Detector` hands it the words, the networks and the roster.
"""

from __future__ import annotations

from homeroom.policy.detect.collected import plainly
from homeroom.policy.detect.detector import Detector
from homeroom.policy.detect.fields import Found, find_in
from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.gazetteer import Gazetteer, Listed
from homeroom.policy.detect.kinds import (
    DANGER_KINDS,
    KINDS,
    PERSONAL_KINDS,
    WORD_KINDS,
    Kind,
    PersonalKind,
    RefusableKind,
    WordKind,
)
from homeroom.policy.detect.patterns import Patterns
from homeroom.policy.detect.word_lists import WordLists

__all__ = [
    "DANGER_KINDS",
    "KINDS",
    "PERSONAL_KINDS",
    "WORD_KINDS",
    "Detector",
    "Finding",
    "Found",
    "Gazetteer",
    "Kind",
    "Listed",
    "Patterns",
    "PersonalKind",
    "RefusableKind",
    "WordKind",
    "WordLists",
    "find_in",
    "plainly",
]
