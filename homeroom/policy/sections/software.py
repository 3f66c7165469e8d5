"""Which software people may sign in with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """Sign-in clients: any, or only those on the register, approved and in force."""

    clients: Literal["any", "approved"] = "any"
