"""What a remote message becomes in a room, and what an event says outside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bridges.base.content import from_event, to_event
from bridges.base.model import REMOTE, MediaReference, Message, Outgoing, Refused, Relation

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
IMAGE = MediaReference(id="77", kind="image", mime="image/png", name="a.png")


def message(**more: Any) -> Message:
    content = {"body": {"msgtype": "m.text", "body": "Hello"}} | more
    return Message(remote_id="w1", aliases=(), name="", sent_at=AT, kind="text", **content)


def said(content: dict[str, Any], kind: str = "m.room.message") -> Outgoing | Refused | None:
    event = {"type": kind, "event_id": "$e", "sender": "@t:x", "content": content}
    return from_event(event)


def test_an_event_says_where_it_comes_from() -> None:
    kind, content = to_event(message(), "whatsapp", None, None, "")
    assert kind == "m.room.message"
    assert content[REMOTE] == {
        "network": "whatsapp",
        "id": "w1",
        "type": "text",
        "sent_at": 1772445600000,
    }


@pytest.mark.parametrize("relation", ["reply", "edit", "revoke"])
def test_a_relation_to_something_that_is_not_here_loses_no_word(relation: Any) -> None:
    related = message(relation=Relation(kind=relation, remote_id="w0"))
    _, content = to_event(related, "whatsapp", None, None, "")
    assert "Hello" in content["body"]
    assert "m.relates_to" not in content


def test_a_reaction_to_something_that_is_not_here_is_said() -> None:
    liked = message(body={}, emoji="👍", relation=Relation(kind="reaction", remote_id="w0"))
    kind, content = to_event(liked, "whatsapp", None, None, "")
    assert (kind, content["msgtype"]) == ("m.room.message", "m.notice")
    assert "👍" in content["body"]


def test_an_edit_stands_beside_the_original() -> None:
    edit = message(relation=Relation(kind="edit", remote_id="w0"))
    _, content = to_event(edit, "whatsapp", "$original", None, "")
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$original"}
    assert content["m.new_content"]["body"] == "Hello"


def test_a_file_that_could_not_be_fetched_is_named_with_its_words() -> None:
    body = {"msgtype": "m.image", "body": "Look", "filename": "a.png"}
    _, content = to_event(message(media=IMAGE, body=body), "whatsapp", None, None, "too large")
    assert content["msgtype"] == "m.text"
    assert "too large" in content["body"]
    assert "Look" in content["body"]
    assert "url" not in content


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"msgtype": "m.text", "body": "Hi"}, "Hi"),
        ({"msgtype": "m.emote", "body": "waves"}, "* waves"),
        # What an older client quotes is not said again; a line that begins so is.
        (
            {
                "msgtype": "m.text",
                "body": "> <@a:x> before\n\nHi",
                "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}},
            },
            "Hi",
        ),
        ({"msgtype": "m.text", "body": "> five is more than four"}, "> five is more than four"),
        ({"msgtype": "m.text", "body": "a\x00b"}, "a\ufffdb"),
    ],
)
def test_a_text_is_said_outside(content: dict[str, Any], text: str) -> None:
    found = said(content)
    assert isinstance(found, Outgoing)
    assert found.text == text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"msgtype": "m.text", "body": "  "}, "m.room.message"),
        ({"msgtype": "m.text"}, "m.room.message"),
        ({"msgtype": 5, "body": ["x"]}, "m.room.message"),
        ({"msgtype": "m.image", "body": "x", "url": "https://elsewhere.example"}, "m.room.message"),
        (
            {"msgtype": "m.text", "body": "* b", "m.relates_to": {"rel_type": "m.replace"}},
            "m.room.message",
        ),
        ({}, "m.reaction"),
        ({}, "m.room.redaction"),
        ({}, "m.sticker"),
    ],
)
def test_what_cannot_be_carried_is_refused_with_a_reason(
    content: dict[str, Any], kind: str
) -> None:
    found = said(content, kind)
    assert isinstance(found, Refused)
    assert found.reason


def test_a_notice_stays_inside() -> None:
    assert said({"msgtype": "m.notice", "body": "Not delivered"}) is None


def test_a_file_with_words_carries_both() -> None:
    found = said({"msgtype": "m.image", "body": "Look", "filename": "a.png", "url": "mxc://x/y"})
    assert isinstance(found, Outgoing)
    assert found.media is not None
    assert (found.text, found.media.name, found.media.id) == ("Look", "a.png", "mxc://x/y")


def test_an_urgent_notice_crosses_and_another_notice_does_not() -> None:
    """What the system tells people here stays here; what is urgent is for the family, too."""
    content = {"msgtype": "m.notice", "body": "School is closed"}
    assert said(content) is None
    found = said({**content, "district.homeroom.urgent": {"reason": "Storm"}})
    assert isinstance(found, Outgoing)
    assert (found.kind, found.text) == ("text", "School is closed")
