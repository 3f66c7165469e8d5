"""From a room as it is to the room that is wanted: steps in order, none where nothing differs.

Each step can be done twice without harm, and stopping after any of them leaves a room from which
the next plan goes on. Whoever must go, goes first; whoever watches over others comes in first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from homeroom.rooms.actual import ActualRoom, Content
from homeroom.rooms.levels import levels
from homeroom.rooms.wanted import WantedRoom

VENUE_MARK = "district.homeroom.venue"
SETTINGS: dict[str, Content] = {
    "m.room.join_rules": {"join_rule": "invite"},
    "m.room.history_visibility": {"history_visibility": "shared"},
    "m.room.guest_access": {"guest_access": "forbidden"},
}
"""The same in every room of the district."""
PRESENT = frozenset({"join", "invite", "knock"})
KEPT_OUT = frozenset({"ban"})
"""A moderator's decision stands, until a moderator takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Make the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Send a state event."""

    kind: str
    key: str = ""
    content: Content = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Turn an account out, or take its invitation back."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Accept the invitation for one of the district's accounts."""

    account: str


Step = Create | Set | Remove | Invite | Join


def plan(wanted: WantedRoom, actual: ActualRoom | None, *, system: str) -> tuple[Step, ...]:
    """The steps from `actual` (None: there is no room) to `wanted`.

    `system` is the account that makes rooms; bridges' accounts come and go with their bridge.
    """
    if actual is None:
        return (Create(),) if wanted.open and wanted.members is not None else ()
    if wanted.members is None and wanted.open:
        return tuple(_removals(wanted, actual, system))
    return (
        *_removals(wanted, actual, system),
        *_settings(wanted, actual, system),
        *_arrivals(wanted, actual),
    )


def request(wanted: WantedRoom, *, version: str, system: str) -> dict[str, Any]:
    """The body of `createRoom`, with every setting that a plan would ask for.

    Its alias is never shown: it is what the room is found by, where it was made and not recorded.
    """
    room = ActualRoom(version=version, settings={}, members={})
    settings = [
        {"type": step.kind, "state_key": step.key, "content": step.content}
        for step in _settings(wanted, room, system)
        if step.kind != "m.room.name"
    ]
    hidden = {"type": "m.room.canonical_alias", "state_key": "", "content": {}}
    mark = {VENUE_MARK: wanted.kind, "m.federate": False}
    return {
        "room_version": version,
        "name": wanted.name,
        "preset": "private_chat",
        "visibility": "private",
        "creation_content": mark | ({"type": "m.space"} if wanted.kind == "space" else {}),
        "initial_state": [*settings, hidden],
    }


def _removals(wanted: WantedRoom, actual: ActualRoom, system: str) -> Iterator[Remove]:
    parted = _parted(wanted, actual)
    for account, membership in sorted(actual.members.items()):
        if membership not in PRESENT or account == system:
            continue
        if account in parted or _must_go(wanted, account):
            yield Remove(account=account)


def _parted(wanted: WantedRoom, actual: ActualRoom) -> frozenset[str]:
    """Who stays out while somebody is there with whom they may not be without a consent."""
    here = [account for account, membership in actual.members.items() if membership == "join"]
    return frozenset[str]().union(
        *(each.accounts for each in wanted.apart if any(map(each.met_by, here)))
    )


def _must_go(wanted: WantedRoom, account: str) -> bool:
    """A closed room keeps those who were in it, to read; an account of a bridge is its bridge's."""
    if account in wanted.shut_out:
        return True
    if wanted.members is None or wanted.invites or account.startswith("@_"):
        return False
    return account not in wanted.members


def _settings(wanted: WantedRoom, actual: ActualRoom, system: str) -> Iterator[Set]:
    """Power levels first: whoever loses power loses it before anything else is set."""
    power = levels(wanted, version=actual.version, system=system)
    server = system.partition(":")[2]
    desired: dict[tuple[str, str], Content] = {
        ("m.room.power_levels", ""): power,
        **{(kind, ""): content for kind, content in SETTINGS.items()},
        ("m.room.name", ""): {"name": wanted.name},
        ("m.room.topic", ""): {"topic": wanted.topic},
        **_links("m.space.parent", wanted.parents, {"canonical": True, "via": [server]}, actual),
        **_links("m.space.child", wanted.children, {"via": [server]}, actual),
    }
    for (kind, key), content in desired.items():
        if not _same(kind, actual.content(kind, key), content):
            yield Set(kind=kind, key=key, content=content)


def _same(kind: str, actual: Content, wanted: Content) -> bool:
    """The topic may have other forms beside the text (MSC3765), which are the homeserver's."""
    if kind == "m.room.topic":
        return bool(actual.get("topic", "") == wanted["topic"])
    return actual == wanted


def _links(
    kind: str, rooms: Iterable[str], content: Content, actual: ActualRoom
) -> dict[tuple[str, str], Content]:
    """Links of spaces: those that are wanted, and an empty one for each that is no more."""
    there = [key for (found, key), content in actual.settings.items() if found == kind and content]
    return {(kind, key): {} for key in there} | {(kind, room): content for room in rooms}


def _arrivals(wanted: WantedRoom, actual: ActualRoom) -> Iterator[Invite | Join]:
    """Moderators first: no room with students is ever without the adult who belongs there."""
    members, parted = wanted.members or {}, _parted(wanted, actual)
    for account in sorted(members, key=lambda each: (members[each] != "moderator", each)):
        membership = actual.members.get(account, "leave")
        if membership == "join" or membership in KEPT_OUT or account in parted:
            continue
        if membership != "invite":
            yield Invite(account=account)
        yield Join(account=account)
