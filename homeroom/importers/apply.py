"""The registry's side of an import: what it holds now, and recording what a plan says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from homeroom.errors import HomeroomError
from homeroom.importers import keeping, oneroster
from homeroom.importers.plan import Current, Plan, plan, reused_accounts
from homeroom.importers.problems import Problem, RosterError
from homeroom.importers.progress import Step, silent
from homeroom.importers.roster import RosterPost
from homeroom.registry import decisions, people
from homeroom.registry.model import (
    Enrollment,
    Guardianship,
    Org,
    Person,
    SchoolClass,
    SchoolYear,
    Venue,
)

MOST_LEAVING = 0.05
"""The share of a school's people that an import may lock without being asked."""


def current(connection: Connection) -> Current:
    """Everything that an import compares with."""
    return Current(
        orgs=decisions.load(connection, Org),
        classes=decisions.load(connection, SchoolClass),
        people=decisions.load(connection, Person),
        guardianships=decisions.load(connection, Guardianship),
        enrollments=decisions.load(connection, Enrollment),
        venues=decisions.load(connection, Venue),
        school_years=decisions.load(connection, SchoolYear),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What importing a folder would change, and the rows to keep for the next delta."""

    plan: Plan
    kept: oneroster.Kept
    posts: tuple[RosterPost, ...]
    notices: tuple[Problem, ...] = ()
    """What somebody should mend in the roster; it stops nothing."""


def plan_folder(
    connection: Connection,
    folder: Path,
    *,
    server_name: str,
    today: date,
    step: Step = silent,
) -> Import:
    """What importing a folder of OneRoster files would change; `RosterError` on any fault."""
    kept = keeping.load(connection)
    reading = oneroster.read_after(folder, kept, today=today, step=step)
    step("comparing")
    # Two imports at once would each give the same new person an id.
    decisions.lock(connection)
    if (now_kept := keeping.load(connection)) != kept:  # another import came first
        reading = oneroster.read_after(folder, now_kept, today=today, step=step)
    made = plan(
        current(connection),
        reading.roster,
        server_name=server_name,
        new_id=lambda: str(uuid.uuid4()),
    )
    problems = reused_accounts(made, people.accounts_ever(connection))
    if problems:
        raise RosterError(str(folder), problems)
    return Import(plan=made, kept=reading.kept, posts=reading.posts, notices=reading.notices)


def apply(
    connection: Connection,
    made: Import,
    *,
    by: str,
    confirmed: bool = False,
    step: Step = silent,
) -> None:
    """Record the changes in the caller's transaction, all or none of them."""
    if not confirmed:
        _stop_if_many_leave(made.plan)
    step("recording")
    states = [change.state for change in made.plan.changes]
    decisions.record_all(connection, states, by=by, note="roster import")
    keeping.store(connection, made.kept)
    keeping.store_posts(connection, made.posts)


def import_folder(
    connection: Connection,
    folder: Path,
    *,
    server_name: str,
    today: date,
    by: str,
    confirmed: bool = False,
) -> Plan:
    """Plan and apply at once; the plan says what was changed."""
    made = plan_folder(connection, folder, server_name=server_name, today=today)
    apply(connection, made, by=by, confirmed=confirmed)
    return made.plan


def _stop_if_many_leave(made: Plan) -> None:
    many = [f"{org} ({share:.0%})" for org, share in made.leaving.items() if share > MOST_LEAVING]
    if many:
        raise HomeroomError(
            f"the import would lock more than {MOST_LEAVING:.0%} of the people of "
            f"{', '.join(many)}; look at it with --dry-run, then import it with --confirm"
        )
