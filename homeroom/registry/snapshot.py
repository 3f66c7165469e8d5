"""The registry in memory: immutable, made from decisions, asked without any I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from homeroom.policy.facts import Party, Tie
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.registry import networks, policy_file
from homeroom.registry.coverage import admits, covering
from homeroom.registry.decisions import Decision, decode
from homeroom.registry.families import Families, by_student
from homeroom.registry.family import Family
from homeroom.registry.model import (
    Authority,
    Consent,
    CourtOrder,
    Guardianship,
    Network,
    Person,
    PolicyVersion,
    State,
    Tool,
    Venue,
)

S = TypeVar("S", bound=State)
KEPT: tuple[type[Any], ...] = (
    Person,
    Guardianship,
    Authority,
    CourtOrder,
    Tool,
    Consent,
    Venue,
    Network,
    PolicyVersion,
)
"""What verdicts need; the rest of the registry stays in the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The registry as of decision `seq`."""

    seq: int = 0
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Subject, then key, to the state."""
    policy: Policy | None = None
    users: Mapping[str, Person] = field(default_factory=dict)
    rooms: Mapping[str, Venue] = field(default_factory=dict)
    consents: Mapping[tuple[str, str], tuple[Consent, ...]] = field(default_factory=dict)
    """(student, tool) to the consents recorded for it."""
    trusted: tuple[networks.Trusted, ...] = ()
    families: Families = field(default_factory=Families)

    def person(self, user_id: str) -> Person | None:
        """Whose account this is."""
        return self.users.get(user_id)

    def venue(self, room_id: str) -> Venue | None:
        """The venue of a room, active or archived."""
        return self.rooms.get(room_id)

    def trusts(
        self, address: str, roles: Collection[Role], day: date, person: str | None = None
    ) -> bool:
        """Is this client address trusted for somebody with these roles, on this day?"""
        found = networks.network_of(self.trusted, address, roles, person=person, day=day)
        return found is not None

    def covered(self, student: str, tool: str, day: date) -> bool:
        """Has this student (person id) a consent in force for the tool, which takes them?"""
        family, found = self.families.of(student), self.tool(tool)
        if family is None or found is None or found.agreement is None:
            return False
        if not admits(found.agreement, family.student, day):
            return False
        said = self.consents.get((student, tool), ())
        consent_of = self.policy.bridges.consent_of if self.policy else "every_guardian"
        return covering(family, said, found, day, consent_of) == "covered"

    def tool(self, tool: str) -> Tool | None:
        """A tool of the register."""
        found: Tool | None = self.states.get(Tool.SUBJECT, {}).get(tool)
        return found

    def family(self, student: str) -> Family | None:
        """A student's family (by person id)."""
        return self.families.of(student)

    def tie(self, network: str, venue: Venue | None, students: Collection[str], day: date) -> Tie:
        """How a room with these students is tied to an outside network on this day."""
        tool = self.tool(network)
        return Tie(
            network=network,
            usable=tool is not None and tool.usable(day),
            allowed_here=venue is not None and network in venue.networks,
            uncovered=sum(not self.covered(s, network, day) for s in students),
        )


def party(person: Person, user_id: str) -> Party:
    """A person of the roster as the rules see them."""
    return Party(
        user_id=user_id,
        roles=frozenset(person.roles),
        person=person.id,
        active=person.active,
    )


def fold(snapshot: Snapshot, decisions: Iterable[Decision]) -> Snapshot:
    """The snapshot after these decisions, given in the order of `seq`."""
    states = {subject: dict(by_key) for subject, by_key in snapshot.states.items()}
    kinds = {kind.SUBJECT: kind for kind in KEPT}
    seq, newest_policy = snapshot.seq, None
    for decision in decisions:
        seq = max(seq, decision.seq)
        if (kind := kinds.get(decision.subject)) is None:
            continue
        state = decode(kind, decision.state)
        states.setdefault(decision.subject, {})[decision.key] = state
        newest_policy = state if kind is PolicyVersion else newest_policy
    return _indexed(seq, states, _parsed(newest_policy) or snapshot.policy)


def _parsed(published: PolicyVersion | None) -> Policy | None:
    if published is None:
        return None
    return policy_file.parse(published.text, version=published.version)


def _indexed(seq: int, states: dict[str, dict[str, Any]], policy: Policy | None) -> Snapshot:
    people: dict[str, Person] = states.get(Person.SUBJECT, {})
    venues: dict[str, Venue] = states.get(Venue.SUBJECT, {})
    consents: dict[tuple[str, str], tuple[Consent, ...]] = {}
    for consent in states.get(Consent.SUBJECT, {}).values():
        key = (consent.student, consent.tool)
        consents[key] = (*consents.get(key, ()), consent)
    return Snapshot(
        seq=seq,
        states=MappingProxyType(states),
        policy=policy,
        users={p.user_id: p for p in people.values() if p.user_id},
        rooms={v.room_id: v for v in venues.values() if v.room_id},
        consents=consents,
        trusted=networks.readied(states.get(Network.SUBJECT, {}).values()),
        families=Families(
            people=people,
            guardianships=by_student(states.get(Guardianship.SUBJECT, {}).values()),
            authorities=by_student(states.get(Authority.SUBJECT, {}).values()),
            orders=by_student(states.get(CourtOrder.SUBJECT, {}).values()),
        ),
    )
