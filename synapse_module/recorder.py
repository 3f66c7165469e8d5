"""Puts what the module decides into the outbox, from where the archiver seals it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, text

from homeroom.danger import alerts
from homeroom.registry import reviews, urgent, venues
from homeroom.registry.model import Venue
from synapse_module.spool import Decided

APPEND = text("SELECT outbox.append(:kind, :key, :payload)")
FORGET = text("DELETE FROM notice.told WHERE at < clock_timestamp() - make_interval(secs => :kept)")
CLAIM = text(
    """
    INSERT INTO notice.told (user_id, rule) VALUES (:user_id, :rule)
    ON CONFLICT (user_id, rule) DO UPDATE SET at = clock_timestamp()
    WHERE told.at < clock_timestamp() - make_interval(secs => :seconds)
    RETURNING rule
    """
)
KEPT_SECONDS = 3600.0
"""How long it is known who was told."""


class Recorder:
    """Writes entries synchronously; call it in a thread. Returns when they are durable."""

    def __init__(self, engine: Engine, process: str) -> None:
        self._engine = engine
        self.process = process

    def write(self, decided: Decided) -> None:
        """A verdict other than Allow, with the attempt; its alert with it, or neither."""
        with self._engine.begin() as connection:
            if decided.alert is None:
                append(connection, "decision", decided.key, decided.payload)
            else:
                alerts.raise_alert(connection, decided.alert)
            if decided.notice is not None:
                urgent.note(connection, decided.notice)

    def use_waiver(self, waiver_id: str) -> bool:
        """Use a reviewer's leave up; False where another message, or process, has."""
        with self._engine.begin() as connection:
            return reviews.use(connection, waiver_id)

    def adoption(self, seq: int, policy_version: str, incarnation: str) -> None:
        """This process judges by registry version `seq` from now on (invariant 4)."""
        key = f"{self.process}:{incarnation}:{seq}"
        self._append(
            "adoption",
            key,
            {"process": self.process, "registry_seq": seq, "policy_version": policy_version},
        )

    def claim(self, user_id: str, rules: Collection[str], seconds: float) -> set[str]:
        """The rules that no process has told this user of in the last `seconds`; now this one has.

        Asking counts as telling.
        """
        with self._engine.begin() as connection:
            connection.execute(FORGET, {"kept": KEPT_SECONDS})
            asked = [
                {"user_id": user_id, "rule": rule, "seconds": seconds} for rule in sorted(rules)
            ]
            return {rule for one in asked for rule in connection.scalars(CLAIM, one)}

    def notice(self, key: str, content: Mapping[str, Any]) -> None:
        """What a sender was told."""
        self._append("notice", key, content)

    def made_venue(self, venue: Venue, maker: str) -> None:
        """A room that a user is making is a venue from its first event on."""
        with self._engine.begin() as connection:
            venues.made(connection, venue, by=maker)

    def account(self, key: str, content: Mapping[str, Any]) -> None:
        """What is done to an account because of the roster."""
        self._append("account", key, content)

    def _append(self, kind: str, key: str, content: Mapping[str, Any]) -> None:
        with self._engine.begin() as connection:
            append(connection, kind, key, content)


def append(connection: Connection, kind: str, key: str, content: Mapping[str, Any]) -> None:
    """Put an entry into the outbox, in the transaction that is open."""
    payload = json.dumps(content, ensure_ascii=True, default=str)
    connection.execute(APPEND, {"kind": kind, "key": key, "payload": payload})
