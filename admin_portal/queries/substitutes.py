"""Substitutes as the page shows them: whose class, until when, and what may be done about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from admin_portal.auth import Permission, permissions
from admin_portal.queries import names
from homeroom.policy.roles import Role
from homeroom.registry import substitutions
from homeroom.registry.decisions import load, naming
from homeroom.registry.model import Enrollment, Person, SchoolClass, Substitution

SHOWN_AFTER = timedelta(days=7)
"""So long one that is over stands in the list."""
Standing = Literal["now", "later", "ended", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One substitution, with names."""

    substitution: Substitution
    person: str
    title: str
    standing: Standing
    yours: bool
    """May the user end it, or take its end back?"""


def rows(
    connection: Connection, user: Person, givable: Collection[str], now: datetime
) -> list[Row]:
    """Those that concern the user, the first to begin first; those over, last."""
    everywhere = not {Role.ADMIN, Role.RECORDS_OFFICER, Role.AUDITOR}.isdisjoint(user.roles)
    known = load(connection, SchoolClass)
    found = [
        each
        for each in load(connection, Substitution).values()
        if each.ends > now - SHOWN_AFTER
        and (everywhere or each.class_id in givable or known[each.class_id].org in user.orgs)
    ]
    who = names.people(connection, {each.person for each in found})
    made = [
        Row(
            substitution=each,
            person=who.get(each.person, each.person),
            title=known[each.class_id].title,
            standing=_standing(each, now),
            yours=each.class_id in givable,
        )
        for each in found
    ]
    return sorted(
        made, key=lambda row: (row.standing in ("ended", "over"), row.substitution.starts)
    )


def givable(connection: Connection, user: Person, day: date) -> dict[str, str]:
    """The classes that the user may give away: titles by id."""
    if Permission.SUBSTITUTES_DECIDE not in permissions(user.roles):
        return {}
    classes = load(connection, SchoolClass)
    if not {Role.ADMIN, Role.PRINCIPAL}.isdisjoint(user.roles):
        mine = classes
    else:
        seats = naming(connection, Enrollment, "person", [user.id])
        mine = {s.class_id: classes[s.class_id] for s in seats if s.class_id in classes}
    return {
        each.id: each.title
        for each in mine.values()
        if each.active and substitutions.may_give(connection, user, each, day)
    }


def _standing(each: Substitution, now: datetime) -> Standing:
    if each.ends <= now:
        return "over"
    if not each.active:
        return "ended"
    return "now" if each.starts <= now else "later"
