"""What is sealed of an outbox row. Whatever stands in the row, there is a payload for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from math import isinf
from typing import Any, Literal, NamedTuple, NoReturn

from homeroom.archive.canonical import canonical_text

DEEPEST = 100
"""Deeper JSON is sealed as text: nobody writes it in good faith, and readers would stumble."""
LONGEST_KIND = 64
ANNOTATIONS = ("status", "stream_ordering")

EventStatus = Literal["accepted", "rejected", "outlier", "absent"]


class OutboxRow(NamedTuple):
    """One row of `outbox.entry`; a tuple, since they come by the thousand."""

    id: int
    at: datetime
    kind: str
    key: str
    payload: str
    metadata: str


class Annotation(NamedTuple):
    """What Synapse's tables say of an event after its commit."""

    status: EventStatus
    stream_ordering: int | None


ABSENT = Annotation(status="absent", stream_ordering=None)
"""The event is in no table of Synapse any more."""


def kind_of(row: OutboxRow) -> str:
    """The kind under which a row is sealed."""
    return row.kind[:LONGEST_KIND]


def make(row: OutboxRow, annotation: Annotation = ABSENT) -> dict[str, Any]:
    """The payload of a row: one top key named as its kind, and what was noted beside it."""
    content = read(row.payload)
    if row.kind == "event":
        return _event(row, content, annotation)
    return _own(row, content)


def make_plain(row: OutboxRow) -> dict[str, Any]:
    """The payload of a row that cannot be sealed otherwise: its text as it stands."""
    return {kind_of(row): {"unparsed": row.payload}}


def read(text: str) -> dict[str, Any] | None:
    """A JSON object that can be written canonically; None for anything else."""
    try:
        value = _value(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _shallow(text, value) else None


def same(payload: dict[str, Any], text: str) -> bool:
    """Is this the payload that was sealed as `text`, the annotations apart?"""
    return _bare(payload) == _bare(json.loads(text))


def _bare(payload: dict[str, Any]) -> str:
    return canonical_text({k: v for k, v in payload.items() if k not in ANNOTATIONS})


def _event(row: OutboxRow, content: dict[str, Any] | None, note: Annotation) -> dict[str, Any]:
    beside = read(row.metadata) or {}
    internal = beside.get("internal_metadata")
    parsed = read(internal) if isinstance(internal, str) else None
    event = {"unparsed": row.payload} if content is None else content
    adopted = {"adopted": beside["adopted"]} if "adopted" in beside else {}
    return {
        **adopted,
        "event": {**event, "event_id": row.key},
        "room_id": beside.get("room_id"),
        "internal_metadata": internal if parsed is None else parsed,
        "format_version": beside.get("format_version"),
        "status": note.status,
        "stream_ordering": note.stream_ordering,
    }


def _own(row: OutboxRow, content: dict[str, Any] | None) -> dict[str, Any]:
    kind = kind_of(row)
    if content is None:
        payload: dict[str, Any] = {kind: {"unparsed": row.payload}}
    elif list(content) == [kind] and isinstance(content[kind], dict):
        payload = content
    else:
        payload = {kind: content}
    beside = read(row.metadata) or {}
    return {**payload, "via": beside["via"]} if "via" in beside and kind != "via" else payload


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    """A number that can be written again: JSON has no infinity."""
    value = float(digits)
    if isinf(value):
        raise ValueError(f"{digits} is too large")
    return value


_decoder = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
_scan: Callable[[str, int], tuple[Any, int]] = vars(_decoder)["scan_once"]


def _value(text: str) -> Any:
    """What the decoder says; without its search for blanks, where none stand around an object."""
    if text.startswith("{"):
        with suppress(StopIteration):
            value, end = _scan(text, 0)
            if end == len(text):
                return value
    return _decoder.decode(text)


def _shallow(text: str, value: Any) -> bool:
    """Is the value nested no deeper than `DEEPEST`?"""
    if text.count("{") + text.count("[") <= DEEPEST:
        return True
    level, depth = [value], 0
    while level and depth < DEEPEST:
        depth += 1
        level = [
            member
            for parent in level
            for member in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(member, dict | list)
        ]
    return not level
