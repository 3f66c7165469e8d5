"""What is killed, and at which moment: pure, and the same for the same seed."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """A process, by its name at the supervisor. PostgreSQL is killed with all its backends."""

    SYNAPSE = "synapse"
    POSTGRES = "postgres"
    ARCHIVER = "archiver"
    PORTAL = "portal"


class Moment(StrEnum):
    """When it is killed."""

    ANY = "at any moment"
    COMMITTING = "between COPY and commit"
    SIGNING = "between commit and checkpoint"
    PUBLISHING = "between checkpoint and its file"
    SENDING = "before a message's commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One kill -9, `pause` seconds after all is well again."""

    target: Target
    moment: Moment
    pause: float
    undone: bool
    """Is the transaction that waits for its commit rolled back? Else it is committed unseen."""


LONGEST_PAUSE = 1.5
EVERY = (
    (Target.ARCHIVER, Moment.COMMITTING),
    (Target.ARCHIVER, Moment.SIGNING),
    (Target.POSTGRES, Moment.COMMITTING),
    (Target.SYNAPSE, Moment.SENDING),
    (Target.PORTAL, Moment.ANY),
    (Target.ARCHIVER, Moment.PUBLISHING),
    (Target.POSTGRES, Moment.SIGNING),
    (Target.SYNAPSE, Moment.ANY),
    (Target.POSTGRES, Moment.ANY),
    (Target.ARCHIVER, Moment.ANY),
    (Target.POSTGRES, Moment.SENDING),
    (Target.SYNAPSE, Moment.ANY),
    (Target.PORTAL, Moment.ANY),
)
"""Each process at each moment that it has, those first that a short run must not leave out."""


def plan(seed: int, kills: int) -> tuple[Kill, ...]:
    """So many kills, each kind as often as the others, in an order by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same order again is what is wanted
    chosen = list(itertools.islice(itertools.cycle(EVERY), kills))
    chance.shuffle(chosen)
    return tuple(
        Kill(
            target=target,
            moment=moment,
            pause=chance.uniform(0, LONGEST_PAUSE),
            undone=chance.random() < 0.5,
        )
        for target, moment in chosen
    )
