"""Ways that are open take no more than the table says, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.policy.wording.leaving import WITHOUT_WORDS
from homeroom.registry.decisions import record
from homeroom.registry.model import Venue
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.vendor import GHOST, bridge
from tests.fixtures.verdict import NUMBER, refused_by

WORDS = "meet me behind the gym"
V3 = "/_matrix/client/v3"
UNSTABLE = "/_matrix/client/unstable"


@pytest.fixture
def classmate(school: School) -> Account:
    return school.account(Role.STUDENT, 1)


@pytest.fixture
def event_id(student: Account, room_id: str) -> str:
    return str(student.send(room_id, "Hello").json()["event_id"])


@pytest.fixture
def ghost(school: School) -> Iterator[httpx.Client]:
    """The bridge, as somebody outside."""
    user_id = f"@{GHOST}:{school.config.server_name}"
    with bridge(school.config.homeserver) as client:
        kind = "m.login.application_service"
        client.post(f"{V3}/register", json={"type": kind, "username": GHOST})
        client.params = httpx.QueryParams(user_id=user_id)
        yield client


# -- what is said ----------------------------------------------------------------------------


def test_an_event_without_a_transaction_is_judged(student: Account, room_id: str) -> None:
    answer = student.call("POST", f"/rooms/{room_id}/send/m.room.message", said(NUMBER))
    assert "personal_information" in refused_by(answer)


FITS = {"msgtype": "m.text", "body": "x", "topic": "x"}
"""A content that Synapse takes for each of these types."""


@pytest.mark.parametrize("kind", ["m.room.message", "m.reaction", "m.room.topic", "org.example"])
def test_a_state_key_is_judged(
    teacher: Account, student: Account, supervisor: Account, kind: str
) -> None:
    """Any type can be sent as state, under any key."""
    invited = [student.user_id, supervisor.user_id]
    room = teacher.create_room(is_direct=True, invite=invited).json()["room_id"]
    supervisor.join(room).raise_for_status()
    answer = teacher.call("PUT", f"/rooms/{room}/state/{kind}/call {NUMBER}", FITS)
    assert "personal_information" in refused_by(answer), answer.text


REASONS = ["leave", "ban", "unban", "kick", "invite", "join"]


@pytest.mark.parametrize("transaction", ["", "/1"])
@pytest.mark.parametrize("action", REASONS)
def test_a_reason_is_judged(
    teacher: Account, student: Account, supervisor: Account, action: str, transaction: str
) -> None:
    """A direct room takes no words while nobody supervises it, as a reason neither."""
    invited = [student.user_id, supervisor.user_id]
    room = teacher.create_room(is_direct=True, invite=invited).json()["room_id"]
    path, content = f"/rooms/{room}/{action}", {"reason": WORDS}
    if action == "unban":
        ban = {"user_id": student.user_id}
        assert teacher.call("POST", f"/rooms/{room}/ban", ban).is_success
    if action in ("ban", "unban", "kick"):
        content["user_id"] = student.user_id
    elif action == "invite":
        content["user_id"] = student.user_id
        assert student.call("POST", f"/rooms/{room}/leave", {}).is_success
    who = student if action == "join" else teacher
    answer = who.call("PUT" if transaction else "POST", f"{path}{transaction}", content)
    read = student.call("GET", f"/rooms/{room}/messages?dir=b&limit=50").text
    sync = student.sync().text
    assert refused_by(answer) & {"supervised_direct", "side_door"}, answer.text
    assert WORDS not in read + sync


@pytest.fixture
def alone(school: School, teacher: Account, student: Account, supervisor: Account) -> Iterator[str]:
    """A club in which a teacher and a student are alone: the supervisor has not come."""
    invited = [student.user_id, supervisor.user_id]
    room = str(teacher.create_room(is_direct=True, invite=invited).json()["room_id"])
    venue = Venue(id=f"alone-{nonce()}", kind="club", name="Tutoring", room_id=room)
    with school.connect() as connection, connection.begin():
        record(connection, venue, by="test")
    eventually(lambda: "one_to_one" in refused_by(teacher.send(room, "Hello")), ACTS_WITHIN + 1)
    yield room
    with school.connect() as connection, connection.begin():
        record(connection, replace(venue, active=False), by="test")


def test_a_reason_is_judged_in_a_club(teacher: Account, student: Account, alone: str) -> None:
    """Turned out and let in again and again, with words each time; without words it goes on."""
    who = {"user_id": student.user_id}
    assert student.join(alone).is_success
    for action in ("kick", "ban", "unban", "invite"):
        path = f"/rooms/{alone}/{action}"
        answer = teacher.call("POST", path, {**who, "reason": WORDS})
        assert "one_to_one" in refused_by(answer)
        assert WITHOUT_WORDS[teacher.person.language] in answer.json()["error"]
        assert teacher.call("POST", path, who).is_success
    for action in ("join", "leave"):
        path = f"/rooms/{alone}/{action}"
        answer = student.call("POST", path, {"reason": WORDS})
        assert "one_to_one" in refused_by(answer)
        assert WITHOUT_WORDS[student.person.language] in answer.json()["error"]
        assert student.call("POST", path, {}).is_success
    assert WORDS not in student.sync().text


def test_the_reason_of_a_join_by_address_is_judged(
    teacher: Account, student: Account, supervisor: Account
) -> None:
    invited = [student.user_id, supervisor.user_id]
    room = teacher.create_room(is_direct=True, invite=invited).json()["room_id"]
    for method, path in (("POST", f"/join/{room}"), ("PUT", f"/join/{room}/{nonce()}")):
        assert "personal_information" in refused_by(
            student.call(method, path, {"reason": f"call {NUMBER}"})
        )


def test_the_reason_of_a_redaction_is_judged(student: Account, room_id: str, event_id: str) -> None:
    for method, tail in (("POST", ""), ("PUT", "/1")):
        path = f"/rooms/{room_id}/redact/{event_id}{tail}"
        answer = student.call(method, path, {"reason": f"call {NUMBER}"})
        assert "personal_information" in refused_by(answer)


def test_a_room_made_with_a_transaction_is_judged(teacher: Account) -> None:
    answer = teacher.call("PUT", f"/createRoom/{nonce()}", {"name": "Club"})
    assert "designated_venue" in refused_by(answer)


LATER = [
    "org.matrix.msc4140.delay=1000",
    "delay=1000",
    "org.matrix.msc4140.parent_delay_id=x",
    "org.matrix.msc4354.sticky_duration_ms=1000",
    "org.example.new=1",
]


@pytest.mark.parametrize("query", LATER)
def test_nothing_is_said_later(student: Account, room_id: str, query: str) -> None:
    """Delayed events would be judged when they are scheduled, not when they are said."""
    rooms = f"/rooms/{room_id}"
    for path in (f"{rooms}/send/m.room.message/{nonce()}", f"{rooms}/state/org.example"):
        answer = student.call("PUT", f"{path}?{query}", said("Later"))
        assert "side_door" in refused_by(answer)


def test_nobody_is_invited_by_an_outside_address(teacher: Account, supervisor: Account) -> None:
    room = teacher.create_room(is_direct=True, invite=[supervisor.user_id]).json()["room_id"]
    invitation = {
        "medium": "email",
        "address": "somebody@mail.example",
        "id_server": "id.example",
        "id_access_token": "x",
    }
    answer = teacher.call("POST", f"/rooms/{room}/invite", invitation)
    assert "side_door" in refused_by(answer)
    made = teacher.create_room(
        is_direct=True, invite=[supervisor.user_id], invite_3pid=[invitation]
    )
    assert "side_door" in refused_by(made)


# -- what is shown of oneself ----------------------------------------------------------------


def test_a_receipt_carries_no_words(student: Account, room_id: str, event_id: str) -> None:
    rooms = f"/rooms/{room_id}"
    for words in (f"${WORDS}", f"$call-{NUMBER}"):
        for kind in ("m.read", "m.read.private", "m.fully_read"):
            answer = student.call("POST", f"{rooms}/receipt/{kind}/{words}", {})
            assert "side_door" in refused_by(answer)
            answer = student.call("POST", f"{rooms}/read_markers", {kind: words})
            assert "side_door" in refused_by(answer)
    assert student.call("POST", f"{rooms}/receipt/m.read/{event_id}", {}).is_success
    assert student.call("POST", f"{rooms}/read_markers", {"m.read": event_id}).is_success


def test_a_receipt_of_another_room_says_nothing(
    school: School, student: Account, room_id: str, event_id: str
) -> None:
    supervisor = school.account(Role.SUPERVISOR)
    made = supervisor.create_room(is_direct=True, invite=[school.account(Role.TEACHER).user_id])
    path = f"/rooms/{made.json()['room_id']}/receipt/m.read/{event_id}"
    assert "side_door" in refused_by(supervisor.call("POST", path, {}))


STATUSES: list[tuple[dict[str, Any], bool]] = [
    ({"presence": "online"}, True),
    ({"presence": "unavailable", "status_msg": ""}, True),
    ({"presence": "online", "status_msg": WORDS}, False),
    ({"presence": "online", "words": WORDS}, False),
]


def test_refused_words_are_on_record(school: School, student: Account) -> None:
    """Whoever is in danger may say so where nobody would read it."""
    words = f"{WORDS} {nonce()}"
    for _ in range(2):  # clients try again: that is one entry
        status = {"presence": "online", "status_msg": words}
        student.call("PUT", f"/presence/{student.user_id}/status", status)
    tried = [row["attempt"] for row in school.kept("decision")]
    found = [attempt for attempt in tried if words in attempt.get("body", "")]
    assert [attempt["sender"] for attempt in found] == [student.user_id]


@pytest.mark.parametrize(("status", "taken"), STATUSES)
def test_a_presence_carries_no_words(student: Account, status: dict[str, Any], taken: bool) -> None:
    answer = student.call("PUT", f"/presence/{student.user_id}/status", status)
    assert answer.is_success is taken
    assert ("side_door" in refused_by(answer)) is not taken


def test_keys_and_device_names_are_read_by_their_owner_alone(
    school: School, student: Account, classmate: Account
) -> None:
    """A key may be any text; without encryption nobody needs another's."""
    signed_in = school.login(student.user_id).json()
    device, user_id = signed_in["device_id"], student.user_id
    bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
    keys = {
        "user_id": user_id,
        "device_id": device,
        "algorithms": ["m.megolm.v1.aes-sha2"],
        "keys": {f"ed25519:{device}": WORDS},
        "signatures": {user_id: {f"ed25519:{device}": WORDS}},
    }
    with school.client(headers=bearer) as client:
        assert client.put(f"{V3}/devices/{device}", json={"display_name": WORDS}).is_success
        assert client.post(f"{V3}/keys/upload", json={"device_keys": keys}).is_success
        query: dict[str, Any] = {"device_keys": {user_id: []}}
        own = client.post(f"{V3}/keys/query", json=query).json()
        assert WORDS in own["device_keys"][user_id][device]["unsigned"]["device_display_name"]
        others = classmate.call("POST", "/keys/query", query)
        assert others.json()["device_keys"] == {}
        assert WORDS not in others.text
        claim = {"one_time_keys": {user_id: {device: "signed_curve25519"}}}
        assert "side_door" in refused_by(classmate.call("POST", "/keys/claim", claim))
        backup = {"algorithm": "m.megolm_backup.v1.curve25519-aes-sha2", "auth_data": {}}
        assert client.post(f"{V3}/room_keys/version", json=backup).is_success
        long = {"device_keys": keys, "words": "x" * 70_000}
        assert "side_door" in refused_by(client.post(f"{V3}/keys/upload", json=long))


