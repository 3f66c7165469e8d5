"""All files of a folder, and whether what they refer to exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from homeroom.importers.oneroster.kept import Kept
from homeroom.importers.oneroster.manifest import Manifest
from homeroom.importers.oneroster.rows import (
    ClassRow,
    CourseRow,
    DemographicsRow,
    EnrollmentRow,
    OrgRow,
    RoleRow,
    Row,
    SessionRow,
    UserProfileRow,
    UserRow,
)
from homeroom.importers.oneroster.table import Table, kept_table, read_changes, read_table
from homeroom.importers.problems import Problem
from homeroom.importers.progress import Step

FILES = (
    *("orgs", "academicSessions", "courses", "classes", "users", "roles", "userProfiles"),
    *("enrollments", "demographics"),
)
"""In the order in which they are read."""
R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The checked rows of each file; None for one that the manifest calls absent."""

    orgs: Table[OrgRow]
    sessions: Table[SessionRow] | None
    courses: Table[CourseRow] | None
    classes: Table[ClassRow]
    users: Table[UserRow]
    roles: Table[RoleRow] | None
    profiles: Table[UserProfileRow] | None
    enrollments: Table[EnrollmentRow]
    demographics: Table[DemographicsRow] | None

    def kept(self) -> dict[str, bytes]:
        """The rows of each file, as they are stored for the next delta."""
        found = (getattr(self, field.name) for field in fields(self))
        return {t.file.removesuffix(".csv"): t.kept for t in found if t is not None and t.kept}


def read_tables(
    folder: Path,
    manifest: Manifest,
    problems: list[Problem],
    kept: Kept,
    step: Step,
) -> Tables:
    """Read every file of the manifest; references are checked once all files are sound."""

    def of(models: Mapping[str, type[Row]], name: str, kind: type[R]) -> type[R] | None:
        model = models.get(name)
        return model if model is not None and issubclass(model, kind) else None

    def optional(name: str, kind: type[R]) -> Table[R] | None:
        step(f"reading {name}")
        path = folder / f"{name}.csv"
        if model := of(manifest.files, name, kind):
            return read_table(path, model, problems)
        if model := of(manifest.changes, name, kind):
            return read_changes(path, model, problems, kept.files[name])
        if model := of(manifest.kept, name, kind):
            return kept_table(path.name, model, problems, kept.files[name])
        return None

    def needed(name: str, kind: type[R]) -> Table[R]:
        return optional(name, kind) or Table(file=f"{name}.csv", lines={})

    tables = Tables(
        orgs=needed("orgs", OrgRow),
        sessions=optional("academicSessions", SessionRow),
        courses=optional("courses", CourseRow),
        classes=needed("classes", ClassRow),
        users=needed("users", UserRow),
        roles=optional("roles", RoleRow),
        profiles=optional("userProfiles", UserProfileRow),
        enrollments=needed("enrollments", EnrollmentRow),
        demographics=optional("demographics", DemographicsRow),
    )
    if not problems:  # a bad row would make every reference to it look bad too
        problems += _references(tables)
    return tables


def _references(tables: Tables) -> Iterable[Problem]:
    orgs, users = tables.orgs, tables.users
    profiles, sessions = tables.profiles, tables.sessions
    yield from _dangling(orgs, "parentSourcedId", lambda row: [row.parent_sourced_id], orgs)
    yield from _dangling(tables.classes, "schoolSourcedId", lambda r: [r.school_sourced_id], orgs)
    yield from _dangling(
        tables.classes, "courseSourcedId", lambda row: [row.course_sourced_id], tables.courses
    )
    yield from _dangling(
        tables.classes, "termSourcedIds", lambda row: row.term_sourced_ids, sessions
    )
    yield from _dangling(users, "agentSourcedIds", lambda row: row.agent_sourced_ids, users)
    yield from _dangling(
        users, "orgSourcedIds", lambda row: getattr(row, "org_sourced_ids", ()), orgs
    )
    enrollments = tables.enrollments
    yield from _dangling(
        enrollments, "classSourcedId", lambda r: [r.class_sourced_id], tables.classes
    )
    yield from _dangling(enrollments, "schoolSourcedId", lambda r: [r.school_sourced_id], orgs)
    yield from _dangling(enrollments, "userSourcedId", lambda row: [row.user_sourced_id], users)
    yield from _dangling(sessions, "parentSourcedId", lambda r: [r.parent_sourced_id], sessions)
    yield from _dangling(tables.courses, "orgSourcedId", lambda row: [row.org_sourced_id], orgs)
    yield from _dangling(
        tables.courses, "schoolYearSourcedId", lambda row: [row.school_year_sourced_id], sessions
    )
    yield from _dangling(tables.roles, "userSourcedId", lambda row: [row.user_sourced_id], users)
    yield from _dangling(tables.roles, "orgSourcedId", lambda row: [row.org_sourced_id], orgs)
    yield from _dangling(
        tables.roles, "userProfileSourcedId", lambda row: [row.user_profile_sourced_id], profiles
    )
    yield from _dangling(profiles, "userSourcedId", lambda row: [row.user_sourced_id], users)
    yield from _dangling(tables.demographics, "sourcedId", lambda row: [row.sourced_id], users)


def _dangling(
    table: Table[R] | None,
    field: str,
    ids: Callable[[R], Iterable[str | None]],
    target: Table[S] | None,
) -> Iterable[Problem]:
    """A problem for each id that its file does not hold; an absent file cannot be checked."""
    if table is None or target is None:
        return
    # A row that was kept may lead to one that is no more: then it counts for nothing.
    for line in (line for line in table.lines.values() if line.number):
        for sourced_id in ids(line.row):
            if sourced_id is not None and sourced_id not in target.lines:
                yield Problem(
                    file=table.file,
                    line=line.number,
                    field=field,
                    fault=f"{sourced_id!r} is not in {target.file}",
                    remedy="correct the id, or export that record too",
                )
