"""An event's own hash: what fits, what does not, and what has nothing to compare."""

from __future__ import annotations

from typing import Any

import pytest

from homeroom.archive.content_hash import agrees, content_hash

EVENT: dict[str, Any] = {
    "auth_events": [],
    "content": {"body": "Here is the message content", "msgtype": "m.text"},
    "depth": 0,
    "origin": "domain",
    "origin_server_ts": 1000000,
    "room_id": "!r:domain",
    "sender": "@u:domain",
    "signatures": {"domain": {}},
    "type": "m.room.message",
    "unsigned": {"age_ts": 1000000},
}


def sealed(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"event": {**event, "event_id": "$id"}, "format_version": 3, **more}


def hashed(event: dict[str, Any]) -> dict[str, Any]:
    return {**event, "hashes": {"sha256": content_hash(event, 3)}}


def test_what_is_outside_the_hash_does_not_matter() -> None:
    event = hashed(EVENT)
    assert agrees(sealed(event)) is True
    assert agrees(sealed({**event, "unsigned": {}, "signatures": {}})) is True


def test_a_changed_word_does_not_fit() -> None:
    event = hashed(EVENT)
    changed = {**event, "content": {"body": "other", "msgtype": "m.text"}}
    assert agrees(sealed(changed)) is False
    assert agrees(sealed({**event, "sender": "@other:domain"})) is False


def test_the_oldest_rooms_carry_the_id_inside() -> None:
    event = {**EVENT, "event_id": "$id"}
    assert content_hash(event, 1) != content_hash(event, 3)


@pytest.mark.parametrize(
    "payload",
    [
        sealed(EVENT),
        sealed({**EVENT, "hashes": {"sha256": 5}}),
        sealed(hashed(EVENT), adopted={"pruned": True}),
        {"event": {"unparsed": "nonsense"}},
        {"decision": {}},
    ],
)
def test_there_may_be_nothing_to_compare(payload: dict[str, Any]) -> None:
    assert agrees(payload) is None
