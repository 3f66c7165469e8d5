"""Leaves for single messages: how one is known again, and how it is used up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from homeroom.policy.waiving import Leave
from homeroom.registry.model import Waiver

Waivers = Mapping[tuple[str, str], tuple[Waiver, ...]]
"""By sender (person id) and room: those not used."""


def fingerprint(kind: str, content: Mapping[str, Any]) -> str:
    """What a message is known by: every bit of its type and content, in whatever order of keys."""
    said = json.dumps(
        [kind, _plain(content)], ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(said.encode()).hexdigest()


def unused(waivers: Iterable[Waiver]) -> dict[tuple[str, str], tuple[Waiver, ...]]:
    """Those that can still be used, as they are looked up."""
    found: dict[tuple[str, str], tuple[Waiver, ...]] = {}
    for waiver in waivers:
        if not waiver.used:
            key = (waiver.person, waiver.room_id)
            found[key] = (*found.get(key, ()), waiver)
    return found


def leave(
    waivers: Waivers, person: str | None, room_id: str, kind: str, content: Mapping[str, Any]
) -> Leave | None:
    """The leave for this very message; no message is looked at where nothing was let pass."""
    given = waivers.get((person, room_id), ()) if person and waivers else ()
    if not given:
        return None
    wanted = fingerprint(kind, content)
    found = next((waiver for waiver in given if waiver.fingerprint == wanted), None)
    if found is None:
        return None
    return Leave(id=found.id, rules=frozenset(found.rules), expires=found.expires)


def _plain(value: Any) -> Any:
    """Frozen content as lists and dictionaries."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
