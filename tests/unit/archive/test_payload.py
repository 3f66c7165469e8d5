"""What is sealed of a row: whatever stands in it, there is a payload that can be written again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive import payload
from homeroom.archive.canonical import canonical_text
from homeroom.archive.payload import Annotation, OutboxRow

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def row(text: str, *, kind: str = "event", metadata: str = "{}") -> OutboxRow:
    return OutboxRow(id=1, at=NOW, kind=kind, key="$key", payload=text, metadata=metadata)


def test_an_event_with_what_was_noted_beside_it() -> None:
    beside = {"room_id": "!r", "internal_metadata": '{"outlier": true}', "format_version": 3}
    made = payload.make(
        row('{"type": "m.room.message"}', metadata=json.dumps(beside)),
        Annotation(status="outlier", stream_ordering=7),
    )
    assert made == {
        "event": {"type": "m.room.message", "event_id": "$key"},
        "room_id": "!r",
        "internal_metadata": {"outlier": True},
        "format_version": 3,
        "status": "outlier",
        "stream_ordering": 7,
    }


@pytest.mark.parametrize(
    "given_form", ['{"verdict": "refuse"}', '{"decision": {"verdict": "refuse"}}']
)
def test_a_decision_stands_under_its_kind_and_names_the_login(given_form: str) -> None:
    made = payload.make(row(given_form, kind="decision", metadata='{"via": "homeroom_module"}'))
    assert made == {"decision": {"verdict": "refuse"}, "via": "homeroom_module"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[1]",  # no object
        '"text"',
        '{"a": NaN}',
        '{"a": 1e999}',  # an infinity once it is read
        '{"a": ' + "9" * 5000 + "}",  # more digits than Python reads
        '{"a": ' * 101 + "1" + "}" * 101,  # nested deeper than any reader likes
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_what_is_no_proper_object_is_kept_as_text(text: str) -> None:
    assert payload.make(row(text))["event"] == {"unparsed": text, "event_id": "$key"}
    assert payload.make(row(text, kind="decision")) == {"decision": {"unparsed": text}}


@given(text=st.text(), metadata=st.text(), kind=st.sampled_from(["event", "decision", "x" * 99]))
def test_any_text_can_be_sealed_and_read_again(text: str, metadata: str, kind: str) -> None:
    made = payload.make(row(text, kind=kind, metadata=metadata))
    assert canonical_text(json.loads(canonical_text(made))) == canonical_text(made)


@given(
    text=st.text() | st.floats().map(repr) | st.from_regex(r"-?[0-9]{1,4}(\.[0-9]+)?[eE][0-9]{1,4}")
)
def test_what_is_read_can_be_written(text: str) -> None:
    """Reading refuses what writing would: only then is nothing written to try it."""
    told = f'{{"a": {text}}}'
    try:
        value = json.loads(told)
        canonical_text(value)
    except ValueError:
        value = None
    found = payload.read(told)
    assert found == (value if isinstance(value, dict) else None)


def test_a_repeat_is_the_same_whatever_its_status() -> None:
    first = payload.make(row('{"a": 1}'), Annotation(status="accepted", stream_ordering=7))
    again: dict[str, Any] = payload.make(row('{"a":1}'))
    other = payload.make(row('{"a": 1.0}'))
    assert payload.same(again, canonical_text(first))
    assert not payload.same(other, canonical_text(first))
