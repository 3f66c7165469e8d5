"""What an import would change: the registry as it is and a roster in, decisions out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal, TypeVar

from homeroom.importers.problems import Problem
from homeroom.importers.roster import Roster
from homeroom.importers.venues import venues
from homeroom.registry.model import (
    Enrollment,
    Guardianship,
    Org,
    Person,
    SchoolClass,
    SchoolYear,
    Venue,
)

RosterState = Org | SchoolYear | SchoolClass | Person | Guardianship | Enrollment | Venue
S = TypeVar("S", bound=RosterState)
Action = Literal["add", "change", "end"]

SAID: Mapping[str, tuple[str, ...]] = {
    Org.SUBJECT: ("name", "kind"),
    SchoolYear.SUBJECT: ("title", "starts", "ends"),
    SchoolClass.SUBJECT: ("title", "org"),
    Person.SUBJECT: (
        *("roles", "given_name", "family_name", "preferred_name", "user_id", "birth_date"),
        *("orgs", "grades", "number", "phones", "email"),
    ),
    Guardianship.SUBJECT: ("kind",),
    Enrollment.SUBJECT: ("begins", "ends"),
}
"""What the roster speaks of; everything else of a state is other people's to decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """What the registry holds, by key; people who left are among them."""

    orgs: Mapping[str, Org]
    classes: Mapping[str, SchoolClass]
    people: Mapping[str, Person]
    guardianships: Mapping[str, Guardianship]
    enrollments: Mapping[str, Enrollment]
    venues: Mapping[str, Venue]
    school_years: Mapping[str, SchoolYear] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One decision to record. `fields` are those that differ; none of an addition."""

    action: Action
    state: RosterState
    label: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The changes in the order to record them: what is referred to comes first."""

    changes: tuple[Change, ...]
    leaving: Mapping[str, float]
    """The share of each school's active people whom the import would lock, by org."""

    def of(self, subject: str, action: Action) -> list[Change]:
        """The changes of one kind."""
        return [c for c in self.changes if subject == c.state.SUBJECT and c.action == action]

    def locked(self) -> list[Person]:
        """The people who leave and have an account, which is locked."""
        ended = (change.state for change in self.changes if change.action == "end")
        return [state for state in ended if isinstance(state, Person) and state.user_id]

    def counts(self) -> Counter[tuple[str, Action]]:
        """How many changes of each subject and action."""
        return Counter((change.state.SUBJECT, change.action) for change in self.changes)


def plan(current: Current, roster: Roster, *, server_name: str, new_id: Callable[[], str]) -> Plan:
    """Compare registry and roster; nothing differs, nothing is planned."""
    people = _people(current.people, roster, server_name, new_id)
    ids = {person.roster_id: person.id for person in people.values() if person.active}
    names = {person.id: person.name for person in {**current.people, **people}.values()}
    orgs, classes = _orgs(current.orgs, roster), _classes(current.classes, roster)
    titles = {key: found.title for key, found in {**current.classes, **classes}.items()}
    return Plan(
        changes=(
            *_changes(current.orgs, orgs, lambda org: org.name),
            *_changes(
                current.school_years,
                _school_years(current.school_years, roster),
                lambda year: year.title,
            ),
            *_changes(current.classes, classes, lambda found: found.title),
            *_changes(current.people, people, lambda person: person.name),
            *_changes(
                current.guardianships,
                _guardianships(current.guardianships, roster, ids),
                lambda tie: f"{names[tie.guardian]} for {names[tie.student]}",
            ),
            *_changes(
                current.enrollments,
                _enrollments(current.enrollments, roster, ids),
                lambda seat: f"{names[seat.person]} in {titles[seat.class_id]} ({seat.role})",
            ),
            *_venue_changes(current, classes, orgs),
        ),
        leaving=_leaving(current.people, people),
    )


def reused_accounts(made: Plan, accounts: Mapping[str, str]) -> list[Problem]:
    """A problem for each account that was somebody else's: what they said would become another's.

    `accounts` are the user ids ever given, with the person (id) of each.
    """
    return [
        Problem(
            file="users.csv",
            field="username",
            fault=f"user {person.roster_id!r} would get {person.user_id}, which was another's",
            remedy="give a username that nobody has had",
        )
        for person in (change.state for change in made.changes)
        if isinstance(person, Person)
        and person.user_id is not None
        and accounts.get(person.user_id, person.id) != person.id
    ]


def _told(known: Mapping[str, S], said: S) -> S:
    """What the roster says of a subject; what it does not speak of stays as it was decided."""
    before = known.get(said.key)
    if before is None:
        return said
    return replace(
        before, active=True, **{name: getattr(said, name) for name in SAID[said.SUBJECT]}
    )


