"""What is asked of the homeserver when a class gets its room."""

from __future__ import annotations

from homeroom.policy.roles import Role
from homeroom.registry.model import Person, Venue
from homeroom.sandbox.provision import Wanted, main_role, room_request

TEACHER = Person(
    id="p1",
    roster_id="emp-1",
    roles=(Role.TEACHER,),
    given_name="Wren",
    family_name="Amberbrook",
    user_id="@wren.amberbrook:district.example",
)
WANTED = Wanted(
    venue=Venue(id="v1", kind="class", name="Grade 7 Science", class_id="class-01"),
    members=(TEACHER,),
    teachers=(TEACHER,),
)


def test_the_creator_is_not_among_the_power_levels() -> None:
    """From room version 12 on, a room whose creator is listed is refused."""
    levels = room_request(WANTED)["power_level_content_override"]
    assert levels["users"] == {TEACHER.user_id: 50}
    assert levels["state_default"] == 100


def test_a_room_is_closed_kept_and_of_this_server_only() -> None:
    request = room_request(WANTED)
    state = {event["type"]: event["content"] for event in request["initial_state"]}
    assert request["preset"] == "private_chat"
    assert request["creation_content"]["m.federate"] is False
    assert state["m.room.history_visibility"] == {"history_visibility": "shared"}
    assert state["m.room.guest_access"] == {"guest_access": "forbidden"}


def test_a_person_of_several_roles_is_shown_with_the_first_of_the_list() -> None:
    both = Person(
        id="p2",
        roster_id="emp-2",
        roles=(Role.TEACHER, Role.PRINCIPAL),
        given_name="Kai",
        family_name="Cedarsong",
    )
    assert main_role(both) is Role.PRINCIPAL
