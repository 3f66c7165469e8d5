"""Webhooks taken apart: every array, every type, and whatever nobody expected."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridges.base.model import Alias, Message, Received, Relation
from bridges.base.network import UnreadableError
from bridges.whatsapp.convert import open_webhook, to_message, to_status

PHONE = "12025550143"


def value(**content: Any) -> dict[str, Any]:
    return {"field": "messages", "value": {"messaging_product": "whatsapp", **content}}


def body(*changes: Any) -> bytes:
    entries = [{"id": "1", "changes": [change]} for change in changes]
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()


def raw(kind: str, part: Any, **more: Any) -> dict[str, Any]:
    return {
        "from": PHONE,
        "id": "wamid.A",
        "timestamp": "1700000000",
        "type": kind,
        kind: part,
        **more,
    }


def message(content: dict[str, Any], *contacts: dict[str, Any]) -> Message:
    (received,) = open_webhook(body(value(messages=[content], contacts=list(contacts))))
    return to_message(received.payload)


def test_every_array_is_walked() -> None:
    found = open_webhook(
        body(
            value(messages=[raw("text", {"body": "a"}), raw("text", {"body": "b"}, id="wamid.B")]),
            value(statuses=[{"id": "wamid.C", "status": "read", "timestamp": "1700000000"}]),
            value(errors=[{"code": 130429, "title": "Rate limit hit"}]),
            {"field": "smb_message_echoes", "value": {"message_echoes": [{"id": "wamid.D"}]}},
        )
    )
    assert [received.kind for received in found] == [
        "message",
        "message",
        "status",
        "other",
        "other",
    ]
    assert [received.remote_id for received in found[:3]] == [
        "wamid.A",
        "wamid.B",
        "status:read:wamid.C",
    ]


@pytest.mark.parametrize(
    ("kind", "part", "said"),
    [
        ("text", {"body": "Hello"}, {"msgtype": "m.text", "body": "Hello"}),
        (
            "location",
            {"latitude": 1.5, "longitude": -2, "name": "Gate"},
            {"msgtype": "m.location", "body": "Location: Gate", "geo_uri": "geo:1.5,-2"},
        ),
        (
            "contacts",
            [{"name": {"formatted_name": "Bo Example"}, "phones": [{"phone": "+1 202-555-0101"}]}],
            {"msgtype": "m.text", "body": "Contact: Bo Example, +1 202-555-0101"},
        ),
        (
            "interactive",
            {"type": "button_reply", "button_reply": {"id": "1", "title": "Yes"}},
            {"msgtype": "m.text", "body": "Yes"},
        ),
        ("button", {"text": "Yes", "payload": "y"}, {"msgtype": "m.text", "body": "Yes"}),
        (
            "order",
            {"product_items": [{}, {}]},
            {"msgtype": "m.notice", "body": "[An order of 2 products, kept as received]"},
        ),
        (
            "system",
            {"body": "changed number", "type": "user_changed_number"},
            {"msgtype": "m.notice", "body": "changed number"},
        ),
        (
            "unsupported",
            None,
            {"msgtype": "m.notice", "body": "[A message that WhatsApp does not pass on]"},
        ),
        # A type that did not exist when this was written keeps a placeholder.
        (
            "hologram",
            {"x": 1},
            {"msgtype": "m.notice", "body": "[A message of the type “hologram”, kept as received]"},
        ),
        # A known type without its own part is not lost either.
        (
            "image",
            None,
            {"msgtype": "m.notice", "body": "[A message of the type “image”, kept as received]"},
        ),
    ],
)
def test_each_type_is_said(kind: str, part: Any, said: dict[str, Any]) -> None:
    assert message(raw(kind, part)).body == said


@pytest.mark.parametrize(
    ("kind", "msgtype"),
    [
        ("image", "m.image"),
        ("video", "m.video"),
        ("audio", "m.audio"),
        ("document", "m.file"),
        ("sticker", "m.image"),
    ],
)
def test_each_file_is_referred_to_with_its_checksum(kind: str, msgtype: str) -> None:
    checksum = sha256(b"file").digest()
    part = {"id": "77", "mime_type": "x/y; codecs=1", "caption": "Look", "filename": "a.b"}
    for given_as in (base64.b64encode(checksum).decode(), checksum.hex()):
        found = message(raw(kind, part | {"sha256": given_as}))
        assert found.media is not None
        assert (found.media.id, found.media.mime, found.media.name) == ("77", "x/y", "a.b")
        assert found.media.sha256 == checksum.hex()
        assert found.body == {"msgtype": msgtype, "body": "Look", "filename": "a.b"}


def test_what_refers_to_an_earlier_message_names_it() -> None:
    reply = message(raw("text", {"body": "b"}, context={"id": "wamid.0"}))
    assert reply.relation == Relation(kind="reply", remote_id="wamid.0")
    liked = message(raw("reaction", {"message_id": "wamid.0", "emoji": "👍"}))
    assert (liked.relation, liked.emoji) == (Relation(kind="reaction", remote_id="wamid.0"), "👍")
    taken_back = message(raw("reaction", {"message_id": "wamid.0"}))
    assert taken_back.emoji is None
    assert taken_back.body["msgtype"] == "m.notice"
    inner = {"type": "text", "text": {"body": "c"}}
    edit = message(raw("edit", {"original_message_id": "wamid.0", "message": inner}))
    assert (edit.relation, edit.body["body"]) == (Relation(kind="edit", remote_id="wamid.0"), "c")
    revoke = message(raw("revoke", {"original_message_id": "wamid.0"}))
    assert revoke.relation == Relation(kind="revoke", remote_id="wamid.0")


def test_a_person_is_known_by_number_and_by_business_scoped_id() -> None:
    contact = {"profile": {"name": "Bo"}, "wa_id": PHONE, "user_id": "US.1"}
    found = message(raw("text", {"body": "a"}), contact)
    assert found.aliases == (
        Alias(kind="phone", value=f"+{PHONE}"),
        Alias(kind="user_id", value="US.1"),
    )
    assert found.name == "Bo"


def test_a_hidden_number_leaves_the_id_alone() -> None:
    content = raw("text", {"body": "a"}, from_user_id="US.1")
    del content["from"]
    found = message(content, {"profile": {"name": "Bo"}, "user_id": "US.1"})
    assert found.aliases == (Alias(kind="user_id", value="US.1"),)


def test_a_contact_of_somebody_else_is_not_taken() -> None:
    other = {"profile": {"name": "Mallory"}, "wa_id": "12025550199", "user_id": "US.9"}
    assert message(raw("text", {"body": "a"}), other).name == ""


def test_text_that_no_database_can_hold_is_kept_raw_and_said_without_it() -> None:
    content = raw("text", {"body": "a\x00b\ud800c"})
    (received,) = open_webhook(body(value(messages=[content])))
    assert "\x00" not in received.payload
    assert received.payload.isascii()
    assert json.loads(received.payload)["message"]["text"]["body"] == "a\x00b\ud800c"
    assert to_message(received.payload).body["body"] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"\xff", "byte 0 is not UTF-8"),
        (b"{", "not JSON at character 1"),
        (b"[]", "a list, not a JSON object"),
        (b'{"entry": 1}', "no list `entry`"),
        (b"[" * 100_000, "not JSON"),
        (b'{"entry":' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_a_body_that_is_no_webhook_says_why(bad: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason.replace("[", r"\[")):
        open_webhook(bad)


def test_a_failed_status_carries_code_and_reason() -> None:
    fault = {"code": 131047, "title": "t", "error_data": {"details": "d"}}
    status = {
        "id": "wamid.C",
        "status": "failed",
        "timestamp": "1",
        "biz_opaque_callback_data": "$event",
        "errors": [fault],
    }
    (received,) = open_webhook(body(value(statuses=[status])))
    found = to_status(received.payload)
    assert (found.state, found.code, found.item) == ("failed", 131047, "$event")
    assert "24 hours" in found.reason


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["messages", "statuses", "type", "text", "body", "id", "from", "image"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3), st.lists(JSON, max_size=3))
def test_no_shape_breaks_the_opening_and_none_is_lost(messages: list[Any], more: list[Any]) -> None:
    found = open_webhook(body(value(messages=messages), *more))
    assert len(found) >= max(1, len(messages)) + len(more)
    for received in found:
        assert_readable(received)


def assert_readable(received: Received) -> None:
    assert "\x00" not in received.remote_id + received.conversation
    if received.kind == "message":
        try:
            said = to_message(received.payload)
        except UnreadableError:
            return
        assert said.body or said.emoji
