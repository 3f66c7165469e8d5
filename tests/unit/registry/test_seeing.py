"""What the rules get to see of an event: every text, and who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synapse.api.room_versions import RoomVersions
from synapse.events import EventBase, make_event_from_dict
from synapse.types import StateMap

from homeroom.policy.facts import Registry
from homeroom.policy.roles import Role
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import Person, PolicyVersion, State, Tool, Venue
from homeroom.registry.seeing import Lens, room_facts, texts
from homeroom.registry.snapshot import Snapshot, fold
from tests.fixtures.seeing import event_facts

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
TEACHER, STUDENT = "@teacher:district.example", "@student:district.example"
SYSTEM, BOT = "@homeroom:district.example", "@_whatsapp_bot:district.example"
GHOST = "@_whatsapp_0123456789abcdef0123:district.example"
ROOM = "!room:district.example"


def person(name: str, role: Role) -> Person:
    return Person(
        id=name,
        roster_id=name,
        roles=(role,),
        given_name=name,
        family_name="Example",
        user_id=f"@{name}:district.example",
    )


def lens(*states: State) -> Lens:
    """The registry after these decisions, beside a teacher, a student and a tool."""
    known: tuple[State, ...] = (
        person("teacher", Role.TEACHER),
        person("student", Role.STUDENT),
        Tool(id="whatsapp", name="WhatsApp", vendor="x", state="approved"),
        *states,
    )
    return Lens(
        snapshot=fold(Snapshot(), (decision(i + 1, s) for i, s in enumerate(known))),
        registry=Registry(age_seconds=0),
        server_name="district.example",
        system_account=SYSTEM,
        now=NOW,
        day=DAY,
    )


def decision(seq: int, state: State) -> Decision:
    return Decision(
        seq=seq,
        at=None,  # type: ignore[arg-type]
        actor="test",
        subject=state.SUBJECT,
        key=state.key,
        state=encode(state),
        note="",
    )


def event(
    kind: str, content: Mapping[str, Any], sender: str = TEACHER, state_key: str | None = None
) -> EventBase:
    made = {
        "type": kind,
        "room_id": ROOM,
        "sender": sender,
        "content": dict(content),
        "auth_events": [],
        "prev_events": [],
        "depth": 1,
        "origin_server_ts": 0,
        "hashes": {},
        "signatures": {},
        **({} if state_key is None else {"state_key": state_key}),
    }
    return make_event_from_dict(made, RoomVersions.V10)


def state_of(mark: str | None, creator: str, *joined: str) -> StateMap[EventBase]:
    """The state of a room that `creator` made with this mark."""
    content = {} if mark is None else {"district.homeroom.venue": mark}
    events = [event("m.room.create", content, creator, "")]
    events += [event("m.room.member", {"membership": "join"}, user, user) for user in joined]
    return {(e.type, str(e.get_state_key())): e for e in events}


SAYING: list[tuple[dict[str, Any], bool]] = [
    ({"membership": "join", "displayname": "Ada", "avatar_url": None}, False),
    ({"membership": "invite", "is_direct": True}, False),
    ({"membership": "leave"}, False),
    # a reason; a key that nobody knows; a name that a leave does not need
    ({"membership": "leave", "reason": "meet me"}, True),
    ({"membership": "invite", "org.example": "meet me"}, True),
    ({"membership": "ban", "displayname": "meet me"}, True),
]


@pytest.mark.parametrize(("content", "says"), SAYING)
def test_a_membership_can_carry_words(content: dict[str, Any], says: bool) -> None:
    facts = event_facts(
        event("m.room.member", content, state_key=STUDENT), state_of("class", SYSTEM), lens()
    )
    assert facts.says is says
    assert facts.leaves is (content["membership"] in ("leave", "ban") and not says)


@pytest.mark.parametrize("kind", ["m.room.message", "m.reaction", "m.room.topic", "org.example"])
def test_a_state_key_is_text(kind: str) -> None:
    facts = event_facts(
        event(kind, {}, state_key="202-555-0143"), state_of("class", SYSTEM), lens()
    )
    assert "202-555-0143" in facts.text


HIDING: list[tuple[Any, str]] = [
    # as a key, as a number, deep down, in HTML cut by tags, as entities
    ({"202-555-0143": 1}, "202-555-0143"),
    ({"phone": 2025550143}, "2025550143"),
    ({"a": [{"b": [["202-555-0143"]]}]}, "202-555-0143"),
    ("202<b>-</b>555-0143", "202-555-0143"),
    ("202&#45;555&#x2d;0143", "202-555-0143"),
    # in the middle of tags that never end
    ("<" * 60_000 + "202-555-0143", "202-555-0143"),
]


@pytest.mark.parametrize(("content", "shown"), HIDING)
def test_every_text_is_seen(content: Any, shown: str) -> None:
    assert any(shown in text for text in texts(content))


def test_no_depth_hides_a_text() -> None:
    content: Any = "202-555-0143"
    for _ in range(5000):
        content = [content]
    assert list(texts(content)) == ["202-555-0143"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_seeing_texts_never_raises(content: Any) -> None:
    assert all(isinstance(text, str) for text in texts(content))


def test_type_and_state_key_are_texts_too() -> None:
    seen = event_facts(event("org.call.2025550143", {}, state_key="now"), {}, lens())
    assert {"org.call.2025550143", "now"} <= set(seen.text)


MARKS: list[tuple[str | None, str, str | None]] = [
    # made here as a direct room
    ("direct", TEACHER, "direct"),
    # a mark of somebody who makes no venues
    ("class", TEACHER, None),
    ("system", STUDENT, None),
    ("family", GHOST, None),
    # the system account, and a bridge's bot, while the venue is set up
    ("class", SYSTEM, "class"),
    ("family", BOT, "family"),
    # a mark that is none, and none
    ("everything", SYSTEM, None),
    (None, TEACHER, None),
]


@pytest.mark.parametrize(("mark", "creator", "venue"), MARKS)
def test_a_mark_counts_only_from_who_makes_venues(
    mark: str | None, creator: str, venue: str | None
) -> None:
    seen = event_facts(event("m.room.message", {}), state_of(mark, creator, TEACHER), lens())
    assert seen.room.venue == venue


def test_the_registry_beats_the_mark() -> None:
    """An archived venue is no place to talk, whatever its room says."""
    archived = Venue(id="v", kind="class", name="Room", room_id=ROOM, active=False)
    seen = event_facts(
        event("m.room.message", {}), state_of("class", SYSTEM, TEACHER), lens(archived)
    )
    assert seen.room.venue is None


PARTIES: list[tuple[str, frozenset[Role], bool]] = [
    (TEACHER, frozenset({Role.TEACHER}), True),
    (SYSTEM, frozenset({Role.SYSTEM}), True),
    (BOT, frozenset({Role.SYSTEM}), True),
    (GHOST, frozenset({Role.GHOST}), True),
    # a ghost of a network that is not on the register; the prefix alone; nobody
    ("@_signal_a1:district.example", frozenset(), True),
    ("@_whatsapp_:district.example", frozenset(), True),
    # an invitation that would say something to the vendor
    ("@_whatsapp_call-me-at-noon:district.example", frozenset(), True),
    ("@nobody:district.example", frozenset(), True),
    # the same names elsewhere
    ("@teacher:elsewhere.example", frozenset(), False),
    ("@homeroom:elsewhere.example", frozenset(), False),
    # a server name that only begins like ours
    ("@teacher:district.example.evil.example", frozenset(), False),
    ("@teacher:district.example:8448", frozenset(), False),
]


@pytest.mark.parametrize(("user_id", "roles", "local"), PARTIES)
def test_who_somebody_is(user_id: str, roles: frozenset[Role], local: bool) -> None:
    seen = lens().party(user_id)
    assert (seen.roles, seen.local) == (roles, local)


OPENING: list[tuple[str, dict[str, Any], bool]] = [
    ("m.room.join_rules", {"join_rule": "public"}, True),
    ("m.room.join_rules", {"join_rule": "knock"}, True),
    ("m.room.join_rules", {"join_rule": "restricted"}, True),
    ("m.room.join_rules", {"join_rule": ["invite"]}, True),
    ("m.room.join_rules", {}, True),
    ("m.room.join_rules", {"join_rule": "invite"}, False),
    ("m.room.history_visibility", {"history_visibility": "world_readable"}, True),
    ("m.room.history_visibility", {"history_visibility": "shared"}, False),
    ("m.room.topic", {"topic": "public"}, False),
]


@pytest.mark.parametrize(("kind", "content", "opens"), OPENING)
def test_what_would_open_a_room(kind: str, content: dict[str, Any], opens: bool) -> None:
    assert event_facts(event(kind, content, state_key=""), {}, lens()).opens is opens


def test_consent_counts_for_the_student_the_family_venue_is_about() -> None:
    """Nobody of the family is in the room yet, and the student never is."""
    venue = Venue(
        id="v",
        kind="family",
        name="Family",
        room_id=ROOM,
        student="student",
        networks=("whatsapp",),
    )
    seen = event_facts(event("m.room.message", {}), state_of("family", BOT, TEACHER), lens(venue))
    assert [(tie.network, tie.uncovered) for tie in seen.room.ties] == [("whatsapp", 1)]


def test_a_ghost_ties_a_class_to_its_network() -> None:
    """Invited is enough; each student of the room counts."""
    state = dict(state_of("class", SYSTEM, TEACHER, STUDENT))
    invited = event("m.room.member", {"membership": "invite"}, SYSTEM, GHOST)
    seen = event_facts(invited, state, lens())
    assert [(tie.network, tie.uncovered) for tie in seen.room.ties] == [("whatsapp", 1)]


REQUESTS: list[tuple[dict[str, Any], str, bool]] = [
    ({"preset": "public_chat"}, "opens", True),
    ({"visibility": "public"}, "opens", True),
    ({"preset": "private_chat"}, "opens", False),
    ({"initial_state": [{"type": "m.room.encryption"}]}, "encrypted", True),
    ({"initial_state": ["m.room.encryption", None]}, "encrypted", False),
    ({"creation_content": {"district.homeroom.student": "x"}}, "claims_venue", True),
    ({"creation_content": ["district.homeroom.venue"]}, "claims_venue", False),
    # only the word itself is true
    ({"is_direct": "yes"}, "direct", False),
]


@pytest.mark.parametrize(("request_", "name", "value"), REQUESTS)
def test_requests_for_rooms(request_: dict[str, Any], name: str, value: bool) -> None:
    assert getattr(room_facts(TEACHER, request_, lens()), name) is value


WAYS: list[tuple[str, dict[str, Any], str | None]] = [
    ("m.room.message", {"msgtype": "m.text", "body": "call 202-555-0143"}, None),
    ("m.room.message", {"body": "x", "formatted_body": "202<b>-</b>555-0143"}, None),
    # a client shows an image's text, a spoiler's reason, and where a link leads
    ("m.room.message", {"body": "x", "formatted_body": '<img alt="2&#48;2-555-0143">'}, None),
    ("m.room.message", {"formatted_body": '<a href="tel:+1&#x32;025550143">me</a>'}, None),
    (
        "m.room.message",
        {"formatted_body": '<span data-mx-spoiler="202&#8209;555&#8209;0143">x</span>'},
        None,
    ),
    ("m.room.message", {"body": "* x", "m.new_content": {"body": "202-555-0143"}}, None),
    ("m.room.message", {"msgtype": "m.image", "body": "a caption, 202-555-0143"}, None),
    ("m.room.message", {"msgtype": "m.file", "filename": "202-555-0143.pdf"}, None),
    ("m.room.message", {"msgtype": "m.location", "geo_uri": "geo:1,1?q=202-555-0143"}, None),
    ("m.room.message", {"body": "> 202-555-0143\n\nyes", "m.relates_to": {}}, None),
    ("m.reaction", {"m.relates_to": {"key": "202-555-0143"}}, None),
    ("m.room.topic", {"topic": "202-555-0143"}, ""),
    ("m.room.name", {"name": "202-555-0143"}, ""),
    ("m.room.member", {"membership": "join", "displayname": "202-555-0143"}, STUDENT),
    ("m.room.member", {"membership": "leave", "reason": "202-555-0143"}, STUDENT),
    ("m.room.redaction", {"reason": "202-555-0143"}, None),
    ("org.example.custom", {"any": {"depth": [2025550143]}}, None),
    ("org.example.custom", {"202-555-0143": True}, None),
    ("org.call.2025550143", {}, None),
    ("m.poll.start", {"answers": [{"id": "1", "m.text": "202"}, {"m.text": "555-0143"}]}, None),
    # split over body and formatted body, in either order, and over texts of unlike keys
    ("m.room.message", {"body": "my number is 202-555", "formatted_body": "0143"}, None),
    ("m.room.message", {"formatted_body": "0143", "body": "my number is 202-555"}, None),
    ("m.room.message", {"body": "202", "info": {"w": 40, "alt": "555-0143"}}, None),
]


@pytest.mark.parametrize(("kind", "content", "state_key"), WAYS)
def test_a_number_is_found_by_whatever_way_it_comes(
    kind: str, content: dict[str, Any], state_key: str | None
) -> None:
    seen = event_facts(event(kind, content, state_key=state_key), {}, lens())
    assert "+12025550143" in {found.value for found in seen.findings}


def test_sizes_of_a_picture_are_no_number() -> None:
    info = {"h": 480, "w": 640, "size": 2456, "mimetype": "image/png", "duration": 2025550}
    seen = event_facts(event("m.room.message", {"msgtype": "m.image", "info": info}), {}, lens())
    assert seen.findings == ()


def test_the_roster_is_known_and_accounts_of_people_here_say_nothing() -> None:
    """A number that is a student's, in the name of the account or beside it."""
    numbered = replace(
        person("kofi", Role.STUDENT), number="20481345", user_id="@20481345:district.example"
    )
    view = lens(numbered)
    told = event("m.room.message", {"body": "20481345"})
    assert [f.kind for f in event_facts(told, {}, view).findings] == ["student_id"]
    for mention in (
        {"users": {"@20481345:district.example": 0}},
        {"body": "hi @20481345:district.example!"},
    ):
        assert event_facts(event("m.room.power_levels", mention), {}, view).findings == ()
    stranger = event("m.room.message", {"body": "@20481345:elsewhere.example"})
    assert [f.kind for f in event_facts(stranger, {}, view).findings] == ["student_id"]


