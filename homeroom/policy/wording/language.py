"""The languages that people are answered in."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
Words = dict[str, dict[Language, str]]
"""By rule, or kind: the words in each language."""
