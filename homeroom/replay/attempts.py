"""What the archive kept of an attempt, and what was decided about it then. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from homeroom.policy.facts import GroupFit
from homeroom.policy.rules.accounts import GROUPS
from homeroom.policy.sections.networks import Action

Kind = Literal["allow", "flag", "refuse"]
Why = Literal[
    "disposed",
    "unparsed",
    "adopted",
    "not_taken",
    "afterwards",
    "error",
    "room_unknown",
    "registry_unknown",
    "unknown_request",
    "differs",
]
"""Why something cannot be judged again."""
KINDS = ("event", "decision", "decision_repeat")
"""The kinds of entry that hold attempts."""
OUTSIDE = frozenset({"rejected", "outlier"})
"""What Synapse says of an event that never was in its room."""
NOTICED_LATER = "supervision_fork"
"""What the guard of forks found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry of the log as it is read."""

    epoch: int
    index: int
    kind: str
    at: datetime
    """When it was received, by the server's clock."""
    key: str
    text: str | None
    """The payload; None once it was disposed of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as the archive has it."""

    type: str
    sender: str
    room_id: str
    content: Mapping[str, Any]
    state_key: str | None = None

    def is_state(self) -> bool:
        """Does it have a state key?"""
        return self.state_key is not None

    def get_state_key(self) -> str | None:
        """The state key; None where there is none."""
        return self.state_key


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRequest:
    """A request to make a room."""

    sender: str
    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A sign-in, or a request of somebody who is signed in."""

    sender: str
    action: Action
    address: str | None
    client: tuple[str, ...] = ()
    way: Literal["sign_on", "own_password", "break_glass"] = "sign_on"
    groups: GroupFit = "fit"
    changes: tuple[bool, ...] = (False,)
    """Whether it changed anything; both where the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A request past the rooms."""

    sender: str
    way: str
    said: Mapping[str, Any]
    open: bool = False
    """The way was open, and what was said by it refused."""


What = Event | RoomRequest | Access | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A verdict by the names of its rules."""

    kind: Kind = "allow"
    reasons: frozenset[str] = frozenset()
    """Those that refuse it."""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Somebody tried something, and this was decided about it."""

    row: Row
    what: What
    then: Rules = Rules()
    registry_seq: int | None = None
    """The version of the registry by which it was judged, where the record says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """It cannot be judged again."""

    row: Row
    why: Why


def read(row: Row) -> Attempt | NotJudged:
    """An entry as an attempt."""
    if row.text is None:
        return NotJudged(row=row, why="disposed")
    try:
        payload = json.loads(row.text)
        if row.kind == "event":
            return Attempt(row=row, what=_event(payload["event"], payload))
        return _decided(row, payload[row.kind])
    except (KeyError, TypeError, ValueError, AttributeError):
        return NotJudged(row=row, why="unparsed")


def outside(row: Row) -> bool:
    """Did the homeserver itself not take this event into its room?"""
    return row.text is not None and json.loads(row.text).get("status") in OUTSIDE


def adopted(row: Row) -> bool:
    """Is it from before Homeroom, taken in later?"""
    return row.text is not None and "adopted" in json.loads(row.text)


def _event(said: Mapping[str, Any], beside: Mapping[str, Any]) -> Event:
    if not isinstance(said["content"], Mapping):
        raise TypeError
    state_key = said.get("state_key")
    return Event(
        type=str(said["type"]),
        sender=str(said["sender"]),
        room_id=str(said.get("room_id") or beside["room_id"]),
        content=said["content"],
        state_key=None if state_key is None else str(state_key),
    )


def _decided(row: Row, said: Mapping[str, Any]) -> Attempt | NotJudged:
    reasons, flags = _names(said["reasons"]), _names(said.get("flags") or ())
    if NOTICED_LATER in reasons or "reported" in said["attempt"]:
        return NotJudged(row=row, why="afterwards")
    if "error" in reasons:
        return NotJudged(row=row, why="error")
    what = _attempted(said["attempt"], reasons)
    if what is None:
        return NotJudged(row=row, why="unparsed")
    refused = said["verdict"] == "refuse"
    then = Rules(
        kind="refuse" if refused else "flag",
        reasons=reasons if refused else frozenset(),
        flags=flags if refused else reasons,
    )
    if "decided_at" in said:  # it waited on disk for the database
        row = replace(row, at=datetime.fromisoformat(said["decided_at"]))
    return Attempt(row=row, what=what, then=then, registry_seq=int(said["registry_seq"]))


def _names(reasons: Any) -> frozenset[str]:
    return frozenset(str(reason["rule"]) for reason in reasons)


def _attempted(attempt: Mapping[str, Any], rules: frozenset[str]) -> What | None:
    """Each gate records what it judged under a key of its own."""
    sender = str(attempt.get("sender", ""))
    read: What | None = None
    if "create_room" in attempt:
        read = RoomRequest(sender=sender, config=attempt["create_room"])
    elif "content" in attempt:
        read = _event(attempt, attempt)
    elif "sign_in_from" in attempt:
        read = _sign_in(attempt, sender, rules)
    elif "sign_on" in attempt:
        read = Access(sender=sender, action=Action.SIGN_IN, address=None, groups=_groups(rules))
    elif "request" in attempt:
        read = _request(attempt, sender)
    elif "way" in attempt:
        read = _closed(attempt, sender, rules)
    return read


def _groups(rules: frozenset[str]) -> GroupFit:
    """What the provider said of somebody is told by the rules that they broke, as below."""
    if GROUPS["missing"] in rules:
        return "missing"
    return "contrary" if GROUPS["contrary"] in rules else "fit"


def _closed(attempt: Mapping[str, Any], sender: str, rules: frozenset[str]) -> Closed:
    """Of an open way the body alone was judged."""
    said = {name: part for name, part in attempt.items() if name not in ("sender", "way")}
    is_open = "side_door" not in rules
    if is_open:
        said = {"body": json.loads(said.get("body") or "{}")}
    return Closed(sender=sender, way=str(attempt["way"]), said=said, open=is_open)


def _sign_in(attempt: Mapping[str, Any], sender: str, rules: frozenset[str]) -> Access:
    """By which way somebody came is told by the rules that it broke, which no policy lifts."""
    addresses = attempt["sign_in_from"]
    return Access(
        sender=sender,
        action=Action.SIGN_IN,
        address=str(addresses[-1]) if addresses else None,
        client=tuple(str(name) for name in attempt.get("client") or () if name),
        way="own_password"
        if "password_sign_in" in rules
        else "break_glass"
        if "break_glass" in rules
        else "sign_on",
    )


def _request(attempt: Mapping[str, Any], sender: str) -> Access:
    action = Action(attempt["action"])
    address = attempt.get("address")
    either = action in (Action.ADMINISTER, Action.EXPORT)
    return Access(
        sender=sender,
        action=action,
        address=None if address is None else str(address),
        changes=(False, True) if either else (action is Action.WRITE,),
    )
