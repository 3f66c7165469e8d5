"""How payloads with the same keys are written and hashed: worked out once for all of them.

A homeserver's events have few shapes, and this is most of what sealing costs. What comes out is
what `canonical` and `commitment.fields` say, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any

from homeroom.archive import merkle
from homeroom.archive.canonical import WRITTEN, encoded, quoted, written

FIELD_PREFIX = b"\x00homeroom/field/v1\n"
KEPT_WHOLE = frozenset(
    {"/internal_metadata", "/event/hashes", "/event/signatures", "/event/unsigned"}
)
"""Objects that are one field each: the protocol's own, with nothing in them to release apart."""
MOST_VALUES = 64
LONGEST_KEYS = 4_000
"""Larger shapes are not remembered, so that what is remembered stays small."""
MOST_SHAPES = 512
BETWEEN = "\x01"
"""Between openings: in JSON this character is always an escape."""
INNER, OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
"""The paddings of RFC 2104, for keys of less than a block."""

Key = str | tuple[str] | None
"""A key; one whose object is descended; the end of such an object."""
Keys = tuple[Key, ...]
Tree = dict[str, "int | Tree"]
_sha256 = hashlib.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How payloads of the same keys are written and hashed; values come in JSON, as walked."""

    names: tuple[bytes, ...]
    """The fields' pointers in the order of the commitment."""
    fields: tuple[int, ...]
    """Which value is whose."""
    openings: str
    """Takes the salt and the value of each field in turn."""
    members: tuple[int, ...]
    """The values in the order of canonical JSON."""
    json: str
    """Takes those."""

    def text(self, values: Sequence[str]) -> str:
        """The canonical JSON of a payload, but for its encoding."""
        return self.json % tuple([values[place] for place in self.members])

    def commitment(self, values: Sequence[str], salt: bytes) -> bytes:
        """The Merkle root over the salted fields of a payload: 32 bytes."""
        parts = [""] * (2 * len(self.names))
        parts[::2] = self._salts(salt)
        parts[1::2] = [values[place] for place in self.fields]
        opened = encoded(self.openings % tuple(parts)).split(BETWEEN.encode())
        return merkle.root([_sha256(opening).digest() for opening in opened])

    def _salts(self, salt: bytes) -> list[str]:
        """HMAC-SHA-256 (RFC 2104) of each pointer under the entry's salt, in hexadecimal.

        To copy a hash that has read the key is cheaper than to make one.
        """
        block = salt.ljust(64, b"\0")
        inner, outer = _sha256(block.translate(INNER)).copy, _sha256(block.translate(OUTER)).copy
        made = []
        for name in self.names:
            within, around = inner(), outer()
            within.update(name)
            around.update(within.digest())
            made.append(around.hexdigest())
        return made


def shaped(payload: Mapping[str, Any]) -> tuple[Shape, list[str]] | None:
    """The shape of a payload, and its values in JSON; None for one too large to be remembered."""
    keys: list[Key] = []
    values: list[Any] = []
    _walk("", payload, keys, values)
    if not 0 < len(values) <= MOST_VALUES:
        return None
    shape = _shape(tuple(keys))
    known = WRITTEN.get
    if shape is None:
        return None
    return shape, [known(type(value), written)(value) for value in values]


def escape(key: str) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def _walk(above: str, members: Mapping[str, Any], keys: list[Key], values: list[Any]) -> None:
    for key, value in members.items():
        if type(value) is dict and value:
            pointer = f"{above}/{escape(key)}"
            if pointer not in KEPT_WHOLE:
                keys.append((key,))
                _walk(pointer, value, keys, values)
                keys.append(None)
                continue
        keys.append(key)
        values.append(value)
        if len(values) > MOST_VALUES:
            return


@lru_cache(maxsize=MOST_SHAPES)
def _shape(keys: Keys) -> Shape | None:
    if len(repr(keys)) > LONGEST_KEYS:
        return None
    tree = _tree(iter(keys), count())
    pointers = sorted(_pointers("", tree))
    json, members = _json(tree)
    return Shape(
        names=tuple(encoded(pointer) for pointer, _ in pointers),
        fields=tuple(place for _, place in pointers),
        openings=BETWEEN.join(
            f'{FIELD_PREFIX.decode()}[{_literal(pointer)},"%s",%s]' for pointer, _ in pointers
        ),
        members=tuple(members),
        json=json,
    )


def _tree(keys: Iterator[Key], places: Iterator[int]) -> Tree:
    """The keys as they were, with the places of the values."""
    tree: Tree = {}
    for key in keys:
        if key is None:
            break
        if isinstance(key, tuple):
            tree[key[0]] = _tree(keys, places)
        else:
            tree[key] = next(places)
    return tree


def _pointers(above: str, tree: Tree) -> Iterator[tuple[str, int]]:
    for key, below in tree.items():
        pointer = f"{above}/{escape(key)}"
        if isinstance(below, int):
            yield pointer, below
        else:
            yield from _pointers(pointer, below)


def _json(tree: Tree) -> tuple[str, list[int]]:
    """Canonical JSON with `%s` for each value, and which values these are."""
    parts: list[str] = []
    members: list[int] = []
    for key, below in sorted(tree.items(), key=itemgetter(0)):
        inner, places = ("%s", [below]) if isinstance(below, int) else _json(below)
        parts.append(f"{_literal(key)}:{inner}")
        members += places
    return f"{{{','.join(parts)}}}", members


def _literal(text: str) -> str:
    return quoted(text).replace("%", "%%")
