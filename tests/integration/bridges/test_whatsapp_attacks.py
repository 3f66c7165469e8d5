"""Duplicates, reordering, forgery, crashes, revocation, poison: nothing lost, nothing twice."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bridges.whatsapp import signature
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.ports import HOST
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import eventually
from tests.integration.bridges.conftest import Family, WhatsAppDistrict

pytestmark = pytest.mark.proof


def webhook(district: WhatsAppDistrict, body: bytes, header: str | None = None) -> httpx.Response:
    """Hand in a body, signed as the vendor would unless a header is given."""
    secret = district.school.config.secret("whatsapp_app_secret")
    signed = signature.sign(secret, body) if header is None else header
    url = f"http://{HOST}:{district.ports.whatsapp}/webhook"
    return httpx.post(url, content=body, headers={signature.HEADER: signed})


def message(family: Family, said: str, **more: Any) -> bytes:
    content = {
        "from": family.phone.removeprefix("+"),
        "id": f"wamid.{nonce()}",
        "timestamp": "1700000000",
        "type": "text",
        "text": {"body": said},
    } | more
    change = {"field": "messages", "value": {"messages": [content]}}
    return json.dumps({"entry": [{"id": "1", "changes": [change]}]}).encode()


def stored(district: WhatsAppDistrict) -> int:
    with district.school.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM bridge.inbox")) or 0)


def test_duplicated_reordered_and_batched_each_is_there_once_in_order(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    room_id = district.await_state(district.write(consenting, "start"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("mode", duplicate=3, reorder=7, batch=2)
    wanted = [f"number {n}" for n in range(20)]
    ids = [
        district.write(consenting, said, timestamp=1_800_000_000 + n)
        for n, said in enumerate(wanted)
    ]
    for remote_id in ids:
        district.await_state(remote_id, "done", 30)
    eventually(lambda: district.sandbox("state")["waiting"] == 0, 20)
    assert district.bodies(teacher, room_id) == ["start", *wanted]


@pytest.mark.parametrize("header", ["", "sha256=" + "0" * 64, "sha1=0"])
def test_a_forged_webhook_is_refused_and_leaves_nothing(
    district: WhatsAppDistrict, family: Family, header: str
) -> None:
    before = stored(district)
    reply = webhook(district, message(family, "forged"), header)
    assert reply.status_code == 403
    district.families.append(family)
    assert stored(district) == before


def test_a_body_changed_after_signing_is_refused(
    district: WhatsAppDistrict, family: Family
) -> None:
    body = message(family, "true")
    header = signature.sign(district.school.config.secret("whatsapp_app_secret"), body)
    district.families.append(family)
    assert webhook(district, body.replace(b"true", b"fake"), header).status_code == 403


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"\xff\xfe", "not UTF-8"), (b"{", "not JSON"), (b"[1]", "a list"), (b"{}", "`entry`")],
)
def test_invariant_9_what_cannot_be_read_is_stored_and_shown(
    district: WhatsAppDistrict, body: bytes, reason: str
) -> None:
    assert webhook(district, body).status_code == 200

    def shown() -> list[str]:
        with district.school.connect() as connection:
            held = text("SELECT reason FROM bridge.held WHERE code = 'unreadable' ORDER BY id")
            return [found for found in connection.scalars(held) if reason in found]

    assert eventually(shown)


def test_the_verification_handshake(district: WhatsAppDistrict) -> None:
    url = f"http://{HOST}:{district.ports.whatsapp}/webhook"
    token = district.school.config.secret("whatsapp_verify_token")
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
    assert httpx.get(url, params=query).text == "1158201444"
    assert httpx.get(url, params=query | {"hub.verify_token": "other"}).status_code == 403


def test_a_transaction_without_the_token_is_refused(district: WhatsAppDistrict) -> None:
    url = f"http://{HOST}:{district.ports.whatsapp}/_matrix/app/v1/transactions/1"
    for token in ("none", "wrong"):
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.put(url, json={"events": []}, headers=headers).status_code == 403


def test_invariant_9_what_cannot_be_stored_is_not_acknowledged(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """The table takes nothing, as on a full disk: the vendor gets no 200, and sends it again."""
    body = message(consenting, "stored late")
    with district.owner() as owner:
        full = "ALTER TABLE bridge.inbox ADD CONSTRAINT full_disk CHECK (false) NOT VALID"
        owner.execute(text(full))
        owner.commit()
        refused = webhook(district, body).status_code
        owner.execute(text("ALTER TABLE bridge.inbox DROP CONSTRAINT full_disk"))
        owner.commit()
    assert refused == 503
    assert webhook(district, body).status_code == 200


def test_invariant_9_a_transaction_that_cannot_be_stored_is_not_acknowledged(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """Synapse keeps it, and brings it again once there is room: what was said crosses once."""
    room_id = district.await_state(district.write(consenting, "start"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    down = text("SELECT state FROM public.application_services_state WHERE state = 'down'")
    body = f"said while the disk is full {nonce()}"
    with district.owner() as owner:
        full = "ALTER TABLE bridge.inbox ADD CONSTRAINT full_disk CHECK (false) NOT VALID"
        owner.execute(text(full))
        owner.commit()
        assert teacher.send(room_id, body).is_success

        def put_off() -> bool:
            with district.school.connect(DatabaseRole.SYNAPSE) as connection:
                return connection.execute(down).one_or_none() is not None

        eventually(put_off, 20)
        assert body not in str(district.sent(consenting))
        owner.execute(text("ALTER TABLE bridge.inbox DROP CONSTRAINT full_disk"))
        owner.commit()
    eventually(lambda: body in str(district.sent(consenting)), 60)
    assert len([sent for sent in district.sent(consenting) if body in str(sent)]) == 1


def test_killed_in_the_middle_each_message_is_there_once(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    room_id = district.await_state(district.write(consenting, "start"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    wanted = [f"number {n}" for n in range(12)]
    ids = [
        district.write(consenting, said, timestamp=1_800_000_000 + n)
        for n, said in enumerate(wanted)
    ]
    for kill_after in (1, 4, 8):
        district.await_state(ids[kill_after], "done", 20)
        district.bridge.kill()
        district.bridge.start()
    for remote_id in ids:
        district.await_state(remote_id, "done", 30)
    assert district.bodies(teacher, room_id) == ["start", *wanted]


def test_a_homeserver_killed_in_the_middle_has_each_message_once(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    room_id = district.await_state(district.write(consenting, "start"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    wanted = [f"number {n}" for n in range(10)]
    ids = [
        district.write(consenting, said, timestamp=1_800_000_000 + n)
        for n, said in enumerate(wanted)
    ]
    district.await_state(ids[2], "done", 20)
    district.kill_synapse()
    for remote_id in ids:
        district.await_state(remote_id, "done", 60)
    assert district.bodies(teacher, room_id) == ["start", *wanted]
    answer = teacher.send(room_id, "all here").json()["event_id"]
    district.await_state(answer, "done", 60)
    assert [sent["text"] for sent in district.sent(consenting)] == ["all here"]


def test_a_send_whose_end_was_not_written_down_is_found_and_not_repeated(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """As after a crash between the send and the commit, with Synapse's memory of it gone too."""
    remote_id = district.write(consenting, "once")
    done = district.await_state(remote_id, "done")
    teacher = district.teacher_in(done["room_id"])
    with district.owner() as owner, owner.begin():
        owner.execute(
            text(
                "UPDATE bridge.item SET state = 'waiting', result = NULL, started = added "
                "WHERE remote_id = :id"
            ),
            {"id": remote_id},
        )
    again = district.await_state(remote_id, "done")
    assert again["result"] == done["result"]
    assert district.bodies(teacher, done["room_id"]) == ["once"]


