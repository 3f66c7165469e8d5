"""Which fields of an entry a production opens; of the others it shows only the hashes.

Opened is what a reader needs of what was said. Never opened is what only servers speak about:
how the homeserver kept the event, its place in the room's graph, signatures, delivery details.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from homeroom.archive.commitment import Field
from homeroom.archive.leaf import VERSION
from homeroom.disclosure.model import Proved
from homeroom.disclosure.redaction.record import Covering
from homeroom.disclosure.redaction.redactor import free

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
FILE_HASH = "/media/sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a record's file lies in the production; `redacted`: it is not the sealed one."""

    path: str
    redacted: bool = False


def record_line(n: int, proved: Proved, file: Placed | None, covering: Covering) -> dict[str, Any]:
    """One record as `records.jsonl` holds it.

    A field with something covered is not opened: its hash proves that it was there, and what is
    left of it stands beside the hash, marked as redacted. So does the place of a field whose name
    says too much. The hash of a file is shown only with that very file.
    """
    entry, header = proved.entry, proved.entry.header
    closed = (FILE_HASH,) if file is None or file.redacted else ()
    taken: set[str] = set()
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
        "fields": [_shown(field, covering, closed, taken) for field in entry.fields()],
        "proof": [step.hex() for step in proved.proof],
        "reasons": sorted(proved.reasons),
    }
    if file is None:
        return line
    return {**line, "file": file.path, **({"file_redacted": True} if file.redacted else {})}


@lru_cache(maxsize=4096)
def is_opened(pointer: str) -> bool:
    """Whether a field is shown to whoever receives the production."""
    return _under(pointer, OPENED) and not _under(pointer, CLOSED)


def _shown(
    field: Field, covering: Covering, closed: Collection[str], taken: set[str]
) -> dict[str, Any]:
    if not is_opened(field.pointer) or field.pointer in closed:
        return {"hidden": field.leaf_hash().hex()}
    pointer, value = covering.field(field.pointer, field.value)
    if pointer == field.pointer and value is field.value:
        taken.add(pointer)
        return {"pointer": pointer, "salt": field.salt.hex(), "value": value}
    taken.add(pointer := free(pointer, taken))
    return {
        "hidden": field.leaf_hash().hex(),
        "pointer": pointer,
        "redacted": True,
        "value": value,
    }


def _under(pointer: str, roots: Iterable[str]) -> bool:
    return any(pointer == root or pointer.startswith(root + "/") for root in roots)
