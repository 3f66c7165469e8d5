"""The roles of those whose roles change with the days, for the steward to apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from homeroom.importers.oneroster.roles import capacity
from homeroom.importers.oneroster.tables import Tables
from homeroom.importers.roster import Period, RosterPost


def dated_posts(tables: Tables, homes: Mapping[str, str]) -> Iterator[RosterPost]:
    """Every role of each user who has one with a date; users who are not enabled have none.

    `homes` is the school or district of each org. OneRoster 1.1 has no dates here.
    """
    if tables.roles is None:
        return
    enabled = {row.sourced_id for row in tables.users.active() if row.enabled_user}
    dated = {
        row.user_sourced_id
        for row in tables.roles.active()
        if row.begin_date is not None or row.end_date is not None
    }
    changing = dated & enabled
    for row in tables.roles.active():
        if row.user_sourced_id in changing:
            yield RosterPost(
                roster_id=row.user_sourced_id,
                role=capacity(row.role),
                org=homes.get(row.org_sourced_id),
                period=Period(begins=row.begin_date, ends=row.end_date),
            )
