"""A folder of OneRoster files into a `Roster`: what is active today, by roster id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from homeroom.importers.oneroster import seats
from homeroom.importers.oneroster.kept import Kept
from homeroom.importers.oneroster.manifest import read_manifest
from homeroom.importers.oneroster.posts import dated_posts
from homeroom.importers.oneroster.roles import capacity
from homeroom.importers.oneroster.rows import (
    OrgRow,
    RoleRow,
    UserRow,
    UserRow11,
)
from homeroom.importers.oneroster.tables import Tables, read_tables
from homeroom.importers.problems import Problem, RosterError
from homeroom.importers.progress import Step, silent
from homeroom.importers.roster import (
    Roster,
    RosterClass,
    RosterOrg,
    RosterPerson,
    RosterPost,
    RosterYear,
)
from homeroom.policy.roles import Role
from homeroom.registry.model import GuardianKind

_LOCALPART = re.compile(r"[a-z0-9.=/+-][a-z0-9._=/+-]{0,199}")
"""Matrix's historical user id grammar; a leading `_` is kept for bridges."""

Posts = defaultdict[str, list[tuple[str, str]]]
"""The roles of each user, each with its org."""

NOTHING_KEPT = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a folder says, together with what earlier ones left; and what it leaves itself."""

    roster: Roster
    kept: Kept
    posts: tuple[RosterPost, ...]
    """All roles, on whatever day, of those whose roles change with the days."""
    notices: tuple[Problem, ...] = ()
    """What somebody should mend, and what is done meanwhile: it stops nothing."""


def read(folder: Path, *, today: date) -> Roster:
    """Read a folder of whole files; `RosterError` holds every fault of it."""
    return read_after(folder, NOTHING_KEPT, today=today).roster


def read_after(folder: Path, kept: Kept, *, today: date, step: Step = silent) -> Reading:
    """Read a folder of whole files or of changes to what is kept; `RosterError` as `read`."""
    problems: list[Problem] = []
    manifest = read_manifest(folder, problems, kept)
    if manifest is None or problems:
        raise RosterError(str(folder), problems)
    tables = read_tables(folder, manifest, problems, kept, step)
    if problems:
        raise RosterError(str(folder), problems)
    notices: list[Problem] = []
    roster = _roster(tables, today, problems, notices)
    if problems:
        raise RosterError(str(folder), problems)
    return Reading(
        roster=roster,
        kept=Kept(version=manifest.version, files=tables.kept()),
        posts=tuple(dated_posts(tables, _homes(tables))),
        notices=tuple(sorted(notices)),
    )


def _roster(tables: Tables, today: date, problems: list[Problem], notices: list[Problem]) -> Roster:
    homes = _homes(tables)
    classes = {
        row.sourced_id: RosterClass(title=row.title, org=homes[row.school_sourced_id])
        for row in tables.classes.active()
        if row.school_sourced_id in homes
    }
    posts = _posts(tables, today)
    people = _people(tables, homes, posts, problems)
    terms = seats.terms(tables, today)
    problems += seats.misplaced(tables, people, terms)
    notices += seats.outlasting(tables, people, terms, today)
    return Roster(
        orgs=_orgs(tables),
        classes=classes,
        people=people,
        guardianships=_guardianships(tables, people, posts),
        enrollments=seats.enrollments(tables, classes, people, terms, today),
        birth_dates=_birth_dates(tables),
        school_years=_school_years(tables),
    )


def _orgs(tables: Tables) -> dict[str, RosterOrg]:
    return {
        row.sourced_id: RosterOrg(name=row.name, kind="school" if _is_school(row) else "district")
        for row in tables.orgs.active()
        if row.type != "department"
    }


def _is_school(row: OrgRow) -> bool:
    return row.type == "school"


def _homes(tables: Tables) -> dict[str, str]:
    """The school or district that each active org is, or, for a department, belongs to."""
    active = {row.sourced_id: row for row in tables.orgs.active()}
    homes = {}
    for sourced_id in active:
        row, seen = active.get(sourced_id), set[str]()
        while row is not None and row.type == "department" and row.sourced_id not in seen:
            seen.add(row.sourced_id)
            row = active.get(row.parent_sourced_id or "")
        if row is not None and row.type != "department":
            homes[sourced_id] = row.sourced_id
    return homes


def _people(
    tables: Tables, homes: Mapping[str, str], posts: Posts, problems: list[Problem]
) -> dict[str, RosterPerson]:
    usernames = _profile_names(tables)
    taken: dict[str, str] = {}
    people = {}
    for line in tables.users.lines.values():
        row = line.row
        roles = _capacities(role for role, _ in posts[row.sourced_id])
        if not (row.active and row.enabled_user and roles):
            continue
        username = row.username or usernames.get(row.sourced_id)
        localpart = None
        if username and set(roles) != {Role.GUARDIAN}:
            localpart = username.partition("@")[0].lower()
            fault = _name_fault(localpart, taken.setdefault(localpart, row.sourced_id), row)
            if fault:
                problems.append(_username_problem(tables.users.file, line.number, fault))
        orgs = {homes[org] for _, org in posts[row.sourced_id] if org in homes}
        people[row.sourced_id] = _person(row, roles, localpart, orgs)
    return people


def _person(
    row: UserRow, roles: tuple[Role, ...], localpart: str | None, orgs: Iterable[str]
) -> RosterPerson:
    phones = dict.fromkeys(number for number in (row.sms, row.phone) if number)
    return RosterPerson(
        roles=roles,
        given_name=row.given_name,
        family_name=row.family_name,
        preferred_name=row.preferred_given_name or "",
        localpart=localpart,
        orgs=tuple(sorted(orgs)),
        phones=tuple(phones),
        email=row.email,
        grades=row.grades,
        number=row.identifier or "",
    )


def _posts(tables: Tables, today: date) -> Posts:
    """The roles that each user has today, each with its org."""
    posts: Posts = defaultdict(list)
    for user in tables.users.rows():
        if isinstance(user, UserRow11):
            posts[user.sourced_id] += [(user.role, org) for org in user.org_sourced_ids]
    for role in tables.roles.active() if tables.roles else ():
        if _in_force(role, today):
            posts[role.user_sourced_id].append((role.role, role.org_sourced_id))
    return posts


def _in_force(row: RoleRow, today: date) -> bool:
    return _covers(row.begin_date, row.end_date, today)


def _covers(begins: date | None, ends: date | None, today: date) -> bool:
    return (begins is None or begins <= today) and (ends is None or today <= ends)


def _capacities(roles: Iterable[str]) -> tuple[Role, ...]:
    found = {role for role in map(capacity, roles) if role is not None}
    return tuple(role for role in Role if role in found)


def _profile_names(tables: Tables) -> dict[str, str]:
    """Names from userProfiles.csv, for users without one in users.csv; the first by id counts."""
    profiles = sorted(
        tables.profiles.active() if tables.profiles else (), key=lambda p: p.sourced_id
    )
    return {p.user_sourced_id: p.username for p in reversed(profiles) if p.username}


def _name_fault(localpart: str, holder: str, row: UserRow) -> tuple[str, str] | None:
    if not _LOCALPART.fullmatch(localpart):
        return f"{localpart!r} cannot be an account name", "use a-z, 0-9, '.', '-', '_' or '+'"
    if holder != row.sourced_id:
        return f"{localpart!r} is also the name of user {holder!r}", "give each an own username"
    return None


def _username_problem(file: str, number: int, fault: tuple[str, str]) -> Problem:
    return Problem(file=file, line=number, field="username", fault=fault[0], remedy=fault[1])


def _guardianships(
    tables: Tables, people: Mapping[str, RosterPerson], posts: Posts
) -> dict[tuple[str, str], GuardianKind]:
    """By guardian and student, from whichever of the two names the other as agent."""
    found = {}
    for row in tables.users.active():
        for agent in row.agent_sourced_ids:
            for guardian, student in ((agent, row.sourced_id), (row.sourced_id, agent)):
                if _is(people, guardian, Role.GUARDIAN) and _is(people, student, Role.STUDENT):
                    found[guardian, student] = _kind(posts[guardian])
    return found


def _kind(posts: Iterable[tuple[str, str]]) -> GuardianKind:
    return "parent" if any(role == "parent" for role, _ in posts) else "guardian"


def _is(people: Mapping[str, RosterPerson], roster_id: str, role: Role) -> bool:
    return roster_id in people and role in people[roster_id].roles


def _school_years(tables: Tables) -> dict[str, RosterYear] | None:
    if tables.sessions is None:
        return None
    return {
        row.sourced_id: RosterYear(title=row.title, starts=row.start_date, ends=row.end_date)
        for row in tables.sessions.active()
        if row.type == "schoolYear"
    }


def _birth_dates(tables: Tables) -> dict[str, date] | None:
    if tables.demographics is None:
        return None
    return {
        row.sourced_id: row.birth_date for row in tables.demographics.active() if row.birth_date
    }
