"""Who looked at what: kind `access` entries, sealed in the archive like everything else."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, text

Act = Literal[
    "sign_in",
    "sign_out",
    "sign_in_refused",
    "denied",
    "search",
    "view",
    "release",
    "approve",
    "produce",
    "download",
    "policy_try",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One act at the portal. `by` is a user id, or empty where nobody was signed in."""

    act: Act
    by: str
    address: str
    at: datetime
    object: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def note(connection: Connection, access: Access) -> None:
    """Append an act to the outbox, in the caller's transaction; each has a key of its own."""
    payload = {
        "access": {
            "type": access.act,
            "actor": access.by,
            "address": access.address,
            "at": access.at.isoformat(),
            "key": access.object,
            "details": access.details,
        }
    }
    connection.execute(
        text("SELECT outbox.append('access', :key, :payload)"),
        {"key": uuid.uuid4().hex, "payload": json.dumps(payload, sort_keys=True)},
    )
