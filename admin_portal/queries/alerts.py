"""Alerts of danger as pages show them: names instead of ids, and what was said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from admin_portal.queries import names
from homeroom.archive import kept
from homeroom.archive.words import text_of
from homeroom.danger import acting, alerts
from homeroom.danger.access import concerns
from homeroom.danger.alerts import Alert
from homeroom.registry.model import Person
from homeroom.registry.on_call import Directory

CLOSED_SHOWN = 50
READ = 500
"""At most so many of the newest alerts are looked through for closed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An alert with the names of whom it is about."""

    alert: Alert
    people: tuple[str, ...]
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, as far as it is still there, and where its entry is."""

    text: str
    verdict: str
    reported: str
    """The message that somebody reported; empty where it is none, or of a person or room."""
    epoch: int | None
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One step, with names."""

    at: datetime
    action: str
    who: str
    whom: str
    note: str


def waiting(connection: Connection, user: Person, directory: Directory) -> list[Shown]:
    """What nobody has closed, for this user: open ones first, then oldest first."""
    found = [a for a in alerts.unclosed(connection) if concerns(a, user, directory)]
    found.sort(key=lambda alert: (alert.standing != "open", alert.id))
    return _shown(connection, found)


def closed(connection: Connection, user: Person, directory: Directory) -> list[Shown]:
    """The newest that are closed."""
    found = [
        alert
        for alert in alerts.latest(connection, limit=READ)
        if alert.standing == "closed" and concerns(alert, user, directory)
    ]
    return _shown(connection, found[:CLOSED_SHOWN])


def one(connection: Connection, alert_id: int, user: Person, directory: Directory) -> Shown | None:
    """One alert; None where it is none, or not for this user."""
    found = alerts.find(connection, alert_id)
    if found is None or not concerns(found, user, directory):
        return None
    return _shown(connection, [found])[0]


def said(connection: Connection, alert: Alert) -> Said | None:
    """What was said; None once it was lawfully disposed of."""
    found = kept.find(connection, alert.kind, alert.key)
    if found is None or found.content is None:
        return None
    content = found.content.get(alert.kind, {})
    return Said(
        text=_text(content),
        verdict=str(content.get("verdict", "")),
        reported=_reported(connection, content),
        epoch=found.entry.epoch if found.entry else None,
        index=found.entry.index if found.entry else None,
    )


def guardians(connection: Connection, alert: Alert, day: date) -> list[tuple[str, str]]:
    """Who may be told by a person's decision: person id and name."""
    ids = acting.tellable(connection, alert, day)
    return sorted(names.people(connection, ids).items(), key=lambda pair: pair[1])


def done(connection: Connection, alert: Alert) -> list[Done]:
    """What was done, newest first."""
    accounts = names.accounts(connection, {s.by for s in alert.steps if s.by.startswith("@")})
    people = names.people(connection, {s.person for s in alert.steps if s.person})
    return [
        Done(
            at=step.at,
            action=step.action,
            who=accounts.get(step.by, ""),
            whom=people.get(step.person, ""),
            note=step.note if step.action in ("closed", "guardian_told") else "",
        )
        for step in reversed(alert.steps)
    ]


def _shown(connection: Connection, found: Iterable[Alert]) -> list[Shown]:
    found = list(found)
    people = names.people(connection, {key for alert in found for key in alert.people})
    rooms = names.rooms(connection, {alert.room_id for alert in found if alert.room_id})
    return [
        Shown(
            alert=alert,
            people=tuple(people[key] for key in alert.people if key in people),
            room=rooms.get(alert.room_id, ""),
        )
        for alert in found
    ]


def _reported(connection: Connection, content: Mapping[str, Any]) -> str:
    attempt = content.get("attempt")
    reported = attempt.get("reported") if isinstance(attempt, Mapping) else None
    event_id = reported.get("event_id") if isinstance(reported, Mapping) else None
    found = kept.find(connection, "event", str(event_id)) if event_id else None
    if found is None or found.content is None:
        return ""
    event = found.content.get("event")
    return text_of(event if isinstance(event, Mapping) else found.content)


def _text(content: Mapping[str, Any]) -> str:
    """The words of an attempt, or of what came to a bridge; all of it where none stand out."""
    said: Any = content.get("attempt", content.get("raw", {}))
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except ValueError:
            return str(said)
    return text_of(said) or json.dumps(said, ensure_ascii=False, indent=2)
