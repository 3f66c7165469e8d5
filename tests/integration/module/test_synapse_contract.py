"""What the product leans on in Synapse: an upgrade that changes it fails here, not in a school."""

from __future__ import annotations

import inspect
import json
from typing import Any

import attr
import pytest
from sqlalchemy import text
from synapse.api.errors import Codes, SynapseError
from synapse.handlers.events import EventStreamHandler
from synapse.handlers.sliding_sync import SlidingSyncHandler
from synapse.handlers.sync import SyncHandler
from synapse.http.site import XForwardedForRequest, _XForwardedForAddress
from synapse.logging.context import ContextRequest

from homeroom.archive.content_hash import agrees
from homeroom.policy.roles import Role
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import School


def test_a_request_in_the_context_says_where_it_comes_from_and_what_it_is() -> None:
    """Not documented; trusted networks and side doors are judged by it."""
    assert {"ip_address", "method", "url"} <= {f.name for f in attr.fields(ContextRequest)}


def test_addresses_of_proxied_requests_are_read_in_one_place() -> None:
    """`synapse_module.forwarded` replaces it, and sets these two."""
    assert callable(XForwardedForRequest._process_forwarded_headers)
    assert XForwardedForRequest._forwarded_for is None
    assert XForwardedForRequest._forwarded_https is False
    assert _XForwardedForAddress("192.0.2.1").host == "192.0.2.1"


@pytest.mark.parametrize(
    ("method", "parameter"),
    [
        (SyncHandler.wait_for_sync_for_user, "timeout"),
        (SlidingSyncHandler.wait_for_sync_for_user, "timeout_ms"),
        (EventStreamHandler.get_stream, "timeout"),
    ],
)
def test_every_wait_has_a_length_in_milliseconds(method: Any, parameter: str) -> None:
    """`synapse_module.polls` limits it, for whom `requester` says."""
    parameters = inspect.signature(method).parameters
    assert parameters[parameter].default == 0
    assert "requester" in parameters


def test_an_error_carries_extra_fields_to_the_client() -> None:
    error = SynapseError(403, "text", Codes.FORBIDDEN, {"extra": 1})
    assert error.error_dict(None) == {"errcode": "M_FORBIDDEN", "error": "text", "extra": 1}
    assert error._additional_fields == {"extra": 1}


def test_rooms_are_made_in_version_12(school: School) -> None:
    """Its creator's power is unlimited and not in the list; its id names no server."""
    capabilities = school.account(Role.TEACHER).call("GET", "/capabilities").json()
    assert capabilities["capabilities"]["m.room_versions"]["default"] == "12"


def test_nothing_is_uploaded_after_the_verdict(school: School) -> None:
    """An address that is given out before its content: nobody would have judged that."""
    answer = school.account(Role.TEACHER).client.post("/_matrix/media/v1/create")
    assert answer.is_client_error


def test_a_message_cannot_be_sent_later(school: School) -> None:
    """Delayed events would be judged when they are scheduled, not when they are said."""
    teacher = school.account(Role.TEACHER)
    room = school.class_room(school.account(Role.STUDENT)).room_id
    delay = "org.matrix.msc4140.delay=1000"
    path = f"/rooms/{room}/send/m.room.message/{nonce()}?{delay}"
    before = school.events_in(room)
    answer = teacher.call("PUT", path, {"msgtype": "m.text", "body": "Later"})
    assert answer.is_client_error
    assert school.events_in(room) == before


def test_the_events_of_a_new_room_are_each_judged(school: School) -> None:
    """`on_create_room` sees the request; the initial state comes past `check_event_allowed`."""
    supervisor = school.account(Role.SUPERVISOR).user_id
    made = school.account(Role.TEACHER).create_room(
        is_direct=True, invite=[supervisor], topic="call 202-555-0143"
    )
    assert made.status_code == 403


def test_a_room_upgrade_is_no_way_past_the_creation_check(school: School) -> None:
    """`on_create_room` is not called for it; the tombstone and the create event are judged."""
    teacher, supervisor = school.account(Role.TEACHER), school.account(Role.SUPERVISOR)
    room = teacher.create_room(is_direct=True, invite=[supervisor.user_id]).json()["room_id"]
    joined = teacher.call("GET", "/joined_rooms").json()
    assert teacher.call("POST", f"/rooms/{room}/upgrade", {"new_version": "12"}).status_code == 403
    assert teacher.call("GET", "/joined_rooms").json() == joined


def test_directory_and_profile_of_strangers_are_not_read(school: School) -> None:
    with school.client() as nobody:
        teacher = school.people(Role.TEACHER)[0].user_id
        assert nobody.get(f"/_matrix/client/v3/profile/{teacher}").status_code == 401
        assert nobody.get("/_matrix/client/v3/publicRooms").status_code == 401


def test_every_event_carries_the_hash_of_its_content(school: School) -> None:
    """`archive verify --hashes` compares it; the specification says how it is made."""
    teacher = school.account(Role.TEACHER)
    room = school.class_room(teacher).room_id
    assert room is not None
    assert teacher.send(room, "Ñandú 🪶 \u2028 said\n").is_success
    with school.connect() as connection:
        rows = connection.execute(
            text("SELECT event_id, json, format_version FROM public.event_json")
        ).all()
    assert len(rows) > 10
    for row in rows:
        event = {**json.loads(row.json), "event_id": row.event_id}
        assert agrees({"event": event, "format_version": row.format_version}) is True
