"""A guardian's message into a room and the teacher's answer back, all parts real but the vendor."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from urllib.parse import quote

from tests.fixtures.synapse import eventually
from tests.integration.bridges.conftest import Family, WhatsAppDistrict


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0\xff")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def test_a_message_waits_for_the_consent_is_delivered_and_answered(
    district: WhatsAppDistrict, family: Family
) -> None:
    first = district.write(family, "Is there school on Friday?")
    second = district.write(family, "And on Monday?")
    for waiting in (first, second):
        held = district.await_state(waiting, "quarantined")
        assert held["code"] == "no_consent"
    assert district.venues_of(family) == []

    district.consent(family)
    room_id = district.await_state(first, "done")["room_id"]
    district.await_state(second, "done")
    (venue,) = district.venues_of(family)
    assert (venue.room_id, venue.networks) == (room_id, ("whatsapp",))
    teacher = district.teacher_in(room_id)
    said = district.said(teacher, room_id)
    assert [e["content"]["body"] for e in said] == ["Is there school on Friday?", "And on Monday?"]
    assert said[0]["sender"].startswith("@_whatsapp_")
    assert family.phone.removeprefix("+") not in said[0]["sender"]

    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": said[0]["event_id"]}}}
    teacher.send(room_id, "Yes, until noon.", **answer).raise_for_status()
    (sent,) = eventually(lambda: district.sent(family), 15)
    assert sent["text"] == "Yes, until noon."
    assert sent["request"]["context"] == {"message_id": first}
    done = district.await_state(sent["request"]["biz_opaque_callback_data"], "done")
    assert done["result"] == sent["id"]
    eventually(lambda: district.items(result=sent["id"])[0]["delivery"] == "delivered", 10)


def test_a_picture_goes_both_ways_unchanged(district: WhatsAppDistrict, consenting: Family) -> None:
    file = picture()
    came = district.write(consenting, image=base64.b64encode(file).decode(), caption="Look")
    room_id = district.await_state(came, "done")["room_id"]
    teacher = district.teacher_in(room_id)
    (event,) = district.said(teacher, room_id)
    assert event["content"]["body"] == "Look"
    media = quote(event["content"]["url"].removeprefix("mxc://"), safe="/")
    fetched = teacher.client.get(f"/_matrix/client/v1/media/download/{media}").content
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(file).digest()

    kept = district.school.config.data / "bridges" / "whatsapp" / "media"
    assert list(kept.iterdir()) == []

    content = dict(event["content"]) | {"body": "back.png", "filename": "back.png"}
    content.pop("district.homeroom.remote")
    teacher.send_event(room_id, "m.room.message", content).raise_for_status()
    (sent,) = eventually(lambda: district.sent(consenting), 15)
    assert sent["type"] == "image"


def test_reactions_edits_and_deletions_leave_the_original(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    first = district.write(consenting, "We come at nine.")
    room_id = district.await_state(first, "done")["room_id"]
    teacher = district.teacher_in(room_id)
    original = district.said(teacher, room_id)[0]
    inner = {"type": "text", "text": {"body": "We come at ten."}}
    changes = [
        {"type": "reaction", "reaction": {"message_id": first, "emoji": "👍"}},
        {"type": "edit", "edit": {"original_message_id": first, "message": inner}},
        {"type": "revoke", "revoke": {"original_message_id": first}},
        {"type": "hologram", "hologram": {"x": 1}},
    ]
    for change in changes:
        district.await_state(district.write(consenting, message=change), "done")
    events = district.said(teacher, room_id)
    assert events[0]["content"]["body"] == original["content"]["body"] == "We come at nine."
    assert events[1]["content"]["m.relates_to"]["event_id"] == original["event_id"]
    assert events[2]["content"]["m.relates_to"]["rel_type"] == "m.replace"
    assert "deleted this message" in events[3]["content"]["body"]
    assert "hologram" in events[4]["content"]["body"]


def test_a_person_the_roster_does_not_know_is_quarantined(district: WhatsAppDistrict) -> None:
    reply = district.sandbox("inbound", **{"from": district.nobody(), "text": "Hello?"})
    held = district.await_state(reply["id"], "quarantined")
    assert held["code"] == "unknown_person"
    kept = district.school.kept("bridge")
    (entry,) = [said for said in kept if said["remote_id"] == reply["id"]]
    assert entry["action"] == "quarantined"
    assert "Hello?" in entry["raw"]
