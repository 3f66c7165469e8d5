"""Other servers: the district has none to talk to."""

from __future__ import annotations

from homeroom.ways_in.model import Way, closed

ALONE = "no foreign servers"

WAYS: tuple[Way, ...] = (
    closed("GET /_matrix/key/v2/server[/{key_id}]", "", ALONE),
    closed("POST /_matrix/key/v2/query", "", ALONE),
    closed("GET /_matrix/key/v2/query/{server}[/{key_id}]", "", ALONE),
)
