"""The commitment: what is a field, that all of a payload is in one, and that it never changes."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from homeroom.archive import merkle
from homeroom.archive.commitment import MOST_FIELDS, commitment, fields

SALT = bytes(range(32))
EVENT: dict[str, Any] = {
    "event": {
        "event_id": "$one",
        "type": "m.room.message",
        "content": {
            "body": "Read page 12",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$zero"}},
            "m.mentions": {"user_ids": ["@a:district.example"]},
            "empty": {},
            "a/b~c": None,
        },
        "hashes": {"sha256": "x"},
        "signatures": {"district.example": {"ed25519:1": "y"}},
        "unsigned": {},
    },
    "internal_metadata": {"outlier": False},
    "format_version": 3,
}

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
payloads = st.dictionaries(st.text(), values, max_size=5)


def test_the_fields_of_an_event() -> None:
    assert [field.pointer for field in fields(EVENT, SALT)] == [
        "/event/content/a~1b~0c",
        "/event/content/body",
        "/event/content/empty",
        "/event/content/m.mentions/user_ids",
        "/event/content/m.relates_to/m.in_reply_to/event_id",
        "/event/event_id",
        "/event/hashes",
        "/event/signatures",
        "/event/type",
        "/event/unsigned",
        "/format_version",
        "/internal_metadata",
    ]


def test_a_field_is_hashed_as_the_proof_says() -> None:
    """Written out again from the definition, so that a change of the code is noticed."""
    body = next(f for f in fields(EVENT, SALT) if f.pointer == "/event/content/body")
    salt = hmac.new(SALT, b"/event/content/body", hashlib.sha256)
    opened = f'["/event/content/body","{salt.hexdigest()}","Read page 12"]'
    expected = hashlib.sha256(b"\x00homeroom/field/v1\n" + opened.encode()).digest()
    assert body.salt == salt.digest()
    assert body.leaf_hash() == expected


def test_this_commitment_is_for_ever() -> None:
    assert commitment(EVENT, SALT).hex() == (
        "5a430e231d618fe0cb08fd018fe46797752e1cf30f990052ec1e90174bcebf43"
    )


def test_the_empty_payload_is_one_field() -> None:
    assert [(f.pointer, f.value) for f in fields({}, SALT)] == [("", {})]


def test_a_payload_of_very_many_fields_is_split_at_the_top_only() -> None:
    many = {str(number): number for number in range(MOST_FIELDS + 1)}
    made = fields({"event": {"content": many, "type": "x"}, "internal_metadata": {"a": 1}}, SALT)
    assert [f.pointer for f in made] == ["/event/content", "/event/type", "/internal_metadata"]


@given(payload=payloads)
def test_nothing_of_a_payload_is_outside_its_fields(payload: dict[str, Any]) -> None:
    made = fields(payload, SALT)
    assert _put_together([(f.pointer, f.value) for f in made]) == payload
    assert merkle.root([f.leaf_hash() for f in made]) == commitment(payload, SALT)


@given(one=payloads, other=payloads)
def test_another_payload_has_another_commitment(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (commitment(one, SALT) == commitment(other, SALT)) == (_exact(one) == _exact(other))


@given(payload=payloads, salt=st.binary(min_size=32, max_size=32))
def test_the_commitment_is_the_root_over_its_fields(payload: dict[str, Any], salt: bytes) -> None:
    """It is written out for speed; here is what it must be."""
    leaves = [field.leaf_hash() for field in fields(payload, salt)]
    assert commitment(payload, salt) == merkle.range_root(merkle.Leaves(leaves), 0, len(leaves))


def test_another_salt_gives_another_commitment() -> None:
    assert commitment(EVENT, SALT) != commitment(EVENT, bytes(32))


def _exact(value: Any) -> str:
    """Equality as JSON has it: 1, 1.0 and true differ."""
    if isinstance(value, dict):
        return repr(sorted((key, _exact(member)) for key, member in value.items()))
    return repr([_exact(member) for member in value]) if isinstance(value, list) else repr(value)


def _put_together(pairs: list[tuple[str, Any]]) -> Any:
    if [pointer for pointer, _ in pairs] == [""]:
        return pairs[0][1]
    whole: dict[str, Any] = {}
    for pointer, value in pairs:
        *parents, last = [
            part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]
        ]
        place = whole
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return whole
