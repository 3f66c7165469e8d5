"""Rooms: what is said in them, who is in them, and what is set."""

from __future__ import annotations

from homeroom.policy.sections.networks import Action
from homeroom.ways_in.model import (
    CLIENT,
    LOOKS_BY_POST,
    UNSTABLE,
    Way,
    closed,
    harmless,
    judged,
    limited,
)

ATTACKS = "tests/integration/module/test_attacks.py"
VERDICT = "tests/integration/module/test_verdict.py"
LIMITS = "tests/integration/module/test_limits.py"
MEMBERSHIP = ("school_accounts", "foreign_server", "designated_venue", "supervised_direct")
CONTENT = ("personal_information", "no_encryption", "hours", "bridge_consent", "incomplete_media")
ROOM = f"{CLIENT}/rooms/{{room_id}}"
OWN_ROOMS = "reads rooms that the reader is in; what is in them was judged when it came"

WAYS: tuple[Way, ...] = (
    judged(
        f"PUT {ROOM}/send/{{event_type}}/{{txn_id}}",
        "text, files, custom content, reactions, edits",
        *CONTENT,
        limits=("now",),
        test=f"{VERDICT}::test_a_phone_number_never_reaches_the_room",
    ),
    judged(
        f"POST {ROOM}/send/{{event_type}}",
        "as above, without a transaction",
        *CONTENT,
        limits=("now",),
        test=f"{LIMITS}::test_an_event_without_a_transaction_is_judged",
    ),
    judged(
        f"PUT {ROOM}/state/{{event_type}}",
        "names, topics, settings, custom state",
        *CONTENT,
        "invitation_only",
        "room_upgrade",
        limits=("now",),
        test=f"{VERDICT}::test_the_topic_is_judged_too",
    ),
    judged(
        f"PUT {ROOM}/state/{{event_type}}/{{state_key}}",
        "as above, and text in the state key; memberships with their names",
        *CONTENT,
        *MEMBERSHIP,
        limits=("now",),
        test=f"{LIMITS}::test_a_state_key_is_judged",
    ),
    judged(
        f"POST {ROOM}/(join|invite|leave|ban|unban|kick)",
        "a membership; text in its reason",
        *MEMBERSHIP,
        limits=("no_outside_address", "now"),
        does=(("POST leave", Action.READ),),
        test=f"{LIMITS}::test_a_reason_is_judged",
    ),
    judged(
        f"PUT {ROOM}/(join|invite|leave|ban|unban|kick)/{{txn_id}}",
        "as above, with a transaction",
        *MEMBERSHIP,
        limits=("no_outside_address", "now"),
        test=f"{LIMITS}::test_a_reason_is_judged",
    ),
    judged(
        f"POST {ROOM}/redact/{{event_id}}",
        "text in the reason; a message goes from view, and stays in the record",
        *CONTENT,
        limits=("now",),
        test=f"{LIMITS}::test_the_reason_of_a_redaction_is_judged",
    ),
    judged(
        f"PUT {ROOM}/redact/{{event_id}}/{{txn_id}}",
        "as above, with a transaction",
        *CONTENT,
        limits=("now",),
        test=f"{LIMITS}::test_the_reason_of_a_redaction_is_judged",
    ),
    judged(
        f"POST {CLIENT}/createRoom",
        "a room with its name, topic, first state and members",
        *MEMBERSHIP,
        "invitation_only",
        why="the request is judged, and each event that comes of it",
        limits=("no_outside_address",),
        test=f"{VERDICT}::test_rooms_are_the_districts",
    ),
    judged(
        f"PUT {CLIENT}/createRoom/{{txn_id}}",
        "as above, with a transaction",
        *MEMBERSHIP,
        "invitation_only",
        why="the request is judged, and each event that comes of it",
        limits=("no_outside_address",),
        test=f"{LIMITS}::test_a_room_made_with_a_transaction_is_judged",
    ),
    judged(
        f"POST {ROOM}/upgrade",
        "a new room in the place of another",
        "room_upgrade",
        test=f"{VERDICT}::test_a_room_cannot_be_upgraded_away",
    ),
    judged(
        f"POST {CLIENT}/join/{{room_identifier}}",
        "a membership; text in its reason",
        *MEMBERSHIP,
        test=f"{LIMITS}::test_the_reason_of_a_join_by_address_is_judged",
    ),
    judged(
        f"PUT {CLIENT}/join/{{room_identifier}}/{{txn_id}}",
        "as above, with a transaction",
        *MEMBERSHIP,
        test=f"{LIMITS}::test_the_reason_of_a_join_by_address_is_judged",
    ),
    closed(
        f"POST {CLIENT}/knock/{{room_identifier}}",
        "a request to come in, with text",
        "school rooms are by invitation only",
        keeps=True,
    ),
    harmless(
        f"POST {ROOM}/forget",
        "a room that one has left goes from one's own list; it stays kept",
        does=LOOKS_BY_POST,
    ),
    harmless(f"PUT {ROOM}/forget/{{txn_id}}", "as above"),
    # -- what is seen of others while they read and write ------------------------------------
    limited(
        f"POST {ROOM}/receipt/{{receipt_type}}/{{event_id}}",
        "text in the place of an event's id",
        "a receipt names an event of its room; across a bridge it goes only where words may",
        "known_events",
        "small",
        test=f"{LIMITS}::test_a_receipt_carries_no_words",
    ),
    limited(
        f"POST {ROOM}/read_markers",
        "text in the place of an event's id",
        "as a receipt",
        "known_events",
        "small",
        test=f"{LIMITS}::test_a_receipt_carries_no_words",
    ),
    harmless(
        f"PUT {ROOM}/typing/{{user_id}}",
        "says that somebody writes, never what; across a bridge it goes only where words may",
    ),
    harmless(
        f"POST {ROOM}/report/{{event_id}}",
        "it is on record, and somebody in charge of the school answers it",
        enters="text to those in charge",
    ),
    harmless(
        "POST /_matrix/client/v3/rooms/{room_id}/report",
        "it is on record, and somebody in charge of the school answers it",
        enters="text to those in charge",
    ),
    # -- delayed events ----------------------------------------------------------------------
    closed(
        f"GET,POST {UNSTABLE}/org.matrix.msc4140/delayed_events/{{delay_id}}",
        "an event that was judged before it is said",
        "what is said is judged when it is said",
    ),
    closed(
        f"GET {UNSTABLE}/org.matrix.msc4140/delayed_events",
        "",
        "there are no delayed events",
    ),
    closed(
        f"POST {UNSTABLE}/org.matrix.msc4140/delayed_events/{{delay_id}}/cancel",
        "",
        "there are no delayed events",
    ),
    closed(
        f"POST {UNSTABLE}/org.matrix.msc4140/delayed_events/{{delay_id}}/restart",
        "an event that was judged before it is said",
        "there are no delayed events",
    ),
    closed(
        f"POST {UNSTABLE}/org.matrix.msc4140/delayed_events/{{delay_id}}/send",
        "an event that was judged before it is said",
        "there are no delayed events",
    ),
    # -- names of rooms, and lists of them ---------------------------------------------------
    closed(
        f"PUT,DELETE {CLIENT}/directory/room/{{room_alias}}",
        "text as a room's address",
        "addresses of rooms are the district's",
        keeps=True,
    ),
    closed(
        f"PUT {CLIENT}/directory/list/room/{{room_id}}",
        "a room in the public list",
        "no room is published",
    ),
    closed(
        f"PUT,DELETE {CLIENT}/directory/list/appservice/{{network_id}}/{{room_id}}",
        "a room in the public list",
        "no room is published",
    ),
    harmless(f"GET {CLIENT}/directory/room/{{room_alias}}", "reads the id of a room"),
    harmless(f"GET {CLIENT}/directory/list/room/{{room_id}}", "reads that a room is not listed"),
    harmless(
        f"GET,POST {CLIENT}/publicRooms",
        "reads the public list, which is empty",
        does=LOOKS_BY_POST,
    ),
    harmless(f"GET {ROOM}/aliases", OWN_ROOMS),
    harmless(f"GET {UNSTABLE}/org.matrix.msc2432/rooms/{{room_id}}/aliases", OWN_ROOMS),
    # -- reading -----------------------------------------------------------------------------
    harmless(f"GET {ROOM}/context/{{event_id}}", OWN_ROOMS),
    harmless(f"GET {ROOM}/event/{{event_id}}", OWN_ROOMS),
    harmless(f"GET {ROOM}/joined_members", OWN_ROOMS),
    harmless(f"GET {ROOM}/members", OWN_ROOMS),
    harmless(f"GET {ROOM}/messages", OWN_ROOMS),
    harmless(f"GET {ROOM}/relations/{{parent_id}}[/{{relation_type}}[/{{event_type}}]]", OWN_ROOMS),
    harmless(f"GET {ROOM}/state", OWN_ROOMS),
    harmless(f"GET {ROOM}/state/{{event_type}}", OWN_ROOMS),
    harmless(f"GET {ROOM}/state/{{event_type}}/{{state_key}}", OWN_ROOMS),
    harmless("GET /_matrix/client/v1/rooms/{room_id}/hierarchy", OWN_ROOMS),
    harmless("GET /_matrix/client/v1/rooms/{room_id}/threads", OWN_ROOMS),
    harmless("GET /_matrix/client/v1/rooms/{room_id}/timestamp_to_event", OWN_ROOMS),
    harmless("GET /_matrix/client/v1/room_summary/{room_identifier}", OWN_ROOMS),
    harmless(
        f"GET {UNSTABLE}/im.nheko.summary/rooms/{{room_identifier}}/summary",
        OWN_ROOMS,
    ),
    harmless(f"GET {UNSTABLE}/im.nheko.summary/summary/{{room_identifier}}", OWN_ROOMS),
    harmless(f"GET {CLIENT}/joined_rooms", "reads the list of one's own rooms"),
    harmless(f"GET {CLIENT}/mutual_rooms", "reads which rooms two people share"),
    harmless(f"POST {CLIENT}/search", OWN_ROOMS, does=LOOKS_BY_POST),
    closed(
        f"GET {UNSTABLE}/io.element.msc4502/rooms/{{room_id}}/is_joined",
        "",
        "a bridge knows its own rooms",
    ),
)
