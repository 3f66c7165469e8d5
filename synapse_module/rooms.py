"""Who is in which room, kept from one event to the next: a room is walked through once.

Synapse numbers each state of a room (its state group). A state that was seen is not looked at
again; one that follows from it is made of the few events that changed. What only the walk through
a thousand members can tell is kept, bounded, by room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from synapse.events import EventBase
from synapse.events.snapshot import UnpersistedEventContextBase
from synapse.server import HomeServer
from synapse.types import StateMap
from synapse.types.state import StateFilter

from homeroom.registry.occupancy import CREATE, MEMBER, Occupancy
from homeroom.registry.rooms import Lens, RoomView, see, teachers
from synapse_module.guard.contract import Pin

PINS = (
    Pin(
        place="synapse.events.snapshot:UnpersistedEventContext",
        digest="140d858d95111389",
        why="in which state of its room an event was made",
    ),
    Pin(
        place="synapse.state:StateHandler.calculate_context_info",
        digest="bec0e8a84f5c5d46",
        why="which state group is that of an event's parents",
    ),
)
MOST_ROOMS = 5_000
STATES_A_ROOM = 2
"""So many states of a room are kept at once: the newest, and the one that a fork goes on from."""
WANTED = StateFilter.from_types([(CREATE, ""), (MEMBER, None)])

Key = tuple[int, date, frozenset[str]]
"""What a view depends on besides the room: the registry's version, the day, who teaches now."""


@dataclass(slots=True, kw_only=True)
class _Known:
    """One state of a room, and how the rules saw it last."""

    occupancy: Occupancy
    key: Key | None = None
    view: RoomView | None = None


class Rooms:
    """One a process; used on the reactor alone."""

    def __init__(self, hs: HomeServer) -> None:
        self._store = hs.get_datastores().main
        self._rooms: OrderedDict[str, OrderedDict[int, _Known]] = OrderedDict()

    async def view(
        self, event: EventBase, context: UnpersistedEventContextBase, lens: Lens
    ) -> RoomView:
        """The event's room at its parents, as the rules see it by this registry at this hour."""
        group = _group(context)
        if group is None:
            return see(event.room_id, await self._walk(context), lens)
        known = await self._known(event.room_id, group, context)
        key = (lens.snapshot.seq, lens.day, teachers(lens.snapshot.venue(event.room_id), lens))
        if known.view is None or known.key != key:
            known.key, known.view = key, see(event.room_id, known.occupancy, lens)
        return known.view

    async def _known(
        self, room_id: str, group: int, context: UnpersistedEventContextBase
    ) -> _Known:
        states = self._rooms.get(room_id)
        if states is not None and group in states:
            self._rooms.move_to_end(room_id)
            return states[group]
        known = _Known(occupancy=await self._made(states, context))
        states = self._rooms.setdefault(room_id, OrderedDict())
        states[group] = known
        while len(states) > STATES_A_ROOM:
            states.popitem(last=False)
        self._rooms.move_to_end(room_id)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        return known

    async def _made(
        self, states: OrderedDict[int, _Known] | None, context: UnpersistedEventContextBase
    ) -> Occupancy:
        """From the state before it, where that is known and what changed is, too."""
        before: int | None = getattr(context, "prev_group_for_state_group_before_event", None)
        changed: StateMap[str] | None = getattr(
            context, "delta_ids_to_state_group_before_event", None
        )
        if states is None or changed is None or before is None or before not in states:
            return await self._walk(context)
        ids = [event_id for (kind, _), event_id in changed.items() if kind in (CREATE, MEMBER)]
        return states[before].occupancy.after(await self._events(ids))

    async def _walk(self, context: UnpersistedEventContextBase) -> Occupancy:
        ids = await context.get_prev_state_ids(WANTED)
        wanted = [event_id for (kind, _), event_id in ids.items() if kind in (CREATE, MEMBER)]
        return Occupancy().after(await self._events(wanted))

    async def _events(self, ids: Iterable[str]) -> Iterable[EventBase]:
        return (await self._store.get_events(list(ids))).values()


def _group(context: UnpersistedEventContextBase) -> int | None:
    """The state group of the event's parents; None where the context has the state itself.

    In a batch, as when a room is made, the context's group is that of an event before it.
    """
    if getattr(context, "state_map_before_event", None):
        return None
    group: int | None = getattr(context, "state_group_before_event", None)
    return group
