"""Each type of event, sent in a class room by a student: what it says is judged, or it is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.detect.match import one_of
from homeroom.policy.verdict import Refuse
from homeroom.policy.wording import WORDING
from homeroom.ways_in.event_types import EVENT_TYPES, EventType
from tests.fixtures.seeing import event_facts
from tests.unit.policy.facts import POLICY
from tests.unit.registry.test_seeing import STUDENT, SYSTEM, TEACHER, event, lens, state_of

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
NUMBER = "202-555-0143"
IN_ROOMS = [row for row in EVENT_TYPES if row.place in ("message", "state")]
WORDS: list[dict[str, Any]] = [
    # as text, as a key, deep down
    {"body": f"call {NUMBER}"},
    {NUMBER: True},
    {"m.new_content": {"x": [{"y": f"call {NUMBER}"}]}},
]
OPENING = {
    "m.room.join_rules": {"join_rule": "public"},
    "m.room.history_visibility": {"history_visibility": "world_readable"},
    "m.widget": {"type": "m.custom", "url": "https://elsewhere.example/"},
    "im.vector.modular.widgets": {"type": "m.custom", "url": "https://elsewhere.example/"},
}


def name(row: EventType) -> str:
    return f"{row.place} {row.type}"


def refused_by(row: EventType, content: dict[str, Any], key: str = "") -> set[str]:
    if row.type == "m.room.member":
        content, key = {"membership": "invite", **content}, STUDENT
    sent = event(row.type, content, STUDENT, key if row.place == "state" else None)
    facts = event_facts(sent, state_of("class", SYSTEM, SYSTEM, TEACHER, STUDENT), lens())
    verdict = decide(facts, POLICY, NOON)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


@pytest.mark.parametrize("row", IN_ROOMS, ids=name)
def test_an_event_type_is_decided(row: EventType) -> None:
    if row.refused:
        assert row.rule in refused_by(row, OPENING.get(row.type, {}))
    for content in WORDS:
        assert "personal_information" in refused_by(row, content)
    if row.place == "state" and row.type != "m.room.member":
        assert "personal_information" in refused_by(row, {}, NUMBER)


SPECIFIED = one_of("""
    m.accepted_terms m.direct m.fully_read m.identity_server m.ignored_user_list m.image_pack.rooms
    m.invite_permission_config m.key_backup m.marked_unread m.media_preview_config m.push_rules
    m.recent_emoji m.tag m.cross_signing.master m.cross_signing.self_signing
    m.cross_signing.user_signing m.megolm_backup.v1 m.secret_storage.default_key
    m.secret_storage.key.x
    m.call.answer m.call.candidates m.call.hangup m.call.invite m.call.negotiate m.call.reject
    m.call.sdp_stream_metadata_changed m.call.select_answer
    m.dummy m.forwarded_room_key m.room_key m.room_key.withheld m.room_key_bundle m.room_key_request
    m.secret.request m.secret.send
    m.key.verification.accept m.key.verification.cancel m.key.verification.done
    m.key.verification.key m.key.verification.mac m.key.verification.ready
    m.key.verification.request m.key.verification.start
    m.presence m.receipt m.typing
    m.policy.rule.room m.policy.rule.server m.policy.rule.user
    m.reaction m.sticker m.room.encrypted m.room.message m.room.redaction
    m.room.avatar m.room.canonical_alias m.room.create m.room.encryption m.room.guest_access
    m.room.history_visibility m.room.image_pack m.room.join_rules m.room.member m.room.name
    m.room.pinned_events m.room.policy m.room.power_levels m.room.server_acl
    m.room.third_party_invite m.room.tombstone m.room.topic m.space.child m.space.parent
""")
"""Of the Matrix specification: one file each in matrix-spec's `data/event-schemas/schema`, and the
account data that its text alone names."""


@pytest.mark.parametrize("kind", sorted(SPECIFIED))
def test_every_type_of_the_specification_has_a_row(kind: str) -> None:
    """In each place where it may stand: a key's verification and a call are sent both ways."""
    places = {row.place for row in EVENT_TYPES if fnmatchcase(kind, row.type)}
    both = kind.startswith(("m.key.verification.", "m.call."))
    assert places >= {"message", "device"} if both else places


def test_a_type_itself_is_text() -> None:
    row = EventType(type=f"org.example.{NUMBER}", place="message", enters="", rule="")
    assert "personal_information" in refused_by(row, {})


def test_no_type_is_twice() -> None:
    assert len({(row.place, row.type) for row in EVENT_TYPES}) == len(EVENT_TYPES)


@pytest.mark.parametrize("test", sorted({row.test for row in EVENT_TYPES}))
def test_the_test_of_a_type_is_there(test: str) -> None:
    file, _, function = test.partition("::")
    assert re.search(rf"^def {function}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_rules_are_rules() -> None:
    assert {row.rule for row in EVENT_TYPES} <= set(WORDING)
