"""Tries a draft in a process of its own, within limits of time and of how much it looks at."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from homeroom.errors import HomeroomError
from homeroom.registry.strict_yaml import MOST_CHARACTERS
from homeroom.replay.report import Report

WINDOW = timedelta(days=30)
MOST_ENTRIES = 20_000
"""So many of the newest entries are looked at; `homeroom policy try` looks at all."""
SECONDS = 50
"""Less than a gateway waits for an answer (60 s, as nginx is shipped)."""
NAME = "draft"
"""What faults call the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Every fault of a draft; or what it would have changed."""

    faults: tuple[str, ...] = ()
    """A line each, as `draft, line 3, hours: …`."""
    report: Report | None = None


class TookTooLongError(HomeroomError):
    """It was ended after `SECONDS`."""


class FailedError(HomeroomError):
    """It ended without an answer."""


ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def try_(data: Path, draft: str, *, seconds: float = SECONDS) -> Answer:
    """What a draft would have changed of the last `WINDOW`; blocks for at most `seconds`.

    `data` is the district's folder. Raises `TookTooLongError`, `FailedError`.
    """
    if len(draft) > MOST_CHARACTERS:
        fault = f"{NAME}: is longer than {MOST_CHARACTERS} characters; shorten it"
        return Answer(faults=(fault,))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "homeroom.replay", "--data", str(data)],
            input=draft.encode("utf-8", errors="replace"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TookTooLongError(f"the draft was not done after {seconds} seconds") from None
    if done.returncode != 0:
        raise FailedError(f"the process that tries drafts ended with {done.returncode}")
    return ANSWER.validate_json(done.stdout)
