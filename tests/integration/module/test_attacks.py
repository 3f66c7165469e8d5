"""Ways round the verdict that somebody with an account could try, over HTTP."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.steward.homeserver import Homeserver, RefusedError, password_of
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School, eventually
from tests.fixtures.verdict import NUMBER, policy, refused_by


def put_state(who: Account, room: str, kind: str, content: Any, key: str = "") -> httpx.Response:
    return who.call("PUT", f"/rooms/{room}/state/{kind}/{key}", content)


def make_account(school: School, localpart: str) -> None:
    """An account by the shared secret, as an administrator on the machine could make it."""
    with Homeserver(school.config) as homeserver:
        homeserver.register(f"@{localpart}:{school.config.server_name}", "Nobody")


@pytest.mark.parametrize("localpart", ["somebody", "_whatsapp_eve"])
def test_nobody_makes_an_account_for_who_is_not_on_the_roster(
    school: School, localpart: str
) -> None:
    """Nor one that looks like a ghost, which is known by its name alone."""
    with pytest.raises(RefusedError):
        make_account(school, localpart)


def test_the_shared_secret_alone_makes_no_account(school: School) -> None:
    with school.client() as client:
        assert "side_door" in refused_by(client.get("/_synapse/admin/v1/register"))


def test_making_an_account_signs_nobody_in(school: School) -> None:
    """Even with the steward's token and the secret: what is answered opens nothing."""
    path = "/_synapse/admin/v1/register"
    steward = {"Authorization": f"Bearer {school.config.secret('provisioning_as_token')}"}
    with school.client() as client:
        nonce = client.get(path, headers=steward).json()["nonce"]
        parts = (nonce, "eve", "password-of-eve", "admin")
        secret = school.config.secret("registration_shared_secret").encode()
        mac = hmac.new(secret, "\x00".join(parts).encode(), hashlib.sha1).hexdigest()
        asked = {"nonce": nonce, "username": "eve", "password": parts[2], "admin": True, "mac": mac}
        made = client.post(path, json=asked, headers=steward)
        token = made.json().get("access_token", "none")
        bearer = {"Authorization": f"Bearer {token}"}
        read = client.get("/_matrix/client/v3/joined_rooms", headers=bearer)
        assert read.status_code in (401, 403)
        assert made.is_error  # eve is nobody of the roster


def test_a_name_and_a_picture_in_one_room_are_the_rosters(student: Account, room_id: str) -> None:
    """Whatever a member says of itself there; nobody is the principal of one room."""
    claimed = {"displayname": f"Principal, call {NUMBER}", "avatar_url": "mxc://x.example/y"}
    content = {"membership": "join", **claimed}
    assert put_state(student, room_id, "m.room.member", content, student.user_id).is_success
    path = f"/rooms/{room_id}/state/m.room.member/{student.user_id}"
    shown = student.call("GET", path).json()
    assert (shown["displayname"], shown.get("avatar_url")) == (student.person.name, None)


OPENINGS: list[dict[str, Any]] = [
    {"preset": "public_chat"},
    {"visibility": "public"},
    {"initial_state": [{"type": "m.room.join_rules", "content": {"join_rule": "public"}}]},
    {"initial_state": [{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}]},
    {
        "initial_state": [
            {
                "type": "m.room.history_visibility",
                "content": {"history_visibility": "world_readable"},
            }
        ]
    },
]


@pytest.mark.parametrize("request_", OPENINGS)
def test_no_room_is_made_open(
    teacher: Account, supervisor: Account, request_: dict[str, Any]
) -> None:
    made = teacher.create_room(is_direct=True, invite=[supervisor.user_id], **request_)
    assert "invitation_only" in refused_by(made)


def test_a_direct_room_is_not_widened(
    school: School, teacher: Account, student: Account, supervisor: Account
) -> None:
    """Neither opened nor named, by whoever has the power; and no third one comes in."""
    room = teacher.create_room(is_direct=True, invite=[supervisor.user_id]).json()["room_id"]
    assert supervisor.join(room).is_success
    opened = put_state(teacher, room, "m.room.join_rules", {"join_rule": "public"})
    assert "invitation_only" in refused_by(opened)
    alias = f"/directory/room/%23{nonce()}:{school.config.server_name}"
    assert teacher.call("PUT", alias, {"room_id": room}).status_code == 403
    published = teacher.call("PUT", f"/directory/list/room/{room}", {"visibility": "public"})
    assert published.status_code == 403
    principal = school.account(Role.PRINCIPAL).user_id
    assert teacher.call("POST", f"/rooms/{room}/invite", {"user_id": principal}).is_success
    third = {"user_id": school.account(Role.TEACHER, 1).user_id}
    assert "designated_venue" in refused_by(teacher.call("POST", f"/rooms/{room}/invite", third))


def test_a_guest_list_with_something_else_in_it_makes_no_room(
    teacher: Account, supervisor: Account
) -> None:
    made = teacher.create_room(is_direct=True, invite=[supervisor.user_id, {"user": "x"}])
    assert made.is_client_error


def test_two_students_make_no_room(school: School, student: Account) -> None:
    other = school.account(Role.STUDENT, 1).user_id
    assert "student_direct" in refused_by(student.create_room(is_direct=True, invite=[other]))


FORGED: list[dict[str, Any]] = [
    {"predecessor": {"room_id": "!old:district.example", "event_id": "$x"}},
    {"district.homeroom.venue": "direct"},
    {"district.homeroom.student": "somebody"},
]


