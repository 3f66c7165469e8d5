"""The gate of events and rooms; nobody evades `check_event_allowed` for events born here."""

from __future__ import annotations

import uuid
from functools import partial
from itertools import chain
from typing import Any

from synapse.events import EventBase
from synapse.events.snapshot import UnpersistedEventContextBase
from synapse.module_api import ModuleApi

from homeroom.policy.facts import LEAVING, EventFacts, RoomFacts, VenueKind
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.registry import school_years, venues
from homeroom.registry.model import Org, SchoolYear
from homeroom.registry.seeing import NO_FILES, VENUE_MARK, facts_in, media_named, room_facts
from synapse_module import dispatch
from synapse_module.forks import Forks
from synapse_module.inspections import Inspections
from synapse_module.judge import Judge
from synapse_module.pace import Pace
from synapse_module.reading import Reader
from synapse_module.rooms import Rooms


class EventGate:
    """Events, and requests to make a room."""

    def __init__(
        self,
        judge: Judge,
        inspections: Inspections,
        reader: Reader,
        rooms: Rooms,
        pace: Pace,
        forks: Forks,
    ) -> None:
        self._judge = judge
        self._forks = forks
        self._making: dict[str, tuple[VenueKind, str]] = {}
        """By account: kind and name of the room that was allowed, until its first event."""
        self._inspections = inspections
        self._reader = reader
        self._rooms = rooms
        self._pace = pace

    def register(self, api: ModuleApi) -> None:
        dispatch.ask(api._hs, self.check_event)
        api.register_third_party_rules_callbacks(on_create_room=self.on_create_room)

    async def check_event(
        self, event: EventBase, context: UnpersistedEventContextBase
    ) -> dict[str, Any] | None:
        """Every event born here, state and membership included; a leave may lose its words."""
        attempt = _attempt(event, context)
        try:
            facts = await self._facts(event, context)
        except Exception:
            refusal = await self._judge.failed("event", event.event_id, attempt)
            if _leaves_alone(event) and self._judge.registry().capture_working:
                return _without_words(event)
            raise refusal from None
        if facts.says and facts.membership in LEAVING:
            if not await self._judge.lets_leave(facts, facts.sender, event.event_id, attempt):
                return _without_words(event)
            self._note_pace(event, facts)
            return None
        await self._judge.judge(facts, facts.sender, event.event_id, attempt)
        if event.type == "m.room.create" and event.sender in self._making:
            await self._designate(event, attempt)
        self._forks.passed(event, facts, attempt)
        self._note_pace(event, facts)
        return None

    def _note_pace(self, event: EventBase, facts: EventFacts) -> None:
        if facts.speaks and _slow(facts, self._judge.policy):
            self._pace.accepted(event.room_id, event.sender)

    async def _designate(self, event: EventBase, attempt: dict[str, Any]) -> None:
        """What a user may make is listed from the start, owned, and ends with the school year."""
        (kind, name), lens = self._making.pop(event.sender), self._judge.lens()
        maker = lens.snapshot.person(event.sender)
        if maker is None:
            return
        years = lens.snapshot.states.get(SchoolYear.SUBJECT, {}).values()
        ends = school_years.consent_ends(self._judge.policy.bridges, years, lens.day)
        orgs = lens.snapshot.states.get(Org.SUBJECT, {})
        venue = venues.made_by(event.room_id, kind, name, maker, orgs, ends)
        try:
            await self._judge.designate(venue, event.sender)
        except Exception:
            raise await self._judge.failed("event", event.event_id, attempt) from None

    async def _facts(self, event: EventBase, context: UnpersistedEventContextBase) -> EventFacts:
        """What is judged."""
        lens = self._judge.lens()
        view = await self._rooms.view(event, context, lens)
        since = self._pace.since(event.room_id, event.sender)
        named = media_named(event.content, lens.server_name)
        files = await self._inspections.find(named) if named else NO_FILES
        written = chain.from_iterable(found.text for found in files.values())
        see = partial(facts_in, event, view, lens, files, since_last=since)
        return await self._reader.read(see, event.content, written)

    async def on_create_room(self, requester: Any, request: dict[str, Any], is_admin: bool) -> None:
        """The whole request, which the events that come of it do not show."""
        user_id, key = requester.user.to_string(), uuid.uuid4().hex
        attempt = {"sender": user_id, "create_room": request}
        try:
            see = partial(room_facts, user_id, request, self._judge.lens())
            facts = await self._reader.read(see, request)
        except Exception:
            raise await self._judge.failed("room", key, attempt) from None
        self._making.pop(user_id, None)
        await self._judge.judge(facts, facts.creator, key, attempt)
        if facts.wants is not None and facts.creator.person is not None:
            self._making[user_id] = (facts.wants, str(request.get("name") or ""))
        if Role.SYSTEM not in facts.creator.roles:
            _shape(request, facts)


def _slow(facts: EventFacts, policy: Policy) -> bool:
    """Is this sender's pace in this room something that slow mode asks for?"""
    kind = facts.room.venue
    if kind is None or not facts.sender.student:
        return False
    return policy.venues.of(kind).slow_mode_seconds > 0


def _shape(request: dict[str, Any], facts: RoomFacts) -> None:
    """What a user's room is made as: its mark, and the school's supervisors where it needs them.

    Invitations are sent one by one, each judged: the supervisors' come first.
    """
    made_as = request.get("creation_content")
    kept = made_as if isinstance(made_as, dict) else {}
    request["creation_content"] = {**kept, VENUE_MARK: facts.wants or "direct"}
    watching = [p.user_id for p in (*facts.supervisors, *facts.invited) if p.supervises]
    asked = [user for user in request.get("invite") or () if user not in watching]
    request["invite"] = [*dict.fromkeys(watching), *asked]


def _leaves_alone(event: EventBase) -> bool:
    """Somebody leaves of their own will: always possible (invariant 6)."""
    membership = event.content.get("membership")
    member = event.type == "m.room.member" and event.get_state_key() == event.sender
    return member and membership == "leave"


def _without_words(event: EventBase) -> dict[str, Any]:
    """The same leave with nothing written to it."""
    return {**event.get_dict(), "content": {"membership": event.content["membership"]}}


def _attempt(event: EventBase, context: UnpersistedEventContextBase) -> dict[str, Any]:
    """What somebody tried to send, whole: the record keeps what the room never saw.

    `service` is the application service that speaks for the sender, where one does.
    """
    service = getattr(context, "app_service", None)
    attempt = {"sender": event.sender, "room_id": event.room_id, "type": event.type}
    state_key = event.get_state_key()
    return {
        **attempt,
        **({} if state_key is None else {"state_key": state_key}),
        **({} if service is None else {"service": service.id}),
        "content": event.get_dict()["content"],
    }
