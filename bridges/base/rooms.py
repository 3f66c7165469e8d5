"""Portal rooms: made once for a guardian and a student, from a class venue that allows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from mautrix.types import UserID
from sqlalchemy import Connection

from bridges.base import ghosts, portals
from bridges.base.crossing import Route
from bridges.base.database import Database
from bridges.base.freshness import Freshness
from bridges.base.ghosts import Ghost
from bridges.base.homeserver import Homeserver
from bridges.base.network import Network
from bridges.base.portals import Portal
from homeroom.registry.model import Venue

VENUE_MARK = "district.homeroom.venue"
STUDENT_MARK = "district.homeroom.student"
PORTAL_MARK = "district.homeroom.portal"


class Rooms:
    """Finds or makes the room of a route, and brings everybody into it."""

    def __init__(
        self,
        network: Network,
        database: Database,
        homeserver: Homeserver,
        freshness: Freshness,
    ) -> None:
        self._network = network
        self._database = database
        self._freshness = freshness
        self._homeserver = homeserver
        self._making = asyncio.Lock()
        self._looked: dict[str, int] = {}
        """By room: the registry's version at which its members were last looked at."""

    async def of(self, route: Route, ghost: Ghost) -> tuple[str, UserID]:
        """The room's id and the ghost's user id; both are ready for a message."""
        async with self._making:  # Two aliases of one person may come at the same time.
            portal, new = await self._database.run(
                portals.reserve,
                self._network.name,
                ghost.id,
                route.student.id,
                route.school_class.id,
            )
            if portal.room_id is None:
                portal = await self._establish(portal, route, ghost, new)
        who = self._homeserver.user_id(ghost.localpart)
        await self._bring(portal, route, ghost, who)
        assert portal.room_id is not None
        return portal.room_id, who

    async def _establish(self, portal: Portal, route: Route, ghost: Ghost, new: bool) -> Portal:
        """Make the room, or find the one that a crash left without a portal, and record it."""
        room_id = None if new else await self._left_behind(portal)
        if room_id is None:
            marks = {
                VENUE_MARK: "family",
                STUDENT_MARK: route.student.id,
                PORTAL_MARK: portal.id,
            }
            room_id = await self._homeserver.make_room(_title(route, self._network), marks)
        venue = Venue(
            id=f"family-{portal.id}",
            kind="family",
            name=_title(route, self._network),
            room_id=room_id,
            org=route.class_venue.org,
            class_id=route.school_class.id,
            student=route.student.id,
            guardian=route.guardian.id,
            ghost=str(self._homeserver.user_id(ghost.localpart)),
            networks=(self._network.name,),
        )
        await self._database.run(portals.established, portal, venue)
        self._freshness.moved()
        return replace(portal, room_id=room_id)

    async def _left_behind(self, portal: Portal) -> str | None:
        known = await self._database.run(portals.rooms, self._network.name)
        return await self._homeserver.made_room(PORTAL_MARK, portal.id, known)

    async def _bring(self, portal: Portal, route: Route, ghost: Ghost, who: UserID) -> None:
        """Name the ghost, bring it in, and invite the class's teachers; done things stay done."""
        name = f"{route.guardian.name} ({self._network.title})"
        if ghost.name != name:
            await self._homeserver.name(who, name)
            await self._database.run(ghosts.named, ghost.id, name)
        assert portal.room_id is not None
        if str(who) not in portal.invited or await self._gone(portal.room_id, who):
            await self._homeserver.join(who, portal.room_id)
        teachers = [t.user_id for t in route.teachers if t.user_id]
        for teacher in teachers:
            if teacher not in portal.invited:
                await self._homeserver.invite(teacher, portal.room_id)
        everybody = tuple(dict.fromkeys((*portal.invited, str(who), *teachers)))
        if everybody != portal.invited:
            await self._database.run(_note_invited, portal, everybody)

    async def _gone(self, room_id: str, who: UserID) -> bool:
        """Has the ghost left since the registry last changed? A court's order takes it out."""
        if self._looked.get(room_id) == self._freshness.seq:
            return False
        members = await self._homeserver.members(room_id)
        self._looked[room_id] = self._freshness.seq
        return str(who) not in members


def _note_invited(connection: Connection, portal: Portal, who: tuple[str, ...]) -> None:
    portals.invited(connection, portal, who)


def _title(route: Route, network: Network) -> str:
    return f"{route.student.name}: {route.guardian.name} ({network.title})"
