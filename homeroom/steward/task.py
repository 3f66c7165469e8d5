"""What a task of the steward is, and what it is given."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from homeroom.config import HomeroomConfig
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the tasks work with. A connection is taken for a moment and given back."""

    config: HomeroomConfig
    engine: Engine
    homeserver: Homeserver
    stopping: threading.Event
    metrics: Metrics = field(default_factory=Metrics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something done again and again. `act` looks at what is there and does what is missing.

    It must be safe to repeat at any point: the steward may be killed while it acts.
    """

    name: str
    every_seconds: float
    act: Callable[[Office], None]
