"""The commitment to a payload: a Merkle root over its salted fields.

A production opens the fields that it releases (pointer, salt, value) and gives only the hashes of
the others, so that a redacted record is still provably the one that was kept. Each field has a
salt of its own, derived from the entry's random one: no hidden value can be guessed from its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeroom.archive import merkle
from homeroom.archive.canonical import canonical, canonical_text, shown
from homeroom.archive.shape import FIELD_PREFIX, KEPT_WHOLE, escape, shaped

SALT_SIZE = 32
MOST_FIELDS = 256
"""A payload of more fields is split at its two upper levels only, so that none is costly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One opened field of a payload; `pointer` is a JSON pointer (RFC 6901)."""

    pointer: str
    salt: bytes
    value: Any

    def leaf_hash(self) -> bytes:
        opened = canonical([self.pointer, self.salt.hex(), self.value])
        return hashlib.sha256(FIELD_PREFIX + opened).digest()


def new_salt() -> bytes:
    """A fresh random salt for an entry."""
    return secrets.token_bytes(SALT_SIZE)


def fields(payload: Mapping[str, Any], salt: bytes) -> list[Field]:
    """The fields of a payload in the order of the commitment: by pointer, in code points.

    Every object is descended but the empty ones and those of `KEPT_WHOLE`; whatever else there
    is, lists included, is one field.
    """
    return [
        Field(pointer=pointer, salt=_field_salt(salt, pointer), value=value)
        for pointer, value in sorted(_split(payload), key=lambda pair: pair[0])
    ]


def commitment(payload: Mapping[str, Any], salt: bytes) -> bytes:
    """The commitment to a payload under the entry's salt: 32 bytes."""
    return committed(payload, salt)[1]


def committed(payload: Mapping[str, Any], salt: bytes) -> tuple[str, bytes]:
    """The canonical text of a payload, and the commitment to it."""
    known = shaped(payload)
    if known is None:
        leaves = [field.leaf_hash() for field in fields(payload, salt)]
        return canonical_text(payload), merkle.root(leaves)
    shape, values = known
    return shown(shape.text(values)), shape.commitment(values, salt)


def _field_salt(salt: bytes, pointer: str) -> bytes:
    """HMAC-SHA-256 (RFC 2104) of the pointer under the entry's salt."""
    return hmac.digest(salt, pointer.encode("utf-8", "backslashreplace"), "sha256")


def _split(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    if not payload:
        return [("", payload)]
    found = _descend(payload, MOST_FIELDS, None)
    return found if len(found) <= MOST_FIELDS else _descend(payload, None, 2)


def _descend(
    payload: Mapping[str, Any], most: int | None, levels: int | None
) -> list[tuple[str, Any]]:
    """Pairs of pointer and value, without recursion; some past `most` it stops."""
    found: list[tuple[str, Any]] = []
    waiting: list[tuple[str, int, Mapping[str, Any]]] = [("", 1, payload)]
    while waiting and (most is None or len(found) <= most):
        above, level, members = waiting.pop()
        for key, value in members.items():
            pointer = f"{above}/{escape(key)}"
            if isinstance(value, dict) and value and level != levels and pointer not in KEPT_WHOLE:
                waiting.append((pointer, level + 1, value))
            else:
                found.append((pointer, value))
    return found
