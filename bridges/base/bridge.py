"""A bridge at work: opens the inbox, and goes through the conversations that have something to do.

One loop; it is woken by what arrives, and looks at the registry several times a second, so that a
consent that was recorded or revoked acts within two.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bridges.base import items
from bridges.base.config import NetworkConfig
from bridges.base.database import Database, Lease
from bridges.base.freshness import Freshness
from bridges.base.incoming import Incoming
from bridges.base.items import Item
from bridges.base.model import Direction, State
from bridges.base.network import Network
from bridges.base.opening import Opener
from bridges.base.outcome import REFUSED, Aside, Later, Outcome, Quarantined, apply
from bridges.base.outgoing import Sender
from homeroom.registry import decisions

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Conversations that are worked on side by side."""
LOOKS_EVERY = 0.3
Handler = Callable[[Item, Quarantined | None], Awaitable[Outcome]]
"""Handles an item; the second is why an earlier one of the conversation waits."""


class Worker:
    """Does what there is to do; each conversation has at most one task at a time."""

    def __init__(
        self,
        network: Network,
        database: Database,
        settings: NetworkConfig,
        *,
        opener: Opener,
        incoming: Incoming,
        sender: Sender,
        freshness: Freshness,
    ) -> None:
        self._network = network
        self._database = database
        self._settings = settings
        self._opener = opener
        self._incoming = incoming
        self._sender = sender
        self._freshness = freshness
        self._retry = timedelta(seconds=settings.retry_seconds)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._busy: dict[tuple[Direction, str], asyncio.Task[None]] = {}

    async def work(self, lease: Lease, arrived: asyncio.Event, stop: asyncio.Event) -> None:
        """Work until `stop`; a database that is away is waited for."""
        while not stop.is_set():
            arrived.clear()
            try:
                if await asyncio.to_thread(lease.held):
                    await self._round()
            except DBAPIError as error:
                log.warning("the database does not answer: %s", type(error).__name__)
                await self._drop_everything()
            with suppress(TimeoutError):
                await asyncio.wait_for(_either(arrived, stop), LOOKS_EVERY)
        await self._drop_everything()
        await asyncio.to_thread(lease.release)

    async def health(self) -> dict[str, Any]:
        """What waits, what is held, and whether somebody must act."""
        counted = await self._database.run(items.counts, self._network.name)
        return {"status": "ok", "alert": self._sender.alert, **counted}

    async def _round(self) -> None:
        """Open everything, and start what is ready."""
        while await self._database.run(self._opener.open_next):
            pass
        self._freshness.seen(await self._database.run(decisions.latest))
        await self._start(Direction.IN, self._judge_incoming)
        await self._start(Direction.OUT, self._send_outgoing)
        for item in await self._database.run(items.to_notice, self._network.name):
            await self._sender.tell(item)

    async def _start(self, side: Direction, handle: Handler) -> None:
        name, seq = self._network.name, self._freshness.seq
        urgent = await self._database.run(items.urgent, name) if side is Direction.OUT else set()
        for conversation in await self._database.run(items.ready, name, side, seq):
            key = (side, conversation)
            if key not in self._busy:
                turn = nullcontext() if conversation in urgent else self._at_once
                self._busy[key] = asyncio.create_task(self._conversation(key, handle, turn))

    async def _drop_everything(self) -> None:
        """Cancel what is being done: every item can be taken up again where it was left."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _conversation(
        self,
        key: tuple[Direction, str],
        handle: Handler,
        turn: AbstractAsyncContextManager[None],
    ) -> None:
        """`turn` is waited for, so that few go on at once; an urgent notice waits for none."""
        try:
            async with turn:
                if key[0] is Direction.OUT:
                    await self._one_by_one(key[1], handle)
                else:
                    await self._in_order(*key, handle)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database does not answer: %s", type(error).__name__)
        except Exception:
            log.exception("a conversation could not be gone through")
        finally:
            del self._busy[key]

    async def _in_order(self, side: Direction, conversation: str, handle: Handler) -> None:
        """Go through a conversation in its order, up to an item that has to wait."""
        before: Quarantined | None = None
        for item in await self._database.run(items.queue, self._network.name, side, conversation):
            if item.state is State.QUARANTINED and not self._again(item):
                before = before or _still(item)
                continue
            if item.state is State.WAITING and not item.due:
                return
            outcome = await self._safely(item, handle, before)
            await self._database.run(apply, item, outcome, self._retry)
            if isinstance(outcome, Later):
                return
            if isinstance(outcome, Quarantined) and outcome.code != REFUSED:
                before = outcome

    async def _one_by_one(self, conversation: str, handle: Handler) -> None:
        """Send what waits, looked up anew each time: an urgent notice goes before the rest."""
        name, side = self._network.name, Direction.OUT
        while found := await self._database.run(items.queue, name, side, conversation, most=1):
            item = found[0]
            if not item.due:
                return
            outcome = await self._safely(item, handle, None)
            await self._database.run(apply, item, outcome, self._retry)
            if isinstance(outcome, Later):
                return

    def _again(self, item: Item) -> bool:
        return item.due or item.judged < self._freshness.seq

    async def _judge_incoming(self, item: Item, before: Quarantined | None) -> Outcome:
        return await self._incoming.handle(item, self._freshness.seq, before)

    async def _send_outgoing(self, item: Item, _: Quarantined | None) -> Outcome:
        return await self._sender.handle(item)

    async def _safely(self, item: Item, handle: Handler, before: Quarantined | None) -> Outcome:
        """Handle an item; one that fails again and again is set aside with its reason."""
        try:
            return await handle(item, before)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("item %s failed", item.id)
            reason = f"it failed {item.tries + 1} times ({type(error).__name__})"
            if item.tries + 1 >= self._settings.tries:
                return Aside(code="poison", reason=reason)
            return Later(reason=reason, counted=True, unsure=True)


def _still(item: Item) -> Quarantined | None:
    """Why a quarantined item holds back what came after it; a refusal of its words does not."""
    if item.code == REFUSED:
        return None
    return Quarantined(code=item.code, reason=item.reason, seq=item.judged)


async def _either(*events: asyncio.Event) -> None:
    """Wait for one of the events."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
