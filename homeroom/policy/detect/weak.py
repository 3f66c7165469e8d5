"""A wording that counts only beside a second sign."""

from __future__ import annotations

from dataclasses import dataclass

NEVER = r"(?!)"
"""Nothing bears it out, or nothing makes it strong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """Expressions (`re`): the wording, what bears it out in the sentence, what needs no sign."""

    wording: str
    sign: str = NEVER
    beside: str = NEVER
    """With this in the sentence no sign bears it out."""
    unless: str = NEVER
    """Within what is said."""
