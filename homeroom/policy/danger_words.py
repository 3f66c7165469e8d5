"""Words of danger, English and Spanish: what must be found even where no policy is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import re2

from homeroom.policy.sections.danger import DangerKind

WORDS: dict[DangerKind, tuple[str, ...]] = {
    "self_harm": (
        "kill myself",
        "want to die",
        "end my life",
        "cut myself",
        "hurt myself",
        "suicide",
        "matarme",
        "me quiero morir",
        "quiero morirme",
        "suicidio",
        "cortarme",
        "hacerme daño",
    ),
    "abuse": ("hits me", "touches me", "beats me", "me pega", "me golpea", "me toca"),
    "violence": (
        "bring a gun",
        "shoot up",
        "kill you",
        "kill him",
        "kill her",
        "traer una pistola",
        "voy a matar",
    ),
}
_PATTERNS = {kind: re2.compile(rf"(?i)\b(?:{'|'.join(words)})\b") for kind, words in WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerFound:
    """Words of danger were found."""

    kind: DangerKind


def found(texts: Iterable[str]) -> tuple[DangerFound, ...]:
    """The kinds of danger that the texts speak of."""
    text = "\n".join(texts)
    return tuple(DangerFound(kind=kind) for kind, p in _PATTERNS.items() if p.search(text))