def test_a_consent_leaves_the_detector_as_it_is_and_people_are_added() -> None:
    before = lens().snapshot
    after = fold(before, [decision(50, Tool(id="x", name="X", vendor="x", state="requested"))])
    assert after.detector is before.detector
    more = fold(before, [decision(51, replace(person("a", Role.STUDENT), given_name="Maya"))])
    assert [f.text for f in more.detector.find("hi maya example")] == ["maya example"]
    assert [f.text for f in more.detector.find("student example")] == ["student example"]


def test_the_districts_own_words_are_found() -> None:
    text = """\
hours: {timezone: UTC, days: [monday], open: ["07:00-16:00"]}
content: {words: {profanity: ["dang*"], self_harm: [quiero desaparecer]}}
"""
    published = PolicyVersion(version="1", text=text, material=False)
    at = replace(decision(60, published), at=NOW)
    found = fold(lens().snapshot, [at]).detector.find("dangit, quiero desaparecer")
    assert {f.kind for f in found} == {"profanity", "self_harm"}


def test_what_a_room_is_called_is_judged_with_the_request() -> None:
    request = {"name": "call 202-555-0143", "topic": "x", "room_alias_name": "kid@example.org"}
    seen = room_facts(TEACHER, request, lens())
    assert {found.kind for found in seen.findings} == {"phone", "email"}
