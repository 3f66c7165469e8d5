"""The permanent header: its bytes can never change."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive.canonical import canonical, canonical_text
from homeroom.archive.leaf import Header, milliseconds, moment

HEADER = Header(district="demo", kind="event", at=1_790_000_000_123, commitment=b"\xab" * 32)


def test_invariant_2_the_header_is_what_the_proof_says() -> None:
    expected = (
        b'homeroom/entry/v1\n{"at":1790000000123,"commitment":"' + b"ab" * 32 + b'",'
        b'"district":"demo","kind":"event","v":1}'
    )
    assert HEADER.to_bytes() == expected
    assert HEADER.leaf_hash() == hashlib.sha256(b"\x00" + expected).digest()


def test_this_leaf_is_for_ever() -> None:
    assert HEADER.leaf_hash().hex() == (
        "05cc8958f5ef84ae64caf231e0e12874251b13886194a7c733942a1b2aad21d4"
    )


def test_time_is_in_whole_milliseconds_of_utc() -> None:
    west = timezone(timedelta(hours=-6))
    assert milliseconds(datetime(2026, 9, 1, 8, 0, 0, 1999, tzinfo=west)) == 1_788_271_200_001
    assert moment(1_788_271_200_001) == datetime(2026, 9, 1, 14, 0, 0, 1000, tzinfo=UTC)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(value=json_values)
def test_canonical_json_is_what_the_library_writes(value: Any) -> None:
    """The encoder is made once, of the library's own parts; here is what it must give."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    expected = told.encode("utf-8", "backslashreplace")
    assert canonical(value) == expected
    assert canonical_text(value) == expected.decode()


@given(district=st.text(), kind=st.text(), at=st.integers())
def test_the_header_is_canonical_json(district: str, kind: str, at: int) -> None:
    header = Header(district=district, kind=kind, at=at, commitment=bytes(32))
    said = {"at": at, "commitment": "00" * 32, "district": district, "kind": kind, "v": 1}
    assert header.to_bytes() == b"homeroom/entry/v1\n" + canonical(said)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [-float("inf")]}])
def test_what_is_no_json_is_an_error(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(value)


def test_canonical_json() -> None:
    assert canonical({"b": [1, True, None], "a": "ñ\x00\n"}) == (
        '{"a":"ñ\\u0000\\n","b":[1,true,null]}'.encode()
    )


def test_a_lone_surrogate_stays_an_escape() -> None:
    assert canonical("\ud800\\ud800") == b'"\\ud800\\\\ud800"'
