"""Who is told that somebody may be in danger, and in which order. Pure but for the two writers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import STAFF, Role
from homeroom.registry.decisions import find, record
from homeroom.registry.model import Duty, OnCall, Org, Person

FALLBACK = (Role.PRINCIPAL, Role.SUPERVISOR, Role.ADMIN)
"""Whoever has no chain is not left alone: these are told, in this order."""

NOBODY = frozenset[str]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An adult of a chain at a moment."""

    person: str
    on_duty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What is known of people and chains, by their keys."""

    people: Mapping[str, Person]
    orgs: Mapping[str, Org]
    wards: Mapping[str, frozenset[str]]
    """Whom the roster, a record or a court's order ties to which students, rightly or not."""
    chains: Mapping[str, OnCall]
    timezone: str


def chain(
    about: Collection[str], directory: Directory, now: datetime, *, drill: str | None = None
) -> list[Link]:
    """Whom to tell of these people (person ids), in order; nobody twice. A drill is about nobody,
    and goes to the chain of one place (org id) as if somebody of it were in danger.

    First who is on duty at their school, then at the district; then those whose turn it is not,
    and at last the principal and others, since somebody must be told. Never they themselves, and
    never their guardians: those are told by a person's decision.
    """
    where = places(about, directory, drill=drill)
    turns = [duty for org in where for duty in _duties(org, directory)]
    on_duty = _on_duty(turns, directory, now)
    wanted = [*on_duty, *_named(turns), *_fallback(where, directory)]
    told = _tellable(wanted, about, directory)
    return [Link(person=person, on_duty=person in on_duty) for person in told]


def reading(about: Collection[str], directory: Directory, now: datetime) -> bool:
    """Is an adult on duty now who would be told of these people?"""
    turns = [duty for org in places(about, directory) for duty in _duties(org, directory)]
    return bool(_tellable(_on_duty(turns, directory, now), about, directory))


def turn(org: str, directory: Directory, now: datetime) -> list[str]:
    """Whose turn it is now in one chain, deputies included."""
    return _on_duty(_duties(org, directory), directory, now)


def named(orgs: Iterable[str], directory: Directory) -> set[str]:
    """Everybody in the chains of these places, whosever turn it is."""
    return {person for org in orgs for person in _named(_duties(org, directory))}


def tied(person: str, about: Collection[str], directory: Directory) -> bool:
    """Is somebody one of these people, or tied to one of them, as a guardian is?"""
    return person in about or bool(directory.wards.get(person, NOBODY) & set(about))


def set_chain(connection: Connection, on_call: OnCall, *, by: str, note: str) -> OnCall:
    """Record a chain; `InputError` where somebody in it is no active member of staff."""
    for duty in on_call.duties:
        for key in filter(None, (duty.person, duty.deputy)):
            person = find(connection, Person, key)
            if person is None or not person.active or not STAFF & set(person.roles):
                raise InputError(f"on call: {key} is no active member of staff of the roster")
        if (duty.opens is None) != (duty.closes is None):
            raise InputError("on call: give both the first and the last hour, or none")
    record(connection, on_call, by=by, note=note)
    return on_call


def _on_duty(turns: Iterable[Duty], directory: Directory, now: datetime) -> list[str]:
    local = now.astimezone(ZoneInfo(directory.timezone))
    return list(_named(duty for duty in turns if duty.covers(local)))


def _tellable(wanted: Iterable[str], about: Collection[str], directory: Directory) -> list[str]:
    """Those who can be told, each once."""
    return [
        person
        for person in dict.fromkeys(wanted)
        if not tied(person, about, directory) and _reachable(person, directory)
    ]


def _named(duties: Iterable[Duty]) -> Iterator[str]:
    """Each adult, followed by the deputy."""
    for duty in duties:
        yield duty.person
        if duty.deputy is not None:
            yield duty.deputy


def _duties(org: str, directory: Directory) -> tuple[Duty, ...]:
    found = directory.chains.get(org)
    return found.duties if found else ()


def places(about: Collection[str], directory: Directory, *, drill: str | None = None) -> list[str]:
    """The schools of these people, or the place where a drill is, then the district."""
    of_people = [
        org
        for key in about
        if (person := directory.people.get(key)) is not None
        for org in person.orgs
    ]
    district = [key for key, org in sorted(directory.orgs.items()) if org.kind == "district"]
    here = of_people if drill is None else [drill]
    schools = [org for org in here if org not in district]
    return list(dict.fromkeys([*schools, *district]))


def _fallback(where: Collection[str], directory: Directory) -> Iterator[str]:
    """Those in charge of the places, else those in charge of anything."""
    staff = [p for p in directory.people.values() if set(p.roles) & set(FALLBACK)]
    staff.sort(key=lambda person: person.roster_id)
    for near in (True, False):
        for role in FALLBACK:
            for person in staff:
                if role in person.roles and near is bool(set(person.orgs) & set(where)):
                    yield person.id


def _reachable(key: str, directory: Directory) -> bool:
    person = directory.people.get(key)
    return person is not None and person.active and person.user_id is not None
