"""What a request is for: each row of the table says it, and nothing else is a mere look."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homeroom.policy.sections.networks import Action
from homeroom.ways_in import WAYS, Way
from homeroom.ways_in.actions import STRICTEST, action_of, spelled
from homeroom.ways_in.model import LOOKS

CLIENT = "/_matrix/client/v3"
WRITE = Action.WRITE
CASES = [
    ("GET", f"{CLIENT}/sync?timeout=30000", Action.READ, False),
    ("GET", "/_matrix/client/v1/media/download/x/y", Action.READ, False),
    ("PUT", f"{CLIENT}/rooms/!x/send/m.room.message/1", Action.WRITE, True),
    ("POST", "/_matrix/media/v3/upload", Action.WRITE, True),
    ("POST", f"{CLIENT}/createRoom", Action.WRITE, True),
    ("DELETE", f"{CLIENT}/devices/X", Action.WRITE, True),
    # looks that are asked for by POST; leaving is always possible
    ("POST", f"{CLIENT}/search?next_batch=1", Action.READ, False),
    ("POST", f"{CLIENT}/user/@x:y/filter", Action.READ, False),
    ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync", Action.READ, False),
    ("POST", f"{CLIENT}/rooms/!x/leave", Action.READ, False),
    # what only looks like one of those
    ("POST", f"{CLIENT}/rooms/!x/invite?/search", Action.WRITE, True),
    ("POST", f"{CLIENT}/rooms/!x/report/search", Action.WRITE, True),
    ("PUT", f"{CLIENT}/rooms/!x/send/leave/search", Action.WRITE, True),
    ("POST", f"{CLIENT}/join/x%2Fleave", Action.WRITE, True),
    ("POST", f"{CLIENT}/rooms/!x/leave/", Action.WRITE, True),
    ("POST", f"{CLIENT}//search", Action.WRITE, True),
    ("POST", f"{CLIENT}/pushrules/global/override/search", Action.WRITE, True),
    # a look that changes something
    ("GET", "/_matrix/client/unstable/pushers/remove?app_id=x", Action.WRITE, True),
    ("HEAD", "/_matrix/client/unstable/pushers/remove", Action.WRITE, True),
    # administration
    ("GET", "/_synapse/admin/v2/users", Action.ADMINISTER, False),
    ("PUT", "/_synapse/admin/v2/users/@x:y", Action.ADMINISTER, True),
    ("POST", "/_synapse/admin/of/another/day", Action.ADMINISTER, True),
]
LOOKED_BY_POST = re.compile(
    r"/_matrix/client/(?:api/v1|r0|v3|unstable)/(?:"
    r"search|user_directory/search|publicRooms|keys/query|user/[^/]+/filter"
    r"|org\.matrix\.(?:simplified_)?msc3575/sync"
    r"|rooms/[^/]+/(?:leave|forget)|logout(?:/all)?"
    r")"
)
"""What was ever taken for a look, before the table said it: no more is let through than that."""
MERE_LOOKS = {
    "POST /_matrix/client/*/search",
    "POST /_matrix/client/*/user_directory/search",
    "GET,POST /_matrix/client/*/publicRooms",
    "POST /_matrix/client/*/keys/query",
    "POST /_matrix/client/*/user/{user_id}/filter",
    "POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync",
    "POST /_matrix/client/*/rooms/{room_id}/forget",
    "POST /_matrix/client/*/rooms/{room_id}/(join|invite|leave|ban|unban|kick)",
    "POST /_matrix/client/*/logout",
    "POST /_matrix/client/*/logout/all",
}
"""Every row by which somebody reads or leaves with a method that changes things."""


@pytest.mark.parametrize(("method", "url", "action", "changes"), CASES)
def test_what_a_request_is_for(method: str, url: str, action: Action, changes: bool) -> None:
    assert action_of(method, url) == (action, changes)


def name(way: Way) -> str:
    return way.name


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_a_request_is_for_what_its_row_says(way: Way) -> None:
    for method in way.methods:
        for path, word in spelled(way):
            asked = re.sub(r"\{\w+\}", "x", path)
            expected = way.action(method, word)
            found, changes = action_of(method, asked)
            assert found is expected
            assert changes is (
                method not in LOOKS if found is Action.ADMINISTER else found is WRITE
            )
            assert STRICTEST.index(found) <= STRICTEST.index(before(method, asked))


def before(method: str, path: str) -> Action:
    """As it was told by regular expressions."""
    if path.startswith("/_synapse/admin"):
        return Action.ADMINISTER
    looked = method in LOOKS or bool(LOOKED_BY_POST.fullmatch(path))
    return Action.READ if looked else Action.WRITE


def test_no_row_becomes_a_look_unseen() -> None:
    reading = {
        way.name
        for way in WAYS
        for method in set(way.methods) - LOOKS
        for _, word in spelled(way)
        if way.action(method, word) is Action.READ
    }
    assert reading == MERE_LOOKS


WORDS = """_matrix client v3 r0 unstable search rooms leave forget logout all user filter keys query
publicRooms pushrules x %2F"""
PARTS = st.sampled_from(["", *WORDS.split()])


@example("POST", ["rooms", "", "leave"])
@given(st.sampled_from(["POST", "PUT", "DELETE"]), st.lists(PARTS, max_size=8))
def test_no_other_path_is_a_look(method: str, parts: list[str]) -> None:
    for path in ("/" + "/".join(parts), "/_matrix/client/v3/" + "/".join(parts)):
        found = action_of(method, path)[0]
        assert STRICTEST.index(found) <= STRICTEST.index(before(method, path))
