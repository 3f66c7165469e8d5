"""Every type of event of the Matrix specification, and what is decided about it.

Types that are not here, of later versions or of anybody's own, are judged as any: every string in
them is text, wherever it stands, and so is the type itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["message", "state", "device", "ephemeral", "own"]
"""Sent in a room; its state; to devices; for the moment; kept for its owner."""

PLACES: dict[Place, str] = {
    "message": "Events of a room",
    "state": "State of a room",
    "device": "To devices",
    "ephemeral": "For the moment",
    "own": "Account data",
}
TEST = "tests/unit/ways_in/test_event_types.py::test_an_event_type_is_decided"
WORDS = "personal_information"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One row; `rule` refuses the type itself, or else what it says."""

    type: str
    place: Place
    enters: str
    rule: str
    refused: bool = False
    """Whatever it says; else what it says is judged."""
    test: str = TEST


def _judged(place: Place, enters: str, *types: str) -> tuple[EventType, ...]:
    return tuple(EventType(type=t, place=place, enters=enters, rule=WORDS) for t in types)


def _refused(place: Place, enters: str, rule: str, *types: str) -> tuple[EventType, ...]:
    return tuple(
        EventType(type=t, place=place, enters=enters, rule=rule, refused=True) for t in types
    )


def _way(place: Place, enters: str, test: str, *types: str) -> tuple[EventType, ...]:
    """Decided where it comes in: it is in no room."""
    test = f"tests/integration/module/{test}"
    return tuple(
        EventType(type=t, place=place, enters=enters, rule="side_door", test=test) for t in types
    )


EVENT_TYPES: tuple[EventType, ...] = (
    *_judged(
        "message",
        "text in every form, files, edits, replies, threads, locations",
        "m.room.message",
        "m.sticker",
        "m.message",
        "m.text",
        "m.emote",
        "m.notice",
        "m.image",
        "m.file",
        "m.audio",
        "m.video",
        "m.voice",
        "m.location",
    ),
    *_judged("message", "text as a reaction", "m.reaction"),
    *_judged("message", "text as the reason", "m.room.redaction"),
    *_judged(
        "message",
        "text as a question, an answer, a result",
        "m.poll.start",
        "m.poll.response",
        "m.poll.end",
        "org.matrix.msc3381.poll.start",
        "org.matrix.msc3381.poll.response",
        "org.matrix.msc3381.poll.end",
    ),
    *_judged(
        "message",
        "text in any of its fields",
        "m.key.verification.request",
        "m.key.verification.ready",
        "m.key.verification.start",
        "m.key.verification.accept",
        "m.key.verification.key",
        "m.key.verification.mac",
        "m.key.verification.done",
        "m.key.verification.cancel",
        "m.room.bot.options",
        "org.example.custom",
    ),
    *_refused("message", "what nobody can read", "no_encryption", "m.room.encrypted"),
    *_refused(
        "message",
        "sound and picture that nobody can keep",
        "cannot_be_kept",
        "m.call.invite",
        "m.call.candidates",
        "m.call.answer",
        "m.call.select_answer",
        "m.call.negotiate",
        "m.call.reject",
        "m.call.hangup",
        "m.call.sdp_stream_metadata_changed",
        "m.call.notify",
        "m.rtc.notification",
        "org.matrix.msc4075.call.notify",
    ),
    *_refused(
        "message",
        "where somebody is, minute by minute",
        "cannot_be_kept",
        "m.beacon",
        "org.matrix.msc3672.beacon",
    ),
    # -- state -------------------------------------------------------------------------------
    *_judged(
        "state",
        "text as a name, a topic, a picture, an address",
        "m.room.name",
        "m.room.topic",
        "m.room.avatar",
        "m.room.canonical_alias",
        "m.room.aliases",
    ),
    *_judged(
        "state",
        "text in any of its fields, and in its key",
        "m.room.create",
        "m.room.member",
        "m.room.power_levels",
        "m.room.guest_access",
        "m.room.pinned_events",
        "m.room.server_acl",
        "m.room.third_party_invite",
        "m.room.policy",
        "m.space.child",
        "m.space.parent",
        "m.policy.rule.user",
        "m.policy.rule.room",
        "m.policy.rule.server",
        "m.room.image_pack",
        "im.ponies.room_emotes",
        "m.bridge",
        "uk.half-shot.bridge",
        "org.example.custom",
    ),
    *_refused("state", "an open door", "invitation_only", "m.room.join_rules"),
    *_refused("state", "an open window", "invitation_only", "m.room.history_visibility"),
    *_refused("state", "what nobody can read", "no_encryption", "m.room.encryption"),
    *_refused("state", "another room in the place of this one", "room_upgrade", "m.room.tombstone"),
    *_refused(
        "state",
        "the end of what was said",
        "cannot_be_kept",
        "m.room.retention",
        "org.matrix.msc1763.retention",
    ),
    *_refused(
        "state",
        "calls, live location, a layout for pages of other servers",
        "cannot_be_kept",
        "m.call",
        "m.call.member",
        "m.rtc.member",
        "org.matrix.msc3401.call",
        "org.matrix.msc3401.call.member",
        "m.beacon_info",
        "org.matrix.msc3672.beacon_info",
        "io.element.widgets.layout",
    ),
    *_refused(
        "state",
        "a page of other software, unless the register has it in force",
        "unapproved_widget",
        "m.widget",
        "im.vector.modular.widgets",
    ),
    # -- in no room --------------------------------------------------------------------------
    *_way(
        "device",
        "text from device to device: refused, whatever the type",
        "test_ways_in.py::test_a_closed_way_is_refused",
        "m.room_key",
        "m.room_key_request",
        "m.room_key.withheld",
        "m.forwarded_room_key",
        "m.room_key_bundle",
        "m.key.verification.*",
        "m.secret.request",
        "m.secret.send",
        "m.dummy",
        "m.call.*",
        "org.example.custom",
    ),
    *_way(
        "ephemeral",
        "that somebody writes, or is there: never in words",
        "test_limits.py::test_a_presence_carries_no_words",
        "m.typing",
        "m.presence",
    ),
    *_way(
        "ephemeral",
        "text in the place of an event's id",
        "test_limits.py::test_a_receipt_carries_no_words",
        "m.receipt",
    ),
    *_way(
        "own",
        "text to oneself: only its owner reads it, and it is small",
        "test_limits.py::test_what_is_ones_own_is_small",
        "m.accepted_terms",
        "m.direct",
        "m.fully_read",
        "m.ignored_user_list",
        "m.image_pack.rooms",
        "m.invite_permission_config",
        "m.key_backup",
        "m.marked_unread",
        "m.media_preview_config",
        "m.push_rules",
        "m.recent_emoji",
        "m.tag",
        "m.secret_storage.*",
        "m.cross_signing.*",
        "m.megolm_backup.v1",
        "im.vector.*",
        "org.example.custom",
    ),
    *(
        EventType(
            type=kind,
            place="own",
            enters="other software that one's clients are pointed at, unless it is in force",
            rule="unapproved_widget",
            test="tests/integration/module/test_own_software.py"
            "::test_nobody_points_their_client_at_software_that_is_not_in_force",
        )
        for kind in ("m.widgets", "m.identity_server", "im.vector.setting.integration_provisioning")
    ),
)
