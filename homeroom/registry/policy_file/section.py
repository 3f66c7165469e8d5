"""What every section of `policy.yaml` is."""

from __future__ import annotations

from collections.abc import Sized
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T", bound=Sized)


class Section(BaseModel):
    """A part of the file: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def some(items: T) -> T:
    """A list that must not be empty."""
    if not items:
        raise ValueError("is empty; write one at least")
    return items
