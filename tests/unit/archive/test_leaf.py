"""The permanent header: its bytes can never change."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone

from homeroom.archive.canonical import canonical
from homeroom.archive.leaf import Header, milliseconds, moment

HEADER = Header(district="demo", kind="event", at=1_790_000_000_123, commitment=b"\xab" * 32)


def test_invariant_2_the_header_is_what_the_proof_says() -> None:
    expected = (
        b'homeroom/entry/v1\n{"at":1790000000123,"commitment":"' + b"ab" * 32 + b'",'
        b'"district":"demo","kind":"event","v":1}'
    )
    assert HEADER.to_bytes() == expected
    assert HEADER.leaf_hash() == hashlib.sha256(b"\x00" + expected).digest()


def test_time_is_in_whole_milliseconds_of_utc() -> None:
    west = timezone(timedelta(hours=-6))
    assert milliseconds(datetime(2026, 9, 1, 8, 0, 0, 1999, tzinfo=west)) == 1_788_271_200_001
    assert moment(1_788_271_200_001) == datetime(2026, 9, 1, 14, 0, 0, 1000, tzinfo=UTC)


def test_canonical_json() -> None:
    assert canonical({"b": [1, True, None], "a": "ñ\x00\n"}) == (
        '{"a":"ñ\\u0000\\n","b":[1,true,null]}'.encode()
    )


def test_a_lone_surrogate_stays_an_escape() -> None:
    assert canonical("\ud800\\ud800") == b'"\\ud800\\\\ud800"'