# -- what is one's own -----------------------------------------------------------------------

OWN = [
    ("PUT", "/user/{user}/account_data/org.example"),
    ("PUT", "/user/{user}/rooms/{room}/account_data/org.example"),
    ("PUT", "/user/{user}/rooms/{room}/tags/u.mine"),
    ("POST", "/user/{user}/filter"),
    ("PUT", "/pushrules/global/content/mine"),
]


@pytest.mark.parametrize(("method", "path"), OWN)
def test_what_is_ones_own_is_small(
    student: Account, classmate: Account, room_id: str, method: str, path: str
) -> None:
    mine = path.format(user=student.user_id, room=room_id)
    assert "side_door" in refused_by(student.call(method, mine, {"pattern": "x" * 70_000}))
    content = {"actions": ["notify"], "pattern": WORDS} if "push" in path else {}
    assert student.call(method, mine, content).is_success
    if "user" in path:
        assert classmate.call(method, mine, {}).status_code == 403


PUSHES: list[tuple[dict[str, Any], bool]] = [
    ({"kind": "http", "data": {"format": "event_id_only"}}, True),
    ({"kind": "http", "data": {}}, False),
    ({"kind": "email", "data": {"format": "event_id_only"}}, False),
    ({"kind": None}, True),
]


@pytest.mark.parametrize(("push", "taken"), PUSHES)
def test_a_push_carries_no_content(student: Account, push: dict[str, Any], taken: bool) -> None:
    data = {"url": "http://192.0.2.1/_matrix/push/v1/notify", **push.get("data", {})}
    names = {"app_display_name": "App", "device_display_name": "Phone", "lang": "en"}
    content = {"app_id": "org.example", "pushkey": "x", **names, **push, "data": data}
    answer = student.call("POST", "/pushers/set", content)
    assert answer.is_success is taken, answer.text
    assert ("side_door" in refused_by(answer)) is not taken


# -- bridges ---------------------------------------------------------------------------------

FOLLOWING = [
    ("GET", f"{V3}/sync?timeout=0"),
    ("GET", f"{V3}/events?timeout=0"),
    ("GET", f"{V3}/initialSync"),
    ("GET", f"{V3}/rooms/{{room}}/initialSync"),
    ("POST", f"{UNSTABLE}/org.matrix.simplified_msc3575/sync?timeout=0"),
    ("GET", f"{V3}/presence/{{user}}/status"),
]


@pytest.mark.parametrize(("method", "path"), FOLLOWING)
def test_a_bridge_does_not_follow_as_a_person_does(
    ghost: httpx.Client, student: Account, room_id: str, method: str, path: str
) -> None:
    """Typing, receipts and presence would cross to the vendor with it."""
    address = path.format(room=room_id, user=student.user_id)
    assert "side_door" in refused_by(ghost.request(method, address, json={}))


def said(words: str) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": words}
