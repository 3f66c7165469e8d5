"""Brings what came from outside into rooms: per conversation, in order, each message once."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from mautrix.types import UserID
from sqlalchemy import Connection

from bridges.base import crossing, ghosts, items, media, statuses
from bridges.base.content import to_event
from bridges.base.crossing import Held, Route
from bridges.base.database import Database
from bridges.base.ghosts import Ghost
from bridges.base.homeserver import Homeserver, RefusedError, UnavailableError
from bridges.base.items import Item
from bridges.base.media import Kept, MediaFolder
from bridges.base.model import MediaReference, Message
from bridges.base.network import Network, TryLaterError, UnreadableError, VendorError
from bridges.base.outcome import REFUSED, Aside, Done, Later, Outcome, Quarantined
from bridges.base.rooms import Rooms

log = logging.getLogger(__name__)

IMPOSSIBLE = ("M_TOO_LARGE", "M_BAD_JSON", "M_NOT_JSON", "M_INVALID_PARAM")
"""Refusals that no change of the registry lifts."""
PATIENCE = 4
"""So many refusals right after a change of the registry are taken for out of date."""


class Incoming:
    """Judges and delivers received messages; a status goes to the message that it is about."""

    def __init__(
        self,
        network: Network,
        database: Database,
        homeserver: Homeserver,
        *,
        rooms: Rooms,
        folder: MediaFolder,
    ) -> None:
        self._network = network
        self._database = database
        self._homeserver = homeserver
        self._rooms = rooms
        self._folder = folder

    async def handle(self, item: Item, seq: int, before: Quarantined | None) -> Outcome:
        """What becomes of an item, judged by the registry at `seq` or later.

        `before` is why an earlier message of the conversation waits: this one waits with it, even
        if the consent was recorded between the two, so that none overtakes another.
        """
        try:
            if item.kind == "status":
                return await self._status(item)
            message = self._network.message(item.payload)
            if message.media is not None:
                await self._keep(item, message.media)
            return before or await self._message(item, message, seq)
        except UnreadableError as error:
            return Aside(code="unreadable", reason=str(error))
        except UnavailableError as error:
            # It may have been done: `started` stays, and the event is looked for next time.
            return Later(reason=f"the homeserver does not answer ({error})", unsure=True)
        except TryLaterError as error:
            return Later(reason=error.reason, unsure=True)
        except RefusedError as error:
            return self._refused(item, error, seq)

    def _refused(self, item: Item, error: RefusedError, seq: int) -> Outcome:
        if error.errcode in IMPOSSIBLE:
            return Aside(code="impossible", reason=f"Matrix cannot carry it: {error.reason}")
        if self._homeserver.fresh() and item.tries < PATIENCE:
            # Synapse may still judge by an older registry; nothing may overtake meanwhile.
            return Later(reason=error.reason, counted=True)
        return Quarantined(code=REFUSED, reason=error.reason, seq=seq, soon=True)

    async def _status(self, item: Item) -> Outcome:
        status = self._network.status(item.payload)
        known = await self._database.run(statuses.take, self._network.name, status)
        return Done(note="" if known else "of no message that was sent from here")

    async def _message(self, item: Item, message: Message, seq: int) -> Outcome:
        if message.group is not None:
            return Quarantined(code="group", reason="groups are not bridged", seq=seq)
        if not message.aliases:
            return Quarantined(code="unknown_person", reason="it names no sender", seq=seq)
        found = await self._database.run(whose, self._network.name, message, datetime.now(UTC))
        if isinstance(found, Held):
            return Quarantined(code=found.code, reason=found.reason, seq=seq)
        return await self._deliver(item, message, *found)

    async def _deliver(self, item: Item, message: Message, route: Route, ghost: Ghost) -> Outcome:
        room_id, who = await self._rooms.of(route, ghost)
        event_id = await self._delivered_before(item, who, room_id)
        if event_id is None:
            event_id = await self._say(item, message, who, room_id)
        if message.media is not None:
            await self._forget(item)
        log.info("item %s delivered", item.id)
        return Done(result=event_id, room_id=room_id, record=message.lossy)

    async def _delivered_before(self, item: Item, who: UserID, room_id: str) -> str | None:
        """The event of an earlier try whose end was not written down, as after a crash."""
        if item.started is None:
            await self._database.run(begin, item.id)
            return None
        since = item.started - timedelta(minutes=1)
        return await self._homeserver.said(who, room_id, item.remote_id, since)

    async def _say(self, item: Item, message: Message, who: UserID, room_id: str) -> str:
        related = None
        if message.relation is not None:
            name, of = self._network.name, message.relation.remote_id
            related = await self._database.run(items.event_of, name, of)
        file, missing = None, ""
        if message.media is not None:
            file, missing = await self._upload(item, message.media, who)
        kind, content = to_event(message, self._network.name, related, file, missing)
        return await self._homeserver.say(who, room_id, kind, content, transaction_of(item))

    async def _keep(self, item: Item, wanted: MediaReference) -> None:
        """Fetch the file while the vendor has it, whether the message is let through or not."""
        if await self._database.run(media.of_item, item.id) is not None:
            return
        kept = Kept(sha256=None, size=None, mime=wanted.mime, name=wanted.name, reason="")
        try:
            file = await self._network.fetch(wanted)
        except TryLaterError:
            raise
        except VendorError as error:
            kept = Kept(
                sha256=None, size=None, mime=wanted.mime, name=wanted.name, reason=error.reason
            )
        else:
            digest, size = self._folder.write(file.content), len(file.content)
            kept = Kept(sha256=digest, size=size, mime=file.mime, name=file.name, reason="")
        await self._database.run(media.note, item.id, kept)

    async def _forget(self, item: Item) -> None:
        """The room has the file now; a copy here would outlive what the record disposes of."""
        kept = await self._database.run(media.of_item, item.id)
        if kept and not await self._database.run(media.wanted_elsewhere, item.id, kept):
            self._folder.forget(kept)

    async def _upload(
        self, item: Item, wanted: MediaReference, who: UserID
    ) -> tuple[dict[str, Any] | None, str]:
        kept = await self._database.run(media.of_item, item.id)
        file = self._folder.read(kept) if kept else None
        if kept is None or file is None:
            return None, (kept.reason if kept else "") or "it is not here"
        url = await self._homeserver.upload(who, file)
        return {"url": url, "info": {"mimetype": kept.mime, "size": kept.size}}, ""


def whose(
    connection: Connection, network: str, message: Message, now: datetime
) -> tuple[Route, Ghost] | Held:
    """The ghost that a message is from and where it belongs, or why it waits."""
    ghost = ghosts.of_aliases(connection, network, message.aliases)
    found = crossing.route(connection, network, ghost.phones, now)
    return found if isinstance(found, Held) else (found, ghost)


def begin(connection: Connection, item: int) -> None:
    """Note that a send begins, so that after a crash it is looked for before it is repeated."""
    items.change(connection, item, started=items.NOW)


def transaction_of(item: Item) -> str:
    """The Matrix transaction id of an item: the same at every try."""
    named = f"{item.network}\n{item.direction.value}\n{item.remote_id}"
    return "homeroom-" + hashlib.sha256(named.encode()).hexdigest()[:40]
