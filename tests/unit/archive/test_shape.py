"""Payloads of one shape are written and hashed as the definition says, byte for byte."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from homeroom.archive import merkle
from homeroom.archive.canonical import canonical_text
from homeroom.archive.commitment import commitment, committed, fields
from homeroom.archive.shape import MOST_VALUES, shaped

SALT = bytes(range(32))
BEFORE = [
    # letters without UTF-8 and without ASCII, a list that holds objects, a kept object, a percent
    (
        {
            "event": {
                "type": "m.room.message",
                "content": {"body": "ñ 🪶 \ud800 \u0001 100%s", "n": [1, {"b": 2, "a": None}]},
                "hashes": {"sha256": "x"},
                "unsigned": {"age": 1},
                "event_id": "$1",
            },
            "room_id": None,
            "internal_metadata": {"a": 1},
            "format_version": 3,
            "status": "accepted",
            "stream_ordering": 5,
        },
        "08038a872175c79b6d5d6670c0bfa16c37935b06da81d534233cbad218b90d37",
        "f9a08a5dd324ef6265f14fe8910a07d223eea4e71d2eef3352da6bbbe786aa28",
    ),
    # keys that a pointer escapes, that a format would take for its own, that sort otherwise
    (
        {
            "decision": {
                "a/b": {"c~d": 1},
                "%s": "%",
                "": {"": {}},
                "a-b": True,
                "a": {"b": 1.5, "c": -0.0},
            },
            "via": "x",
        },
        "3fb0e58cf9a1f352a7bfc177042a46fa187f57965456baabd48b4884ef9da19a",
        "efc3145fb1b8c412e3e1714887d51ff11fa8470e1d56de1992bf5b839d22423d",
    ),
    # a key that looks like the pointer of a kept object, and is none
    (
        {"event/hashes": {"x": 1}, "event": {"hashes": {}}},
        "1f9e5c9c83d22af22fd4cd58d6f4af10fcc879c4ea5e63be10af9d08facb4202",
        "c1ba9ab862eacdbeeec302b9b138859ebdfcc8563287d6a3145695ecb31cb9ff",
    ),
    # more values than are remembered
    (
        {"d": {str(number): number for number in range(70)}},
        "a6e29943c7622c9cba4eb7fd4894a2fb7a7824520b53dd394544fa2d8cb0ef25",
        "6ddf3b27c743dbb51f435d6acf1dc590b2fe1d94a0bf6f40b753f91769764903",
    ),
]
"""Commitment, and SHA-256 of the text, as the code made them that sealed the first entries."""

keys = st.text() | st.sampled_from(
    ["event", "hashes", "unsigned", "internal_metadata", "a", "a/b", "a-b", "%s", "~", "\x01", ""]
)
leaves: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.lists(st.dictionaries(keys, st.text(), max_size=2), max_size=2)
)
payloads = st.dictionaries(
    keys,
    st.recursive(leaves, lambda inner: st.dictionaries(keys, inner, max_size=4), max_leaves=20),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(("payload", "bound", "text"), BEFORE)
def test_what_was_sealed_before_would_be_sealed_so_again(
    payload: dict[str, Any], bound: str, text: str
) -> None:
    assert commitment(payload, SALT).hex() == bound
    assert hashlib.sha256(canonical_text(payload).encode()).hexdigest() == text


@given(payload=payloads, salt=st.binary(min_size=32, max_size=32))
def test_text_and_commitment_are_those_of_the_definition(
    payload: dict[str, Any], salt: bytes
) -> None:
    root = merkle.root([field.leaf_hash() for field in fields(payload, salt)])
    assert committed(payload, salt) == (canonical_text(payload), root)


@given(payload=payloads, others=st.lists(leaves, max_size=30))
def test_other_values_of_the_same_keys_share_a_shape(
    payload: dict[str, Any], others: list[Any]
) -> None:
    other = _exchanged(payload, iter(others))
    one, two = shaped(payload), shaped(other)
    assume(one is not None)  # One that is too large is not remembered.
    assert one is not None
    assert two is not None
    assert one[0] is two[0]
    assert committed(other, SALT)[0] == canonical_text(other)


def test_large_payloads_are_not_remembered() -> None:
    assert shaped({str(number): 1 for number in range(MOST_VALUES)}) is not None
    assert shaped({str(number): 1 for number in range(MOST_VALUES + 1)}) is None
    assert shaped({"x" * 100_000: 1}) is None
    assert shaped({}) is None


def _exchanged(payload: dict[str, Any], others: Any) -> dict[str, Any]:
    """The same keys, in the same order, with other values where there are some."""
    return {
        key: _exchanged(value, others)
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else next(others, value)
        for key, value in payload.items()
    }