@pytest.mark.parametrize("creation", FORGED)
def test_a_room_claims_nothing(
    teacher: Account, supervisor: Account, creation: dict[str, Any]
) -> None:
    made = teacher.create_room(
        is_direct=True, invite=[supervisor.user_id], creation_content=creation
    )
    assert refused_by(made) & {"designated_venue", "room_upgrade"}


@pytest.mark.parametrize(
    "request_",
    [
        {"is_direct": True, "invite": [{}]},
        {"is_direct": True, "invite": 7},
        {"is_direct": True, "invite": ["no user id"]},
        {"is_direct": True, "creation_content": ["x"]},
        {"initial_state": 7},
    ],
)
def test_a_malformed_request_makes_no_room(teacher: Account, request_: dict[str, Any]) -> None:
    before = teacher.call("GET", "/joined_rooms").json()
    assert teacher.create_room(**request_).is_client_error
    assert teacher.call("GET", "/joined_rooms").json() == before


def test_an_unwatched_room_takes_no_words_in_any_form(
    teacher: Account, student: Account, supervisor: Account
) -> None:
    """Settings, memberships said again, and types that are borrowed carry words as well."""
    invited = [student.user_id, supervisor.user_id]
    room = teacher.create_room(is_direct=True, invite=invited).json()["room_id"]
    assert student.join(room).is_success
    words = {"words": "meet me"}
    tried = [
        put_state(teacher, room, "m.room.topic", {"topic": "meet me"}),
        put_state(teacher, room, "m.room.canonical_alias", words),
        put_state(teacher, room, "m.room.power_levels", {"users": {}, **words}),
        put_state(student, room, "m.room.member", {"membership": "join", **words}, student.user_id),
        teacher.send_event(room, "m.room.member", words),
        teacher.send_event(room, "m.reaction", words),
    ]
    assert [answer.is_error for answer in tried] == [True] * len(tried)
    read = student.call("GET", f"/rooms/{room}/messages?dir=b&limit=50")
    assert "meet me" not in read.text
    assert student.call("POST", f"/rooms/{room}/leave", {}).is_success


def test_half_a_character_is_no_way_past_the_scan(
    school: School, student: Account, room_id: str
) -> None:
    """JSON can carry a lone surrogate, which no UTF-8 can hold: nothing is stored, or logged."""
    path = f"/_matrix/client/v3/rooms/{room_id}/send/m.room.message/{nonce()}"
    content = json.dumps({"msgtype": "m.text", "body": f"\ud83d a@b {NUMBER}"}).encode()
    before = school.events_in(room_id)
    assert student.client.put(path, content=content).is_error
    assert school.events_in(room_id) == before
    assert NUMBER not in school.log()


def test_invariant_13_an_application_service_cannot_choose_the_time(
    school: School, student: Account, room_id: str
) -> None:
    """`?ts=` moves the event's own time; the verdict goes by the server's clock."""
    with policy(school, "00:00-24:00", "03:00-03:01"), Homeserver(school.config) as homeserver:
        eventually(lambda: "hours" in refused_by(student.send(room_id, "Up?")), 3)
        path = f"/_matrix/client/v3/rooms/{room_id}/send/m.room.message/{nonce()}"
        answer = homeserver._http.put(
            path,
            params={"ts": 1_795_404_600_000, "user_id": student.user_id},
            json={"msgtype": "m.text", "body": "Backdated"},
        )
        assert "hours" in refused_by(answer)
    eventually(lambda: student.send(room_id, "Good morning").is_success, 3)


def test_one_notice_a_rule_and_minute(school: School, room_id: str) -> None:
    """Somebody who tries ten times is told once, and each attempt is on record."""
    somebody = school.account(Role.STUDENT, 2)
    body = nonce()
    for _ in range(5):
        somebody.send(school.class_room(somebody).room_id or "", f"{body} {NUMBER}")

    def told() -> list[dict[str, Any]]:
        return [row for row in school.kept("notice") if row["to"] == somebody.user_id]

    eventually(told)
    attempts = [row["attempt"] for row in school.kept("decision")]
    assert sum(body in json.dumps(attempt) for attempt in attempts) == 5
    assert len(told()) == 1


def test_a_refused_notice_room_stays_read_only(school: School) -> None:
    """Its owner reads there, and writes nothing."""
    somebody = school.account(Role.STUDENT, 1)
    somebody.send(school.class_room(somebody).room_id or "", NUMBER)
    alias = f"%23homeroom-notices-{somebody.user_id[1:].partition(':')[0]}"
    path = f"/directory/room/{alias}:{school.config.server_name}"
    found = eventually(lambda: (r := somebody.call("GET", path)).is_success and r.json())
    joined = "/joined_rooms"
    eventually(lambda: found["room_id"] in somebody.call("GET", joined).json()["joined_rooms"])
    assert somebody.send(found["room_id"], "hello").status_code == 403


def test_an_account_is_never_erased_by_its_owner(school: School, student: Account) -> None:
    password = password_of(school.config, student.user_id)
    identifier = {"type": "m.id.user", "user": student.user_id}
    auth = {"type": "m.login.password", "identifier": identifier, "password": password}
    asked = student.call("POST", "/account/deactivate", {"erase": True})
    answer = student.call(
        "POST",
        "/account/deactivate",
        {"erase": True, "auth": {**auth, "session": asked.json().get("session")}},
    )
    assert answer.status_code == 403
    assert student.call("GET", "/account/whoami").is_success
