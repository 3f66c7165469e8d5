"""The registry's side of an import: what it holds now, and recording what a plan says."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from homeroom.errors import HomeroomError
from homeroom.importers import oneroster
from homeroom.importers.plan import Current, Plan, plan, reused_accounts
from homeroom.importers.problems import RosterError
from homeroom.registry import decisions, people
from homeroom.registry.model import Enrollment, Guardianship, Org, Person, SchoolClass, Venue

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
    )


def plan_folder(connection: Connection, folder: Path, *, server_name: str, today: date) -> Plan:
    """What importing a folder of OneRoster files would change; `RosterError` on any fault."""
    roster = oneroster.read(folder, today=today)
    # Two imports at once would each give the same new person an id.
    decisions.lock(connection)
    made = plan(
        current(connection), roster, server_name=server_name, new_id=lambda: str(uuid.uuid4())
    )
    problems = reused_accounts(made, people.accounts_ever(connection))
    if problems:
        raise RosterError(str(folder), problems)
    return made


def apply(connection: Connection, made: Plan, *, by: str, confirmed: bool = False) -> None:
    """Record the changes of a plan in the caller's transaction, all or none of them."""
    if not confirmed:
        _stop_if_many_leave(made)
    states = [change.state for change in made.changes]
    decisions.record_all(connection, states, by=by, note="roster import")


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
    return made


def _stop_if_many_leave(made: Plan) -> None:
    many = [f"{org} ({share:.0%})" for org, share in made.leaving.items() if share > MOST_LEAVING]
    if many:
        raise HomeroomError(
            f"the import would lock more than {MOST_LEAVING:.0%} of the people of "
            f"{', '.join(many)}; look at it with --dry-run, then import it with --confirm"
        )
