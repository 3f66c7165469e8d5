"""What adults were told while the database was away becomes part of the record of its alert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.danger.slips import Slip, Slips
from homeroom.steward.task import Office

AWAY = "while the database was away, at"
"""How the note of such a step begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An adult heard of these before they had a page."""

    person: str
    alerts: tuple[Alert, ...]
    slips: tuple[Slip, ...]


def settle(office: Office, slips: Slips, *, by: str) -> list[Heard]:
    """Note what was done about the alerts that are on record by now; who must learn their pages.

    Their chains go on from there: nobody is told of one twice.
    """
    if not slips.waiting():
        return []
    with slips.alone():
        waiting = slips.waiting()
        with office.engine.begin() as connection:
            known = alerts.of_sources(connection, {slip.source for _, slip in waiting})
            recorded = [(slip, known[slip.source]) for _, slip in waiting if slip.source in known]
            for slip, alert in recorded:
                _note(connection, slip, alert, by)
        for file, slip in waiting:
            if slip.source in known:
                slips.done(file)
    return _heard(recorded)


def _note(connection: Connection, slip: Slip, alert: Alert, by: str) -> None:
    """Each once: whoever was killed before the slip was gone begins again."""
    known = {(step.person, step.note) for step in alert.steps}
    for each in slip.attempts:
        note = "; ".join(filter(None, (f"{AWAY} {each.at:%Y-%m-%d %H:%M:%S.%f %Z}", each.note)))
        if (each.person, note) in known:
            continue
        alerts.note(
            connection,
            alert.id,
            each.action,
            by=by,
            person=each.person,
            channel=each.channel,
            text_=note,
        )


def _heard(recorded: Sequence[tuple[Slip, Alert]]) -> list[Heard]:
    people = {a.person for slip, _ in recorded for a in slip.attempts if a.action == "told"}
    found = []
    for person in sorted(people):
        of = [(slip, alert) for slip, alert in recorded if slip.told(person)]
        found.append(
            Heard(
                person=person,
                alerts=tuple(alert for _, alert in of),
                slips=tuple(slip for slip, _ in of),
            )
        )
    return found
