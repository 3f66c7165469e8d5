"""Reviews as pages show them: the verdict that a sender calls wrong, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from admin_portal.queries import names
from homeroom.archive import kept
from homeroom.archive.words import text_of
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import WORDING, Language, answer
from homeroom.registry import reviews
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Person, Review
from homeroom.registry.on_call import Directory

ANSWERED_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A refused attempt, from its record."""

    key: str
    sender: str
    """User id."""
    attempt: Mapping[str, Any]
    reasons: tuple[Reason, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason.rule for reason in self.reasons))

    @property
    def room_id(self) -> str:
        return str(self.attempt.get("room_id", ""))

    @property
    def text(self) -> str:
        """What would have been said."""
        return text_of(self.attempt.get("content", self.attempt))

    def words(self, language: Language) -> list[str]:
        """Why, as the sender was told."""
        known = [reason for reason in self.reasons if reason.rule in WORDING]
        return [answer(reason, language) for reason in known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A review in the queue, with names."""

    review: Review
    sender: str
    room: str
    overdue: bool


def refused(connection: Connection, key: str) -> Refused | None:
    """The refusal with this key; None where it is none, or its content was disposed of."""
    found = kept.find(connection, "decision", key)
    said = (found.content or {}).get("decision") if found else None
    if not isinstance(said, dict) or said.get("verdict") != "refuse":
        return None
    attempt = said.get("attempt") or {}
    return Refused(
        key=key,
        sender=str(attempt.get("sender", "")),
        attempt=attempt,
        reasons=tuple(
            Reason(rule=r["rule"], clause=r["clause"], details=r.get("details") or {})
            for r in said.get("reasons", ())
        ),
    )


def waiting(connection: Connection, user: Person, directory: Directory, now: datetime) -> list[Row]:
    """What this user may answer, the first due first."""
    found = reviews.pending(connection)
    return _rows(connection, [r for r in found if reviews.answers(r, user, directory)], now)


def answered(
    connection: Connection, user: Person, directory: Directory, now: datetime
) -> list[Row]:
    """What was answered lately, of those that concern the user."""
    found = [r for r in load(connection, Review).values() if r.state != "asked"]
    found.sort(key=lambda review: review.asked, reverse=True)
    mine = [r for r in found if reviews.answers(r, user, directory)]
    return _rows(connection, mine[:ANSWERED_SHOWN], now)


def one(
    connection: Connection, key: str, user: Person, directory: Directory, now: datetime
) -> Row | None:
    """One review, if this user may answer it."""
    found = find(connection, Review, key)
    if found is None or not reviews.answers(found, user, directory):
        return None
    return _rows(connection, [found], now)[0]


def _rows(connection: Connection, found: list[Review], now: datetime) -> list[Row]:
    people = names.people(connection, {review.person for review in found})
    rooms = names.rooms(connection, {review.room_id for review in found if review.room_id})
    return [
        Row(
            review=review,
            sender=people.get(review.person, ""),
            room=rooms.get(review.room_id, ""),
            overdue=review.state == "asked" and now > review.due,
        )
        for review in found
    ]
