"""Puts what the module decides into the outbox, from where the archiver seals it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, text

from homeroom.danger import alerts
from homeroom.danger.alerts import Raised

APPEND = text("SELECT outbox.append(:kind, :key, :payload)")


class Recorder:
    """Writes entries synchronously; call it in a thread. Returns when they are durable."""

    def __init__(self, engine: Engine, process: str) -> None:
        self._engine = engine
        self._process = process

    def decision(self, key: str, content: Mapping[str, Any]) -> None:
        """A verdict other than Allow, with the attempt."""
        self._append("decision", key, {**content, "process": self._process})

    def alarm(self, raised: Raised) -> None:
        """A verdict with a flag of danger: its entry and its alert, or neither."""
        payload = {**raised.payload, "process": self._process}
        with self._engine.begin() as connection:
            alerts.raise_alert(connection, replace(raised, payload=payload))

    def adoption(self, seq: int, policy_version: str, incarnation: str) -> None:
        """This process judges by registry version `seq` from now on (invariant 4)."""
        key = f"{self._process}:{incarnation}:{seq}"
        self._append(
            "adoption",
            key,
            {"process": self._process, "registry_seq": seq, "policy_version": policy_version},
        )

    def notice(self, key: str, content: Mapping[str, Any]) -> None:
        """What a sender was told."""
        self._append("notice", key, content)

    def _append(self, kind: str, key: str, content: Mapping[str, Any]) -> None:
        payload = json.dumps(content, ensure_ascii=True, default=str)
        with self._engine.begin() as connection:
            connection.execute(APPEND, {"kind": kind, "key": key, "payload": payload})
