"""The registry in memory: immutable, made from decisions, asked without any I/O."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from homeroom.db.tables.registry import current
from homeroom.policy.detect import Detector
from homeroom.policy.facts import Party, Tie
from homeroom.policy.policy import STRICTEST, Asked, Policy
from homeroom.policy.roles import Role
from homeroom.registry import decisions, detection, networks, policy_file, supervision
from homeroom.registry.coverage import covered
from homeroom.registry.decisions import Decision, decode
from homeroom.registry.families import Families, by_student
from homeroom.registry.family import SHUT_OUT, Family, shut_out, standing
from homeroom.registry.model import (
    Acknowledgement,
    Authority,
    Consent,
    CourtOrder,
    Emergency,
    Enrollment,
    Guardianship,
    Network,
    OnCall,
    Org,
    Person,
    PolicyVersion,
    SchoolYear,
    SealedImage,
    Substitution,
    SupervisionPool,
    Tool,
    Venue,
    Waiver,
)
from homeroom.registry.on_call import Directory
from homeroom.registry.policies import asked_after
from homeroom.registry.register import Register, fits
from homeroom.registry.waivers import Waivers, unused

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
    Enrollment,
    Acknowledgement,
    Substitution,
    SupervisionPool,
    OnCall,
    Org,
    Waiver,
    Emergency,
    SchoolYear,
    SealedImage,
)
"""What verdicts need; the rest of the registry stays in the database."""


NOBODY = frozenset[str]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The registry as of decision `seq`."""

    seq: int = 0
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Subject, then key, to the state."""
    policy: Policy | None = None
    users: Mapping[str, Person] = field(default_factory=dict)
    guardians: frozenset[str] = frozenset()
    """Who is a guardian and nothing else, and has an account (person ids)."""
    rooms: Mapping[str, Venue] = field(default_factory=dict)
    consents: Mapping[tuple[str, str], tuple[Consent, ...]] = field(default_factory=dict)
    """(student, tool) to the consents recorded for it."""
    trusted: tuple[networks.Trusted, ...] = ()
    register: Register = field(default_factory=Register)
    barred: Mapping[str, tuple[CourtOrder, ...]] = field(default_factory=dict)
    """Account, a guardian's own or a ghost's (user id), to the orders against its person."""
    families: Families = field(default_factory=Families)
    wards: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Whom the roster or a record ties to which students (person ids), rightly or not."""
    teachers: Mapping[str, tuple[Enrollment, ...]] = field(default_factory=dict)
    """Class to its teachers' enrollments, of whatever day; students' are not kept."""
    substitutions: Mapping[str, tuple[Substitution, ...]] = field(default_factory=dict)
    """Class to the substitutions in it that were not ended, past and to come."""
    waivers: Waivers = field(default_factory=dict)
    """Leaves of reviewers for single messages."""
    detector: Detector = field(default_factory=detection.shipped)
    """Finds personal information, with the names and numbers of everybody who was on the roster."""

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

    def teaches(self, class_id: str, now: datetime) -> frozenset[str]:
        """Who teaches a class at this instant, substitutes included."""
        day = (self.policy or STRICTEST).hours.day(now)
        enrolled = (e.person for e in self.teachers.get(class_id, ()) if e.in_force(day))
        given = self.substitutions.get(class_id, ())
        return frozenset(enrolled).union(one.person for one in given if one.in_force(now))

    def supervisors(self, orgs: Collection[str], day: date) -> frozenset[str] | None:
        """Who supervises in these schools on this day; None where none has a pool."""
        return supervision.on(self.states.get(SupervisionPool.SUBJECT, {}), orgs, day)

    def children(self, person: str, among: frozenset[str], day: date) -> frozenset[str]:
        """Those of these students whom somebody stands by on this day and no court keeps from."""
        tied = self.wards.get(person, NOBODY) & among
        return frozenset(student for student in tied if self._stands_by(person, student, day))

    def _stands_by(self, person: str, student: str, day: date) -> bool:
        family = self.families.of(student)
        return (
            family is not None
            and person != student
            and standing(family, person, day) is not None
            and not shut_out(family, person, day)
        )

    def acknowledged(self, person: str | None) -> int:
        """The policy version that somebody acknowledged last; 0 is none."""
        found = self.states.get(Acknowledgement.SUBJECT, {}).get(person or "")
        return int(found.version) if found else 0

    def covered(self, student: str, tool: str, day: date) -> bool:
        """Has this student (person id) a consent in force for the tool, which takes them?"""
        said = self.consents.get((student, tool), ())
        consent_of = self.policy.bridges.consent_of if self.policy else "every_guardian"
        return covered(self.families.of(student), said, self.tool(tool), day, consent_of)

    def shut_out(self, user_id: str, students: Collection[str], day: date) -> bool:
        """Does a court keep the person behind this account from one of these students?"""
        return any(
            order.student in students and order.in_force(day) and SHUT_OUT & set(order.bars)
            for order in self.barred.get(user_id, ())
        )

    def tool(self, tool: str) -> Tool | None:
        """A tool of the register."""
        found: Tool | None = self.states.get(Tool.SUBJECT, {}).get(tool)
        return found

    def family(self, student: str) -> Family | None:
        """A student's family (by person id)."""
        return self.families.of(student)

    def directory(self) -> Directory:
        """Who is on call, and for whom."""
        of = self.states
        return Directory(
            people=of.get(Person.SUBJECT, {}),
            orgs=of.get(Org.SUBJECT, {}),
            wards=self.wards,
            chains=of.get(OnCall.SUBJECT, {}),
            timezone=self.policy.hours.timezone if self.policy else "UTC",
        )

    def tie(
        self,
        network: str,
        venue: Venue | None,
        students: Collection[str],
        schools: Collection[str],
        day: date,
    ) -> Tie:
        """How a room of these schools, with these students, is tied to an outside network today."""
        tool = self.tool(network)
        return Tie(
            network=network,
            usable=fits(tool, schools, day),
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


def fold(snapshot: Snapshot, decided: Iterable[Decision]) -> Snapshot:
    """The snapshot after these decisions, given in the order of `seq`.

    Only the subjects that changed are copied and indexed anew.
    """
    kinds = {kind.SUBJECT: kind for kind in KEPT}
    changed: dict[str, dict[str, Any]] = {}
    people: dict[str, Person] = {}
    seq, published = snapshot.seq, None
    asked = snapshot.policy.asked if snapshot.policy else None
    same: dict[str, str] = {}
    for decision in decided:
        seq = max(seq, decision.seq)
        if (kind := kinds.get(decision.subject)) is None or _left_out(decision):
            continue
        state = decode(kind, _sharing(decision.state, same))
        if decision.subject not in changed:
            changed[decision.subject] = dict(snapshot.states.get(decision.subject, {}))
        changed[decision.subject][same.setdefault(decision.key, decision.key)] = state
        if kind is PolicyVersion:
            published, asked = state, asked_after(asked, state, decision.at)
        if kind is Person:
            people[decision.key] = state
    # Only the one in force is read: no text of long ago can stand in the way.
    policy = _parsed(published, asked) if published else snapshot.policy
    states = {**snapshot.states, **changed}
    indexes = {
        name: index(changed[subject].values())
        for subject, (name, index) in INDEXES.items()
        if subject in changed
    }
    if people:
        indexes["users"] = _users(snapshot, people.values(), states[Person.SUBJECT])
        indexes["guardians"] = (snapshot.guardians - set(people)) | _guardians(people.values())
    if FAMILY & set(changed):
        indexes |= _families(states)
    elif people:
        indexes["families"] = replace(snapshot.families, people=states[Person.SUBJECT])
    if ORDERED & set(changed):
        indexes["barred"] = _barred(states)
    return replace(
        snapshot,
        seq=seq,
        states=MappingProxyType(states),
        policy=policy,
        detector=_detector(snapshot, people.values(), policy),
        **indexes,
    )


def _detector(before: Snapshot, people: Collection[Person], policy: Policy | None) -> Detector:
    """Only what changed is made anew: a consent leaves it as it is."""
    detector = before.detector
    if policy is not None and policy is not before.policy:
        detector = detection.with_words(detector, policy.content.words)
    return detection.with_people(detector, people) if people else detector


LEFT_OUT = (current.c.subject == Enrollment.SUBJECT) & (current.c.state["role"].astext != "teacher")


def _left_out(decision: Decision) -> bool:
    """Most enrollments are students', and no verdict asks for them."""
    return decision.subject == Enrollment.SUBJECT and decision.state.get("role") != "teacher"


def caught_up(connection: Connection, snapshot: Snapshot) -> Snapshot:
    """The snapshot with what was decided since; all of the registry, where it knows nothing yet."""
    if not snapshot.seq:
        return _whole(connection)
    changed = decisions.changes_since(connection, snapshot.seq)
    return fold(snapshot, changed) if changed else snapshot


def _whole(connection: Connection) -> Snapshot:
    """Read as it comes: the registry is never in memory as JSON, and what is left out is not read.

    `seq` is asked first: what is decided meanwhile is read again by the next look.
    """
    seq = decisions.latest(connection)
    subjects = [kind.SUBJECT for kind in KEPT]
    with settled():
        snapshot = fold(Snapshot(), decisions.each_current(connection, subjects, LEFT_OUT))
    return replace(snapshot, seq=seq)


@contextmanager
def settled() -> Iterator[None]:
    """What is made here stays: the collector is not asked meanwhile, and does not go through it
    ever after. (One look through a large district's registry holds everything up for a second.)"""
    asked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if asked:
            gc.enable()


def _parsed(published: PolicyVersion, asked: Asked | None) -> Policy:
    """The policy in force, and the newest version that users must have acknowledged."""
    return replace(policy_file.stored(published), asked=asked)


def _sharing(state: dict[str, Any], same: dict[str, str]) -> dict[str, Any]:
    """A state whose texts are those of earlier states where they are equal: names and ids are said
    again and again, and a large district's are held by every process."""
    return {
        name: same.setdefault(value, value) if type(value) is str else value
        for name, value in state.items()
    }


def _users(
    before: Snapshot, changed: Collection[Person], everybody: Mapping[str, Person]
) -> dict[str, Person]:
    """By account; all are looked through only where somebody's account has changed."""
    earlier = before.states.get(Person.SUBJECT, {})
    for person in changed:
        was = earlier.get(person.id)
        if was is not None and was.user_id != person.user_id:
            return {p.user_id: p for p in everybody.values() if p.user_id}
    return {**before.users, **{p.user_id: p for p in changed if p.user_id}}


def _guardians(people: Iterable[Person]) -> frozenset[str]:
    alone = {Role.GUARDIAN}
    return frozenset(p.id for p in people if p.active and p.user_id and {*p.roles} == alone)


def _rooms(venues: Iterable[Venue]) -> dict[str, Venue]:
    return {v.room_id: v for v in venues if v.room_id}


def _consents(given: Iterable[Consent]) -> dict[tuple[str, str], tuple[Consent, ...]]:
    found: dict[tuple[str, str], tuple[Consent, ...]] = {}
    for consent in given:
        key = (consent.student, consent.tool)
        found[key] = (*found.get(key, ()), consent)
    return found


def _teachers(enrollments: Iterable[Enrollment]) -> dict[str, tuple[Enrollment, ...]]:
    found: dict[str, tuple[Enrollment, ...]] = {}
    for seat in enrollments:
        if seat.active:
            found[seat.class_id] = (*found.get(seat.class_id, ()), seat)
    return found


def _substitutions(given: Iterable[Substitution]) -> dict[str, tuple[Substitution, ...]]:
    found: dict[str, tuple[Substitution, ...]] = {}
    for one in given:
        if one.active:
            found[one.class_id] = (*found.get(one.class_id, ()), one)
    return found


def _families(states: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    ties = states.get(Guardianship.SUBJECT, {}).values()
    authorities = states.get(Authority.SUBJECT, {}).values()
    orders = states.get(CourtOrder.SUBJECT, {}).values()
    families = Families(
        people=states.get(Person.SUBJECT, {}),
        guardianships=by_student(ties),
        authorities=by_student(authorities),
        orders=by_student(orders),
    )
    wards = (
        *((tie.guardian, tie.student) for tie in ties if tie.active),
        *((authority.person, authority.student) for authority in authorities),
        *((order.guardian, order.student) for order in orders if order.active),
    )
    return {"families": families, "wards": _gathered(wards)}


def _barred(states: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[CourtOrder, ...]]:
    """Orders are few, and most districts' days have none: then nothing is looked through."""
    orders = [order for order in states.get(CourtOrder.SUBJECT, {}).values() if order.active]
    if not orders:
        return {}
    people = states.get(Person.SUBJECT, {})
    ghosts = _gathered(
        (venue.guardian, venue.ghost)
        for venue in states.get(Venue.SUBJECT, {}).values()
        if venue.guardian and venue.ghost
    )
    found: dict[str, tuple[CourtOrder, ...]] = {}
    for order in orders:
        person = people.get(order.guardian)
        own = {person.user_id} if person and person.user_id else set()
        for account in own | ghosts.get(order.guardian, NOBODY):
            found[account] = (*found.get(account, ()), order)
    return found


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


INDEXES: Mapping[str, tuple[str, Callable[[Iterable[Any]], Any]]] = {
    Venue.SUBJECT: ("rooms", _rooms),
    Consent.SUBJECT: ("consents", _consents),
    Network.SUBJECT: ("trusted", networks.readied),
    Enrollment.SUBJECT: ("teachers", _teachers),
    Substitution.SUBJECT: ("substitutions", _substitutions),
    Tool.SUBJECT: ("register", Register.of),
    Waiver.SUBJECT: ("waivers", unused),
}
"""By subject: the field of the snapshot, and how it is made of the subject's states."""
FAMILY = frozenset(kind.SUBJECT for kind in (Guardianship, Authority, CourtOrder))
"""The subjects that say who belongs to a family; its people are looked up."""
ORDERED = frozenset(kind.SUBJECT for kind in (CourtOrder, Person, Venue))
"""The subjects that say whose account a court keeps out."""
