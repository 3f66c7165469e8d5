"""What a verdict costs: facts and decision for a message in an invented room, warm and cold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from homeroom.policy.decide import decide
from homeroom.policy.facts import Registry
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import Person, PolicyVersion, State, Venue
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import Lens, see
from homeroom.registry.seeing import facts_in
from homeroom.registry.snapshot import Snapshot, fold

SERVER, ROOM = "district.example", "!class:district.example"
BATCH = 20
"""Calls between two looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of ordinary length, as the event that it would be."""

    sender: str
    type: str = "m.room.message"
    room_id: str = ROOM
    content: Mapping[str, Any] = field(
        default_factory=lambda: {
            "msgtype": "m.text",
            "body": "Does anybody know which pages we should read until Wednesday?",
        }
    )

    def is_state(self) -> bool:
        """It is none."""
        return False

    def get_state_key(self) -> str | None:
        """It has none."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Microseconds, medians."""

    decide: float
    facts_and_decide: float
    walk: float
    """To see the room anew, as after somebody has joined or the registry has changed."""


def cost(policy_text: str, members: int, rounds: int) -> Cost:
    """In a class room with so many students and a teacher."""
    lens = _lens(policy_text, members)
    occupancy = Occupancy(maker=f"@homeroom:{SERVER}", joined=frozenset(lens.snapshot.users))
    view, event = see(ROOM, occupancy, lens), Message(sender=f"@s0:{SERVER}")
    policy, facts, now = _policy(lens.snapshot), facts_in(event, view, lens), lens.now
    return Cost(
        decide=_median(lambda: decide(facts, policy, now), rounds, BATCH),
        facts_and_decide=_median(
            lambda: decide(facts_in(event, view, lens), policy, now), rounds, BATCH
        ),
        walk=_median(lambda: see(ROOM, occupancy, lens), min(rounds, 20), 1),
    )


def _median(act: Callable[[], object], rounds: int, batch: int) -> float:
    """Microseconds a call."""
    act()
    return statistics.median(_timed(act, batch) for _ in range(rounds))


def _timed(act: Callable[[], object], batch: int) -> float:
    began = time.perf_counter()
    for _ in range(batch):
        act()
    return (time.perf_counter() - began) / batch * 1e6


def _lens(policy_text: str, members: int) -> Lens:
    states: list[State] = [
        PolicyVersion(version="1", text=policy_text),
        Venue(id="class", kind="class", name="Class", room_id=ROOM, class_id="c1", org="s1"),
        _person("t0", Role.TEACHER),
        *(_person(f"s{number}", Role.STUDENT) for number in range(members - 1)),
    ]
    now = datetime.now(UTC)
    snapshot = fold(Snapshot(), (_decision(seq, s, now) for seq, s in enumerate(states, 1)))
    return Lens(
        snapshot=snapshot,
        registry=Registry(age_seconds=0.1),
        server_name=SERVER,
        system_account=f"@homeroom:{SERVER}",
        now=now,
        day=_policy(snapshot).hours.day(now),
    )


def _policy(snapshot: Snapshot) -> Policy:
    if snapshot.policy is None:
        raise ValueError("the registry that was just made has no policy")
    return snapshot.policy


def _person(name: str, role: Role) -> Person:
    return Person(
        id=name,
        roster_id=name,
        roles=(role,),
        given_name=name,
        family_name="Example",
        user_id=f"@{name}:{SERVER}",
        orgs=("s1",),
    )


def _decision(seq: int, state: State, at: datetime) -> Decision:
    return Decision(
        seq=seq,
        at=at,
        actor="bench",
        subject=state.SUBJECT,
        key=state.key,
        state=encode(state),
        note="",
    )