def test_a_lost_answer_of_the_vendor_sends_nothing_twice(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    room_id = district.await_state(district.write(consenting, "hello"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("mode", lose_answers=1)
    event_id = teacher.send(room_id, "only once").json()["event_id"]
    done = district.await_state(event_id, "done", 20)
    (sent,) = district.sent(consenting)
    assert done["result"] == sent["id"]


def test_invariant_5_a_consent_revoked_while_an_answer_waits_stops_it(
    district: WhatsAppDistrict, family: Family
) -> None:
    consent = district.consent(family)
    room_id = district.await_state(district.write(family, "hello"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("fail", code=131056, times=4)
    event_id = teacher.send(room_id, "too late").json()["event_id"]
    eventually(lambda: (district.item(event_id) or {}).get("reason"), 10)
    district.revoke(consent)
    stopped = district.await_state(event_id, "stopped", 20)
    assert stopped["code"] == "may_not_cross"
    assert district.sent(family) == []
    bodies = eventually(
        lambda: [b for b in district.bodies(teacher, room_id) if b.startswith("Not delivered")], 15
    )
    assert "consent" in bodies[0]
    # And the other way: what comes in now waits.
    held = district.await_state(district.write(family, "still there?"), "quarantined")
    assert held["code"] == "no_consent"


def test_a_consent_recorded_between_two_messages_lets_none_overtake(
    district: WhatsAppDistrict, family: Family
) -> None:
    """The first is judged, the consent is recorded, the second comes: the first goes first."""
    wanted = [f"number {n}" for n in range(12)]
    ids = []
    for n, said in enumerate(wanted):
        ids.append(district.write(family, said, timestamp=1_800_000_000 + n))
        if n == 5:
            eventually(lambda: (district.item(ids[0]) or {}).get("state") == "quarantined", 15)
            district.consent(family)
    room_id = district.await_state(ids[0], "done", 40)["room_id"]
    for remote_id in ids:
        district.await_state(remote_id, "done", 40)
    assert district.bodies(district.teacher_in(room_id), room_id) == wanted


def test_a_rate_limit_is_waited_out_in_order(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    room_id = district.await_state(district.write(consenting, "hello"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("fail", code=130429, times=2)
    wanted = ["first", "second", "third"]
    events = [teacher.send(room_id, said).json()["event_id"] for said in wanted]
    for event_id in events:
        district.await_state(event_id, "done", 20)
    assert [sent["text"] for sent in district.sent(consenting)] == wanted


@pytest.mark.parametrize(("code", "words"), [(131047, "24 hours"), (131026, "cannot receive")])
def test_what_the_vendor_refuses_is_told_in_the_room(
    district: WhatsAppDistrict, consenting: Family, code: int, words: str
) -> None:
    room_id = district.await_state(district.write(consenting, "hello"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("fail", code=code)
    event_id = teacher.send(room_id, "will fail").json()["event_id"]
    district.await_state(event_id, "stopped", 20)

    def told() -> list[dict[str, Any]]:
        said = district.said(teacher, room_id)
        return [e for e in said if words in e["content"].get("body", "")]

    (notice,) = eventually(told, 15)
    assert notice["sender"] == "@_whatsapp_bot:district.example"
    assert notice["content"]["m.relates_to"]["m.in_reply_to"]["event_id"] == event_id


def test_after_24_hours_the_teacher_is_told(district: WhatsAppDistrict, consenting: Family) -> None:
    room_id = district.await_state(district.write(consenting, "hello"), "done")["room_id"]
    teacher = district.teacher_in(room_id)
    district.sandbox("clock", advance_seconds=25 * 3600)
    try:
        event_id = teacher.send(room_id, "a day later").json()["event_id"]
        stopped = district.await_state(event_id, "stopped", 20)
        assert stopped["code"] == "131047"
    finally:
        district.sandbox("clock", advance_seconds=-25 * 3600)


def test_invariant_9_poison_is_set_aside_and_the_rest_goes_on(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """A stored payload that no longer is what it was: a person looks at it, the others pass."""
    district.bridge.stop()
    body = message(consenting, "poison", id="wamid.poison")
    with district.owner() as owner, owner.begin():
        owner.execute(
            text(
                "INSERT INTO bridge.inbox (network, source, body, opened) "
                "VALUES ('whatsapp', 'webhook', :body, now())"
            ),
            {"body": body},
        )
        owner.execute(
            text(
                "INSERT INTO bridge.item (network, direction, inbox, kind, remote_id, "
                "conversation, sent_at, payload) SELECT 'whatsapp', 'in', max(id), 'message', "
                "'wamid.poison', :from, to_timestamp(0), '[]' FROM bridge.inbox"
            ),
            {"from": consenting.phone.removeprefix("+")},
        )
    district.bridge.start()
    later = district.write(consenting, "after it")
    district.await_state(later, "done")
    assert district.await_state("wamid.poison", "aside")["reason"]


def test_an_over_long_message_is_set_aside_with_its_reason(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    body = message(consenting, "x" * 70_000, id="wamid.long")
    assert webhook(district, body).status_code == 200
    held = district.await_state("wamid.long", "aside")
    assert "too long" in held["reason"].lower()
    district.await_state(district.write(consenting, "after it"), "done")


def test_invariant_11_logs_carry_no_numbers_names_or_texts(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    district.await_state(district.write(consenting, "a very private matter"), "done")
    log = district.bridge.log()
    for private in ("private matter", consenting.phone[1:], consenting.guardian.family_name):
        assert private not in log


def test_two_bridges_do_not_work_side_by_side(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """The second waits for the lease; the first stops, and hands in nothing half done."""
    with district.owner() as owner:
        held = owner.scalar(
            text(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                "AND objid = (hashtext('homeroom.bridge.whatsapp')::bigint & 4294967295)::oid"
            )
        )
    assert held == 1
    writers = [
        threading.Thread(target=district.write, args=(consenting, f"at once {n}")) for n in range(8)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert district.bridge.stop() == 0
    district.bridge.start()
    number = consenting.phone.removeprefix("+")

    def all_there() -> bool:
        found = district.items(conversation=number)
        return len(found) == 8 and all(row["state"] == "done" for row in found)

    eventually(all_there, 20)
    assert len(district.venues_of(consenting)) == 1
