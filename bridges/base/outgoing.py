"""Takes what people say in portal rooms to the vendor: per room, in order, asked at each call."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bridges.base import crossing, ghosts, items, offered_help, portals
from bridges.base.config import NetworkConfig
from bridges.base.content import from_event, notice
from bridges.base.database import Database
from bridges.base.ghosts import Ghost
from bridges.base.homeserver import Homeserver, RefusedError, UnavailableError
from bridges.base.items import NOW, Item
from bridges.base.json_values import read_object
from bridges.base.model import Alias, MediaFile, Outgoing, Refused
from bridges.base.network import (
    CrossingRefusedError,
    Guard,
    Network,
    StopAllError,
    StopError,
    UnreadableError,
    UnsureError,
    VendorError,
)
from bridges.base.outcome import Aside, Done, Later, Outcome, Stopped, backoff
from bridges.base.portals import Portal

log = logging.getLogger(__name__)


class Sender:
    """Sends, and tells the writer where something was not delivered."""

    def __init__(
        self,
        network: Network,
        database: Database,
        homeserver: Homeserver,
        settings: NetworkConfig,
    ) -> None:
        self._network = network
        self._database = database
        self._homeserver = homeserver
        self._settings = settings
        self.alert = ""
        """Why the vendor refuses everything, since the last time that it did not."""

    async def handle(self, item: Item) -> Outcome:
        """What becomes of an event."""
        if item.result is not None:  # A status has told it, where the answer was lost.
            return Done(result=item.result, room_id=_room(item))
        if item.started is not None and (wait := self._unsure_for(item)):
            return Later(reason="waits for a status", wait=wait, unsure=True)
        return await self._try(item)

    async def _try(self, item: Item) -> Outcome:
        try:
            return await self._send(item)
        except UnreadableError as error:
            return Aside(code="unreadable", reason=str(error))
        except UnavailableError as error:
            return self._later(item, f"the homeserver does not answer ({error})")
        except RefusedError as error:
            return Stopped(code="refused", reason=error.reason)
        except VendorError as error:
            return self._answered(item, error)

    def _answered(self, item: Item, error: VendorError) -> Outcome:
        """What the vendor's answer, or our own refusal, asks for."""
        match error:
            case CrossingRefusedError():
                return Stopped(code="may_not_cross", reason=error.reason)
            case UnsureError():
                wait = timedelta(seconds=self._settings.unsure_seconds)
                return Later(reason=error.reason, wait=wait, unsure=True)
            case StopError():
                return self._stopped(error)
            case _:
                return self._later(item, error.reason)

    async def tell(self, item: Item) -> None:
        """Put the notice about an item into its room, once."""
        content = notice(item.notice, item.remote_id)
        named = f"{item.network}\nnotice\n{item.remote_id}\n{item.notice}"
        transaction = "homeroom-" + hashlib.sha256(named.encode()).hexdigest()[:40]
        try:
            await self._homeserver.say(
                self._homeserver.bot, item.conversation, "m.room.message", content, transaction
            )
        except UnavailableError:
            await self._database.run(_tell_later, item)
            return
        except RefusedError as error:
            log.warning("the notice about item %s was refused: %s", item.id, error.errcode)
        await self._database.run(items.change, item.id, noticed=True)

    async def _send(self, item: Item) -> Outcome:
        if item.kind == offered_help.KIND:
            return await self._help(item)
        said = from_event(read_object(item.payload))
        if said is None:
            return Done(note="nothing to carry")
        if isinstance(said, Refused):
            return Stopped(code="not_carried", reason=said.reason)
        portal, ghost, related = await self._database.run(_where, item, said)
        to = next(iter(sorted(ghost.aliases, key=lambda alias: alias.kind != "phone")), None)
        if to is None:
            return Stopped(code="no_address", reason="nobody can be reached there any more")
        file = await self._file(said)
        return await self._call(item, said, to, file, related, self._guard(portal, ghost))

    async def _help(self, item: Item) -> Outcome:
        """Help for whoever wrote of danger, in no room: to that number alone."""
        to, said = offered_help.read(item)

        async def guard() -> None:
            name, now = self._network.name, datetime.now(UTC)
            found = await self._database.run(offered_help.held, name, to, now)
            if found is not None:
                raise CrossingRefusedError(found.reason)

        return await self._call(item, said, to, None, None, guard)

    async def _call(
        self,
        item: Item,
        said: Outgoing,
        to: Alias,
        file: MediaFile | None,
        related: str | None,
        guard: Guard,
    ) -> Outcome:
        await guard()  # Before it is noted as begun: what is refused here was never begun.
        await self._database.run(items.change, item.id, started=NOW)
        remote_id = await self._network.send(to, said, file=file, relates_to=related, guard=guard)
        self.alert = ""
        log.info("item %s sent", item.id)
        return Done(result=remote_id, room_id=_room(item))

    def _guard(self, portal: Portal, ghost: Ghost) -> Guard:
        async def guard() -> None:
            assert portal.room_id is not None
            members = await self._homeserver.members(portal.room_id)
            held = await self._database.run(
                crossing.still_crosses,
                self._network.name,
                ghost.phones,
                student=portal.student,
                members=members,
                now=datetime.now(UTC),
            )
            if held is not None:
                raise CrossingRefusedError(held.reason)

        return guard

    async def _file(self, said: Outgoing) -> MediaFile | None:
        if said.media is None:
            return None
        content = await self._homeserver.download(said.media.id)
        if len(content) > self._network.media_limit:
            raise StopError(f"the file is larger than {self._network.media_limit} bytes")
        return MediaFile(mime=said.media.mime, name=said.media.name, content=content)

    def _later(self, item: Item, reason: str) -> Outcome:
        waited = (datetime.now(UTC) - item.added).total_seconds()
        if waited > self._settings.give_up_seconds:
            return Stopped(code="gave_up", reason=f"it was tried for too long: {reason}")
        return Later(reason=reason, wait=self._pause(item))

    def _pause(self, item: Item) -> timedelta:
        """A back-off that follows how long it has been tried, so that it needs no count."""
        waited = (datetime.now(UTC) - item.added).total_seconds()
        first = self._settings.retry_seconds
        return backoff(int(max(waited / first, 1)).bit_length() - 1, timedelta(seconds=first))

    def _unsure_for(self, item: Item) -> timedelta | None:
        """How long a status may still tell what became of a call whose answer is not known."""
        assert item.started is not None
        left = item.started + timedelta(seconds=self._settings.unsure_seconds) - datetime.now(UTC)
        return left if left > timedelta() else None

    def _stopped(self, error: StopError) -> Outcome:
        if isinstance(error, StopAllError):
            self.alert = error.reason
            log.error("the network refuses everything, code %s", error.code)
        return Stopped(code=str(error.code or "refused"), reason=error.reason)


def _where(connection: Connection, item: Item, said: Outgoing) -> tuple[Portal, Ghost, str | None]:
    portal = portals.of_room(connection, item.network, item.conversation)
    if portal is None:
        raise UnreadableError("the room is no portal any more")
    related = None
    if said.relates_to is not None:
        related = items.remote_of(connection, item.network, said.relates_to)
    return portal, ghosts.get(connection, portal.ghost), related


def _room(item: Item) -> str | None:
    """The room that an item came from; help comes from none."""
    return item.conversation if item.kind == "event" else None


def _tell_later(connection: Connection, item: Item) -> None:
    items.change(connection, item.id, due=NOW + timedelta(seconds=5))
