"""A process's log: JSON, and nothing that anybody wrote."""

from __future__ import annotations

import json
import logging
import sys

from homeroom.journal import JsonLines


def line(message: str, **more: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "n", "levelno": 40, "levelname": "ERROR", **more})
    record.msg = message
    content: dict[str, object] = json.loads(JsonLines().format(record))
    return content


def test_a_line_says_when_where_and_what() -> None:
    found = line("stopped", event_id="$x")
    assert {"at", "level", "logger", "message", "event_id"} == set(found)
    assert found["message"] == "stopped"


def test_invariant_11_a_fault_is_named_by_its_type_and_place_and_never_by_its_text() -> None:
    """What a driver or a parser says of a fault quotes what somebody wrote."""
    try:
        int("call me at noon")
    except ValueError:
        found = line("unknown fault", exc_info=sys.exc_info())
    assert found["error"] == "ValueError"
    assert found["where"]
    assert "noon" not in json.dumps(found)
