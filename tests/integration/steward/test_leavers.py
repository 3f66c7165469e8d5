"""A teacher leaves the district: locked, signed out, in no room; the record stays."""

from __future__ import annotations

from sqlalchemy import text

from homeroom.steward.tasks.leavers import Leavers
from tests.fixtures.changing_roster import Files
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.integration.steward.conftest import Hands

TEACHER, ROOM = "emp-020", "room-class-80"
KEPT = text("SELECT count(*) FROM public.event_json WHERE room_id = :room AND json LIKE :said")


def test_who_leaves_the_district_is_in_no_room_and_cannot_come_back(hands: Hands) -> None:
    files = Files.of_the_demo()
    files.add_class("class-80", "Botany 10", TEACHER, "stu-0181", "stu-0182")
    hands.import_(files)
    hands.build(ROOM)
    teacher = hands.sign_in(TEACHER)
    room_id = str(hands.venue(ROOM).room_id)
    assert teacher.send(room_id, "Bring a leaf tomorrow.").status_code == 200
    assert room_id in hands.homeserver.rooms_of(teacher.user_id)
    leavers = Leavers()
    leavers(hands.office)
    assert room_id in hands.homeserver.rooms_of(teacher.user_id)

    files.change("users.csv", TEACHER, enabledUser="false")
    hands.import_(files)
    eventually(lambda: not teacher.call("GET", "/sync").is_success, ACTS_WITHIN)
    leavers(hands.office)
    assert hands.homeserver.rooms_of(teacher.user_id) == set()
    with hands.school.connect() as connection:
        said = {"room": room_id, "said": "%Bring a leaf tomorrow.%"}
        assert connection.scalar(KEPT, said) == 1
    ended = "M_UNKNOWN_TOKEN"
    eventually(lambda: teacher.call("GET", "/account/whoami").json()["errcode"] == ended)
    assert hands.school.login(teacher.user_id).status_code == 401  # M_USER_LOCKED
    acts = [row["done"] for row in hands.school.kept("account") if row.get("done")]
    assert ["locked", "signed out"] in acts  # invariant 4


def test_who_comes_back_is_brought_back(hands: Hands) -> None:
    files = Files.of_the_demo()
    files.add_class("class-80", "Botany 10", TEACHER, "stu-0181", "stu-0182")
    hands.import_(files)
    room = hands.build(ROOM)
    assert room.members[hands.account(TEACHER)] == "join"
    eventually(lambda: hands.school.login(hands.account(TEACHER)).status_code == 200)