def _by_key(known: Mapping[str, S], said: Iterable[S]) -> dict[str, S]:
    return {state.key: _told(known, state) for state in said}


def _orgs(known: Mapping[str, Org], roster: Roster) -> dict[str, Org]:
    said = (Org(id=key, name=org.name, kind=org.kind) for key, org in roster.orgs.items())
    return _by_key(known, said)


def _school_years(known: Mapping[str, SchoolYear], roster: Roster) -> Mapping[str, SchoolYear]:
    if roster.school_years is None:
        return {key: year for key, year in known.items() if year.active}
    said = (
        SchoolYear(id=key, title=year.title, starts=year.starts, ends=year.ends)
        for key, year in roster.school_years.items()
    )
    return _by_key(known, said)


def _classes(known: Mapping[str, SchoolClass], roster: Roster) -> dict[str, SchoolClass]:
    said = (
        SchoolClass(id=key, title=found.title, org=found.org)
        for key, found in roster.classes.items()
    )
    return _by_key(known, said)


def _people(
    known: Mapping[str, Person], roster: Roster, server_name: str, new_id: Callable[[], str]
) -> dict[str, Person]:
    """Everybody of the roster with an id of our own: the one they had, or a new one."""
    by_roster_id = {person.roster_id: person for person in known.values()}
    people = {}
    for roster_id, said in sorted(roster.people.items()):
        before = by_roster_id.get(roster_id)
        birth_date = before.birth_date if before else None
        if roster.birth_dates is not None:
            birth_date = roster.birth_dates.get(roster_id)
        person = Person(
            id=before.id if before else new_id(),
            roster_id=roster_id,
            roles=said.roles,
            given_name=said.given_name,
            family_name=said.family_name,
            preferred_name=said.preferred_name,
            user_id=f"@{said.localpart}:{server_name}" if said.localpart else None,
            birth_date=birth_date,
            orgs=said.orgs,
            phones=said.phones,
            email=said.email,
            grades=said.grades,
            number=said.number,
        )
        people[person.id] = _told(known, person)
    return people


def _guardianships(
    known: Mapping[str, Guardianship], roster: Roster, ids: Mapping[str, str]
) -> dict[str, Guardianship]:
    said = (
        Guardianship(guardian=ids[guardian], student=ids[student], kind=kind)
        for (guardian, student), kind in roster.guardianships.items()
    )
    return _by_key(known, said)


def _enrollments(
    known: Mapping[str, Enrollment], roster: Roster, ids: Mapping[str, str]
) -> dict[str, Enrollment]:
    said = (
        Enrollment(
            class_id=class_id,
            person=ids[person],
            role=role,
            begins=period.begins,
            ends=period.ends,
        )
        for (class_id, person, role), period in roster.enrollments.items()
    )
    return _by_key(known, said)


def _changes(
    known: Mapping[str, S], wanted: Mapping[str, S], label: Callable[[S], str]
) -> list[Change]:
    """Additions, changes and ends, by label, so that the order of the file's rows is no matter."""
    changes = [
        _change(known.get(key), state, label(state))
        for key, state in wanted.items()
        if known.get(key) != state
    ]
    changes += [
        _change(state, replace(state, active=False), label(state))
        for key, state in known.items()
        if state.active and key not in wanted
    ]
    return _in_order(changes)


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.label, change.state.key))


def _venue_changes(
    current: Current, classes: Mapping[str, SchoolClass], orgs: Mapping[str, Org]
) -> list[Change]:
    decided = venues(current.venues, classes=(current.classes, classes), orgs=(current.orgs, orgs))
    changes = [_change(current.venues.get(venue.key), venue, venue.name) for venue in decided]
    return _in_order(changes)


def _change(before: RosterState | None, after: RosterState, label: str) -> Change:
    if before is None:
        return Change(action="add", state=after, label=label)
    if before.active and not after.active:
        return Change(action="end", state=after, label=label)
    differing = tuple(
        each.name
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    )
    return Change(action="change", state=after, label=label, fields=differing)


def _leaving(known: Mapping[str, Person], people: Mapping[str, Person]) -> dict[str, float]:
    """The larger share counts: of everybody, and of those with an account."""
    everybody = [person for person in known.values() if person.active]
    with_accounts = [person for person in everybody if person.user_id]
    shares = [_shares(group, people) for group in (everybody, with_accounts)]
    orgs = sorted({org for found in shares for org in found})
    return {org: max(found.get(org, 0.0) for found in shares) for org in orgs}


def _shares(known: Iterable[Person], people: Mapping[str, Person]) -> dict[str, float]:
    known = list(known)
    before = Counter(org for person in known for org in person.orgs)
    left = Counter(org for person in known if person.id not in people for org in person.orgs)
    return {org: count / before[org] for org, count in left.items()}
