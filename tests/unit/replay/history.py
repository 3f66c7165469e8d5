"""A district in memory that judges as the gates do, and keeps what they keep: for replays of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from homeroom import shipped
from homeroom.archive.canonical import canonical_text
from homeroom.policy.decide import decide
from homeroom.policy.facts import AccessFacts, Facts, Registry
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Allow, Refuse
from homeroom.registry import policy_file
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.matrix import VENUE_MARK
from homeroom.registry.model import (
    Acknowledgement,
    Enrollment,
    Network,
    Person,
    PolicyVersion,
    State,
    Venue,
)
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import Lens, see
from homeroom.registry.seeing import facts_in, room_facts
from homeroom.registry.snapshot import Snapshot, fold
from homeroom.replay.attempts import Event, Row
from homeroom.replay.eye import Homeserver
from homeroom.replay.occupants import Occupants
from homeroom.replay.replay import Replay
from homeroom.replay.timeline import Timeline
from synapse_module import answers

SERVER = "district.example"
HOMESERVER = Homeserver.of(SERVER)
ROOM = "!class:district.example"
BEGAN = datetime(2026, 11, 23, 15, tzinfo=UTC)
TEXT = shipped.config("policy.yaml").read_text(encoding="utf-8")
PEOPLE = {
    "teacher": Role.TEACHER,
    "principal": Role.PRINCIPAL,
    "ada": Role.STUDENT,
    "ben": Role.STUDENT,
    "watcher": Role.SUPERVISOR,
}


def user(name: str) -> str:
    return f"@{name}:{SERVER}"


def person(name: str, *, active: bool = True) -> Person:
    return Person(
        id=name,
        roster_id=name,
        roles=(PEOPLE[name],),
        given_name=name.title(),
        family_name="Example",
        user_id=user(name),
        orgs=("s1",),
        active=active,
    )


@dataclass(slots=True)
class District:
    """Judges at once; `tick` is the server's clock."""

    text: str = TEXT
    now: datetime = BEGAN
    rows: list[Row] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)
    snapshot: Snapshot = field(default_factory=Snapshot)
    rooms: dict[str, Occupancy] = field(default_factory=dict)
    pace: dict[tuple[str, str], datetime] = field(default_factory=dict)
    keys: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        states: list[State] = [
            PolicyVersion(version="1", text=self.text),
            *map(person, PEOPLE),
            *(Acknowledgement(person=name, version="1") for name in PEOPLE),
            Enrollment(class_id="c1", person="teacher", role="teacher"),
            Venue(id="v1", kind="class", name="x", room_id=ROOM, class_id="c1", org="s1"),
            Network(id="school", name="School", cidrs=("192.0.2.0/24",)),
        ]
        for state in states:
            self.record(state)
        self.send("m.room.create", {VENUE_MARK: "class"}, "homeroom", state_key="")
        self.send("m.room.member", {"membership": "join"}, "homeroom", state_key=user("homeroom"))
        for name in ("teacher", "ada", "ben"):
            self.send("m.room.member", {"membership": "invite"}, "homeroom", state_key=user(name))
            self.send("m.room.member", {"membership": "join"}, name, state_key=user(name))

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)

    def record(self, state: State) -> None:
        self.pass_by(milliseconds=1)
        made = Decision(
            seq=len(self.decided) + 1,
            at=self.now,
            actor="test",
            subject=state.SUBJECT,
            key=state.key,
            state=encode(state),
            note="",
        )
        self.decided.append(made)
        self.snapshot = fold(self.snapshot, [made])

    def send(
        self,
        kind: str,
        content: Mapping[str, Any],
        sender: str,
        *,
        state_key: str | None = None,
        room_id: str = ROOM,
    ) -> str:
        """The id of the event, whether it was let pass or not."""
        self.pass_by(milliseconds=1)
        event = Event(
            type=kind, sender=user(sender), room_id=room_id, content=content, state_key=state_key
        )
        room = self.rooms.get(room_id, Occupancy())
        last = self.pace.get((room_id, sender))
        since = None if last is None else (self.now - last).total_seconds()
        lens = self.lens()
        facts = facts_in(event, see(room_id, room, lens), lens, since_last=since)
        said = {"type": kind, "sender": user(sender), "room_id": room_id, "content": content}
        said |= {} if state_key is None else {"state_key": state_key}
        key = f"${next(self.keys)}"
        if self.judge(facts, said, key):
            self.keep("event", key, {"event": {**said, "event_id": key}, "status": "accepted"})
            self.rooms[room_id] = room.after([event])
            if facts.speaks and facts.sender.student:
                self.pace[room_id, sender] = self.now
        return key

    def ask_for_room(self, sender: str, config: Mapping[str, Any]) -> None:
        self.pass_by(milliseconds=1)
        facts = room_facts(user(sender), config, self.lens())
        self.judge(
            facts, {"sender": user(sender), "create_room": config}, f"room-{next(self.keys)}"
        )

    def sign_in(self, sender: str, address: str) -> None:
        self.pass_by(milliseconds=1)
        lens = self.lens()
        party = lens.party(user(sender))
        facts = AccessFacts(
            registry=lens.registry,
            party=party,
            address_trusted=lens.trusts(address, party),
            action=Action.SIGN_IN,
        )
        attempt = {"sender": user(sender), "sign_in_from": [address], "client": ["Element"]}
        self.judge(facts, attempt, f"sign-in-{next(self.keys)}")

    def judge(self, facts: Facts, attempt: Mapping[str, Any], key: str) -> bool:
        """Is it let pass? What is not simply allowed is on record first."""
        policy = self.snapshot.policy or STRICTEST
        verdict = decide(facts, policy, self.now)
        if isinstance(verdict, Allow):
            return True
        flags = verdict.flags if isinstance(verdict, Refuse) else ()
        content = {
            "verdict": type(verdict).__name__.lower(),
            "reasons": [answers.described(r, policy.version) for r in verdict.reasons],
            "flags": [answers.described(r, policy.version) for r in flags],
            "registry_seq": self.snapshot.seq,
            "attempt": attempt,
        }
        self.keep("decision", key, {"decision": content})
        return not isinstance(verdict, Refuse)

    def lens(self) -> Lens:
        return Lens.at(
            self.now,
            self.snapshot,
            registry=Registry(age_seconds=0),
            server_name=SERVER,
            system_account=HOMESERVER.system_account,
        )

    def keep(self, kind: str, key: str, payload: Mapping[str, Any]) -> None:
        self.rows.append(
            Row(
                epoch=1,
                index=len(self.rows),
                kind=kind,
                at=self.now,
                key=key,
                text=canonical_text(dict(payload)),
            )
        )

    def replayed(self, text: str, *, since: datetime | None = None) -> Replay:
        """All of it, tried under a draft."""
        draft: Policy = policy_file.parse(text, version="draft")
        replay = Replay(draft, HOMESERVER, Timeline(self.decided), Occupants(), since=since)
        for row in self.rows:
            replay.take(row)
        return replay
