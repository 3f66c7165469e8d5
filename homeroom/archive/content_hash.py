"""An event's own hash, a second and independent proof that its content is what was sent.

Matrix specification, server-server API, "Calculating the content hash for an event": SHA-256 of the
canonical JSON without `unsigned`, `signatures` and `hashes`. It covers no later redaction, so it is
compared with what was sealed, which no redaction touches.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from homeroom.archive.canonical import canonical

LEFT_OUT = frozenset({"unsigned", "signatures", "hashes", "age_ts", "outlier", "destinations"})
OLDEST_FORMAT = 1
"""Events of rooms of version 1 and 2, which carry their id in themselves."""


def agrees(payload: dict[str, Any]) -> bool | None:
    """Does a sealed event fit its own hash? None where there is nothing to compare.

    Nothing to compare: an event that was pruned before it was taken in, one without a hash, or
    one that is no JSON.
    """
    event = payload.get("event")
    adopted = payload.get("adopted")
    if not isinstance(event, dict) or (isinstance(adopted, dict) and adopted.get("pruned")):
        return None
    said = event.get("hashes")
    if not isinstance(said, dict) or not isinstance(said.get("sha256"), str):
        return None
    return bool(said["sha256"] == content_hash(event, payload.get("format_version")))


def content_hash(event: dict[str, Any], format_version: Any) -> str:
    """The hash as an event carries it: base64 without padding."""
    left_out = LEFT_OUT if format_version == OLDEST_FORMAT else LEFT_OUT | {"event_id"}
    hashed = {key: value for key, value in event.items() if key not in left_out}
    digest = hashlib.sha256(canonical(hashed)).digest()
    return base64.b64encode(digest).decode().rstrip("=")
