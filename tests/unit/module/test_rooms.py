"""A room is walked through once: what is known of it is kept, and kept true."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synapse.api.room_versions import RoomVersions
from synapse.events import EventBase, make_event_from_dict

from homeroom.registry.model import Substitution, Venue
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import Lens, RoomView, see
from synapse_module import rooms
from synapse_module.rooms import Rooms
from tests.unit.registry.test_rooms import NOON, POOL, VENUE, lens, user
from tests.unit.registry.test_seeing import ROOM, SYSTEM, event

State = dict[tuple[str, str], str]
CREATE = event("m.room.create", {"district.homeroom.venue": "class"}, SYSTEM, "")


def member(name: str, membership: str = "join") -> EventBase:
    return event("m.room.member", {"membership": membership}, user(name), user(name))


@dataclass(slots=True, kw_only=True)
class Store:
    """Synapse's store, as far as it is asked: events by id, and which were."""

    events: dict[str, EventBase] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, name: str, made: EventBase) -> str:
        self.events[name] = made
        return name

    async def get_events(self, ids: Collection[str]) -> dict[str, EventBase]:
        self.asked += ids
        return {each: self.events[each] for each in ids}


@dataclass(slots=True, kw_only=True)
class Server:
    """Synapse, as far as it is asked."""

    main: Store

    def get_datastores(self) -> Any:
        return self


@dataclass(slots=True, kw_only=True)
class Context:
    """Where an event was made: the state's number, what changed since another, or the state."""

    state: State
    state_group_before_event: int | None
    prev_group_for_state_group_before_event: int | None = None
    delta_ids_to_state_group_before_event: State | None = None
    state_map_before_event: State | None = None

    async def get_prev_state_ids(self, wanted: Any) -> State:
        return self.state_map_before_event or self.state


MESSAGE = event("m.room.message", {"body": "hi"})


@pytest.fixture
def store() -> Store:
    return Store(
        events={
            "create": CREATE,
            "t": member("teacher"),
            "s": member("student"),
            "topic": event("m.room.topic", {"topic": "x"}, SYSTEM, ""),
        }
    )


START: State = {
    ("m.room.create", ""): "create",
    ("m.room.member", user("teacher")): "t",
    ("m.room.member", user("student")): "s",
    ("m.room.topic", ""): "topic",
}


def kept(store: Store) -> Rooms:
    return Rooms(Server(main=store))  # type: ignore[arg-type]


async def view(known: Rooms, context: Context, glass: Lens) -> RoomView:
    return await known.view(MESSAGE, context, glass)  # type: ignore[arg-type]


async def test_a_state_is_looked_at_once_and_only_for_its_people(store: Store) -> None:
    known, glass = kept(store), lens(VENUE)
    first = await view(known, Context(state=START, state_group_before_event=1), glass)
    assert sorted(store.asked) == ["create", "s", "t"]
    assert (first.room.joined.staff, first.room.joined.students) == (1, 1)
    again = await view(known, Context(state=START, state_group_before_event=1), glass)
    assert again is first
    assert len(store.asked) == 3


async def test_what_changed_is_all_that_is_looked_at(store: Store) -> None:
    known, glass = kept(store), lens(VENUE, POOL)
    await view(known, Context(state=START, state_group_before_event=1), glass)
    store.asked.clear()
    came = {("m.room.member", user("first")): store.put("f", member("first"))}
    after = Context(
        state={**START, **came},
        state_group_before_event=2,
        prev_group_for_state_group_before_event=1,
        delta_ids_to_state_group_before_event={**came, ("m.room.topic", ""): "topic"},
    )
    found = await view(known, after, glass)
    assert found.room.joined.supervisors == 1
    assert store.asked == ["f"]
    left = {("m.room.member", user("first")): store.put("g", member("first", "leave"))}
    gone = Context(
        state={**START, **left},
        state_group_before_event=3,
        prev_group_for_state_group_before_event=2,
        delta_ids_to_state_group_before_event=left,
    )
    assert (await view(known, gone, glass)).room.joined.supervisors == 0


async def test_a_batch_brings_its_own_state(store: Store) -> None:
    """While a room is made, the group that the context names is that of an earlier event."""
    known, glass = kept(store), lens(VENUE)
    await view(known, Context(state=START, state_group_before_event=1), glass)
    alone = {key: START[key] for key in list(START)[:2]}
    batch = Context(state=START, state_group_before_event=1, state_map_before_event=alone)
    assert (await view(known, batch, glass)).room.count == 1
    assert (await view(known, Context(state={}, state_group_before_event=None), glass)).room == (
        see(ROOM, Occupancy(), glass).room
    )


async def test_another_registry_another_day_another_hour_is_seen_anew(store: Store) -> None:
    known, context = kept(store), Context(state=START, state_group_before_event=1)
    hour = Substitution(
        id="x",
        person="other",
        class_id="c1",
        starts=NOON + timedelta(hours=1),
        ends=NOON + timedelta(hours=2),
    )
    store.put("t", member("other"))
    before = await view(known, context, lens(VENUE, hour))
    assert not any(p.teaches for p in before.room.named)
    during = await view(known, context, lens(VENUE, hour, now=NOON + timedelta(hours=1)))
    assert [p.person for p in during.room.named if p.teaches] == ["other"]
    closed = await view(known, context, lens(VENUE, hour, replace(VENUE, active=False)))
    assert closed.room.venue is None


async def test_no_more_rooms_and_states_are_kept_than_there_is_room_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_ROOMS", 3)
    known, glass = kept(store), lens(VENUE)
    for number in range(10):
        where = {"room_id": f"!{number}:district.example"}
        other = make_event_from_dict({**MESSAGE.get_dict(), **where}, RoomVersions.V10)
        for group in range(5):
            context = Context(state=START, state_group_before_event=number * 5 + group)
            await known.view(other, context, glass)  # type: ignore[arg-type]
    assert len(known._rooms) == 3
    assert {len(states) for states in known._rooms.values()} == {rooms.STATES_A_ROOM}


NAMES = st.sampled_from(["teacher", "student", "first", "second", "guardian", "parent", "child"])
STEPS = st.lists(
    st.tuples(NAMES, st.sampled_from(["join", "invite", "leave", "ban"]), st.booleans()),
    min_size=1,
    max_size=10,
)


@settings(max_examples=60)
@given(steps=STEPS)
async def test_what_is_kept_is_always_what_a_walk_would_give(
    steps: list[tuple[str, str, bool]],
) -> None:
    """Through any changes, forks back to the state before among them."""
    store = Store(events={"create": CREATE})
    venue = Venue(id="v", kind="direct", name="v", room_id=ROOM)
    known, glass = kept(store), lens(venue, POOL)
    states: list[State] = [{("m.room.create", ""): "create"}]
    for number, (name, membership, forks) in enumerate(steps, 1):
        before = max(len(states) - (2 if forks else 1), 0)
        changed = {("m.room.member", user(name)): store.put(f"e{number}", member(name, membership))}
        states.append({**states[before], **changed})
        context = Context(
            state=states[-1],
            state_group_before_event=number,
            prev_group_for_state_group_before_event=before,
            delta_ids_to_state_group_before_event=changed,
        )
        found = await view(known, context, glass)
        walked = Occupancy().after(store.events[each] for each in states[-1].values())
        assert found.occupancy == walked
        assert found.room == see(ROOM, walked, glass).room
