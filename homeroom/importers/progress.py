"""How far a long import is: the name of each step as it begins."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]


def silent(step: str) -> None:
    """Nobody watches."""
