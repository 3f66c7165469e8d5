"""One policy's eye on what the archive kept: the facts as they were, and its verdict on them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from homeroom.policy.decide import decide
from homeroom.policy.detect import Detector
from homeroom.policy.facts import (
    AccessFacts,
    DoorFacts,
    EventFacts,
    Facts,
    Party,
    Registry,
    RoomFacts,
)
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.verdict import Allow, Refuse, Verdict, flags_of
from homeroom.registry import detection
from homeroom.registry.leaves import leaves
from homeroom.registry.matrix import SYSTEM_ACCOUNT
from homeroom.registry.model import Org, Person
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import RoomView, see, teachers
from homeroom.registry.searching import searched
from homeroom.registry.seeing import NO_FILES, Files, Lens, facts_in, media_named, room_facts
from homeroom.registry.snapshot import Snapshot
from homeroom.replay.attempts import Access, Closed, Event, RoomRequest, Rules, What

MOST_ROOMS = 1_000
MOST_PACED = 50_000

FindFiles = Callable[[Collection[str]], Files]
"""What is known of uploaded files, by media id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Homeserver:
    """What does not change: the server's name, and the account that speaks for it."""

    server_name: str
    system_account: str

    @classmethod
    def of(cls, server_name: str) -> Homeserver:
        """That of a district."""
        account = f"@{SYSTEM_ACCOUNT}:{server_name}"
        return cls(server_name=server_name, system_account=account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What was known when something was tried."""

    at: datetime
    snapshot: Snapshot
    registry: Registry
    occupancy: Occupancy
    find_files: FindFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A verdict, and of whom and where it is."""

    rules: Rules
    venue: str
    """The kind of venue; empty where it is about no room, or none that was designated."""
    roles: tuple[str, ...]
    schools: tuple[str, ...]
    """Of the room, else of the sender; their ids."""
    paced: tuple[str, str] | None = None
    """Room and sender of a message that slow mode counts."""


@dataclass(slots=True)
class _Known:
    occupancy: Occupancy
    key: tuple[int, date, frozenset[str]]
    view: RoomView


class Eye:
    """Judges by the policy of the registry as it was, or by a draft in its place."""

    def __init__(self, homeserver: Homeserver, draft: Policy | None = None) -> None:
        self._homeserver = homeserver
        self._draft = draft
        self._rooms: OrderedDict[str, _Known] = OrderedDict()
        self._last: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._of: Snapshot | None = None
        self._seen: Snapshot = Snapshot()
        self._people: Detector | None = None

    def judge(self, what: What, scene: Scene, *, changes: bool = False) -> Seen:
        """The verdict on an attempt."""
        snapshot = self._as_seen(scene.snapshot)
        lens = Lens.at(
            scene.at,
            snapshot,
            registry=scene.registry,
            server_name=self._homeserver.server_name,
            system_account=self._homeserver.system_account,
        )
        facts, sender = self._facts(what, scene, lens, changes=changes)
        rules = rules_of(decide(facts, snapshot.policy or STRICTEST, scene.at))
        return Seen(
            rules=rules,
            venue=_venue(facts),
            roles=tuple(sorted(role.value for role in sender.roles)),
            schools=_schools(facts, sender, snapshot),
            paced=_paced(what, facts),
        )

    def passed(self, seen: Seen, at: datetime) -> None:
        """This was let pass: slow mode counts from it."""
        if seen.paced is not None and seen.rules.kind != "refuse":
            self._last[seen.paced] = at
            self._last.move_to_end(seen.paced)
            while len(self._last) > MOST_PACED:
                self._last.popitem(last=False)

    def _as_seen(self, snapshot: Snapshot) -> Snapshot:
        """The registry with the draft in force, asking for the acknowledgement asked for then."""
        if self._draft is None:
            return snapshot
        if snapshot is not self._of:
            asked = snapshot.policy.asked if snapshot.policy else None
            self._seen = replace(
                snapshot,
                policy=replace(self._draft, asked=asked),
                detector=self._detector(snapshot.detector),
            )
            self._of = snapshot
        return self._seen

    def _detector(self, theirs: Detector) -> Detector:
        """The people of the registry as it was, the words of the draft."""
        assert self._draft is not None
        if self._people is None:
            self._people = detection.with_words(theirs, self._draft.content.words)
        if self._people.gazetteer is not theirs.gazetteer:
            words = self._people.words
            self._people = Detector(theirs.patterns, words, theirs.gazetteer)
        return self._people

    def _facts(self, what: What, scene: Scene, lens: Lens, *, changes: bool) -> tuple[Facts, Party]:
        match what:
            case Event():
                event = self._event(what, scene, lens)
                return event, event.sender
            case RoomRequest():
                room = room_facts(what.sender, what.config, lens)
                return room, room.creator
            case Access():
                access = _access(what, lens, changes=changes)
                return access, access.party
            case Closed():
                closed = _door(what, lens)
                return closed, closed.party

    def _event(self, event: Event, scene: Scene, lens: Lens) -> EventFacts:
        named = media_named(event.content, lens.server_name)
        files = scene.find_files(named) if named else NO_FILES
        last = self._last.get((event.room_id, event.sender))
        since = None if last is None else (scene.at - last).total_seconds()
        view = self._view(event.room_id, scene.occupancy, lens)
        return facts_in(event, view, lens, files, since_last=since)

    def _view(self, room_id: str, occupancy: Occupancy, lens: Lens) -> RoomView:
        """A room that nothing has changed in is not walked through again."""
        key = (lens.snapshot.seq, lens.day, teachers(lens.snapshot.venue(room_id), lens))
        known = self._rooms.get(room_id)
        if known is None or known.occupancy is not occupancy or known.key != key:
            known = _Known(occupancy, key, see(room_id, occupancy, lens))
            self._rooms[room_id] = known
        self._rooms.move_to_end(room_id)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        return known.view


def _door(what: Closed, lens: Lens) -> DoorFacts:
    text, findings = searched(leaves(what.said["body"] if what.open else what.said), lens)
    return DoorFacts(
        party=lens.party(what.sender),
        way=what.way,
        open=what.open,
        text=text,
        findings=findings,
    )


def _access(what: Access, lens: Lens, *, changes: bool) -> AccessFacts:
    party = lens.party(what.sender) if what.sender else Party(user_id="")
    return AccessFacts(
        registry=lens.registry,
        party=party,
        address_trusted=None if what.address is None else lens.trusts(what.address, party),
        action=what.action,
        changes=changes,
        way=what.way,
        groups=what.groups,
        client_approved=lens.snapshot.register.client_allowed(what.client, lens.day),
    )


def _venue(facts: Facts) -> str:
    if isinstance(facts, EventFacts):
        return facts.room.venue or ""
    if isinstance(facts, RoomFacts):
        return facts.wants or ("direct" if facts.direct else "")
    return ""


def _paced(what: What, facts: Facts) -> tuple[str, str] | None:
    """Only students' new messages have a pace."""
    if not isinstance(what, Event) or not isinstance(facts, EventFacts):
        return None
    return (what.room_id, what.sender) if facts.speaks and facts.sender.student else None


def rules_of(verdict: Verdict) -> Rules:
    """A verdict by the names of its rules."""
    flags = frozenset(flag.rule for flag in flags_of(verdict))
    match verdict:
        case Refuse(reasons):
            return Rules(kind="refuse", reasons=frozenset(r.rule for r in reasons), flags=flags)
        case Allow():
            return Rules()
        case _:
            return Rules(kind="flag", flags=flags)


def _schools(facts: Facts, sender: Party, snapshot: Snapshot) -> tuple[str, ...]:
    """The schools of the room, else of the sender; the district is none."""
    if isinstance(facts, EventFacts) and facts.room.schools:
        named = facts.room.schools
    else:
        person: Person | None = snapshot.states.get(Person.SUBJECT, {}).get(sender.person or "")
        named = person.orgs if person else ()
    orgs = snapshot.states.get(Org.SUBJECT, {})
    return tuple(org for org in named if org not in orgs or orgs[org].kind == "school")
