"""Which fields of an entry a production opens; of the others it shows only the hashes.

Opened is what a reader needs of what was said. Never opened is what only servers speak about:
how the homeserver kept the event, its place in the room's graph, signatures, delivery details.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from homeroom.archive.commitment import Field
from homeroom.archive.leaf import VERSION
from homeroom.disclosure.model import Proved

OPENED = (
    "/event/type",
    "/event/sender",
    "/event/room_id",
    "/event/event_id",
    "/event/origin_server_ts",
    "/event/state_key",
    "/event/redacts",
    "/event/content",
    "/status",
    "/decision",
    "/notice",
    "/media",
)
CLOSED = ("/decision/process", "/decision/registry_seq")


def record_line(n: int, proved: Proved, file: str | None) -> dict[str, Any]:
    """One record as `records.jsonl` holds it; `file` is the path of a sealed attachment."""
    entry, header = proved.entry, proved.entry.header
    line = {
        "n": n,
        "epoch": entry.epoch,
        "index": entry.index,
        "header": {
            "at": header.at,
            "commitment": header.commitment.hex(),
            "district": header.district,
            "kind": header.kind,
            "v": VERSION,
        },
        "fields": [_shown(field) for field in entry.fields()],
        "proof": [step.hex() for step in proved.proof],
        "reasons": sorted(proved.reasons),
    }
    return line if file is None else {**line, "file": file}


@lru_cache(maxsize=4096)
def is_opened(pointer: str) -> bool:
    """Whether a field is shown to whoever receives the production."""
    return _under(pointer, OPENED) and not _under(pointer, CLOSED)


def _shown(field: Field) -> dict[str, Any]:
    if not is_opened(field.pointer):
        return {"hidden": field.leaf_hash().hex()}
    return {"pointer": field.pointer, "salt": field.salt.hex(), "value": field.value}


def _under(pointer: str, roots: Iterable[str]) -> bool:
    return any(pointer == root or pointer.startswith(root + "/") for root in roots)
