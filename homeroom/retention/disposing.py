"""Carrying out a plan that two people approved; it can be killed at any point and run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import errors
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from homeroom.config import HomeroomConfig
from homeroom.db.tables import retention as tables
from homeroom.errors import InputError
from homeroom.retention import files

AT_ONCE = 5_000
"""Places of the log in one transaction, which has one certificate."""
Progress = Callable[[int, int], None]
DISPOSE = text("SELECT retention.dispose(:plan, :most)")
APPROVE = text("SELECT retention.approve(:plan, :session)")
APPROVE_IN_SANDBOX = text("SELECT retention.approve_in_sandbox(:plan, :by)")


@dataclass(slots=True, kw_only=True)
class Disposed:
    """What a run did; `kept_by` counts what holds and requests kept at the last moment."""

    plan: int
    gone: int = 0
    kept_by: Counter[str] = field(default_factory=Counter)
    certificates: list[str] = field(default_factory=list)
    files: int = 0


def approve(connection: Connection, plan: int, session: bytes) -> None:
    """Approve a plan as whoever the session (hash of its token) belongs to."""
    _known(connection, plan)
    connection.execute(APPROVE, {"plan": plan, "session": session})


def approve_in_sandbox(connection: Connection, plan: int, *, by: str) -> None:
    """Approve a plan for two; outside a sandbox the database refuses."""
    _known(connection, plan)
    _tell(connection, APPROVE_IN_SANDBOX, {"plan": plan, "by": by})


def run(
    connection: Connection,
    config: HomeroomConfig,
    plan: int,
    *,
    progress: Progress = lambda done, total: None,
    most: int = AT_ONCE,
) -> Disposed:
    """Destroy what the plan says and nothing stands against. Commits after each part.

    `InputError` where two people have not approved it yet, or it looks ahead.
    """
    _known(connection, plan)
    done, finished = Disposed(plan=plan), False
    while not finished:
        part = _tell(connection, DISPOSE, {"plan": plan, "most": most})
        connection.commit()
        done.gone = part["gone"]
        done.kept_by.update(part["kept_by"])
        if part["certificate"]:
            done.certificates.append(part["certificate"])
        finished = part["finished"]
        progress(part["next"], part["size"])
    done.files = files.delete_due(connection, config)
    return done


def approvers(connection: Connection, plan: int) -> list[str]:
    """Who has approved a plan, the first first."""
    columns = tables.approval.c
    query = select(columns.person).where(columns.plan == plan).order_by(columns.at, columns.person)
    return list(connection.scalars(query))


def _known(connection: Connection, plan: int) -> None:
    if connection.scalar(select(tables.plan.c.id).where(tables.plan.c.id == plan)) is None:
        raise InputError(f"plan {plan}: unknown; see `homeroom retention list`")


def _tell(connection: Connection, statement: Any, values: dict[str, Any]) -> Any:
    """What the database answers; what it refuses is said as it says it."""
    try:
        return connection.execute(statement, values).scalar_one()
    except DBAPIError as error:
        if isinstance(error.orig, errors.InsufficientPrivilege | errors.CheckViolation):
            raise InputError(str(error.orig.diag.message_primary)) from None
        raise
