"""The process's HTTP side: transactions and webhooks are stored, then answered; health.

mautrix's own transaction handler keeps the transaction id in memory, swallows the errors of its
handlers and answers 200 all the same; this one answers 200 only when the body is stored.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from mautrix.appservice import AppService, ASStateStore
from mautrix.client.state_store import MemoryStateStore

from bridges.base import inbox
from bridges.base.database import Database
from bridges.base.network import Network
from bridges.base.registration import Registration
from homeroom.config import HomeroomConfig

log = logging.getLogger(__name__)

LARGEST_BODY = 32 * 1024 * 1024
"""A transaction that is refused for its size would come again for ever, before all others."""
LARGEST_WEBHOOK = 8 * 1024 * 1024
"""Read before its signature is known; vendors send 3 MB at most."""


class StateStore(MemoryStateStore, ASStateStore):
    """What mautrix remembers of rooms and accounts: nothing that must outlive the process."""

    def __init__(self) -> None:
        MemoryStateStore.__init__(self)
        ASStateStore.__init__(self)


class DurableService(AppService):
    """mautrix's application service, with a transaction endpoint that loses nothing."""

    def __init__(
        self,
        config: HomeroomConfig,
        registration: Registration,
        network: Network,
        database: Database,
    ) -> None:
        self._network = network
        self._database = database
        self.arrived = asyncio.Event()
        """Set whenever something new is stored."""
        self.health: Callable[[], Awaitable[dict[str, Any]]] | None = None
        super().__init__(
            server=config.homeserver,
            domain=config.server_name,
            as_token=registration.as_token,
            hs_token=registration.hs_token,
            bot_localpart=registration.bot_localpart,
            id=registration.id,
            state_store=StateStore(),
            loop=asyncio.get_running_loop(),
            aiohttp_params={"client_max_size": LARGEST_BODY},
        )

    def register_routes(self, app: web.Application) -> None:
        """The routes of the specification that the bridge has an answer for, and its own."""
        app.router.add_put("/_matrix/app/v1/transactions/{transaction_id}", self._transaction)
        app.router.add_post("/_matrix/app/v1/ping", self._http_ping)
        app.router.add_get("/webhook", self._verification)
        app.router.add_post("/webhook", self._webhook)
        app.router.add_get("/health", self._health)

    async def _transaction(self, request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(errors="replace"), self.hs_token.encode()):
            return web.json_response({"errcode": "M_FORBIDDEN"}, status=403)
        return await self._keep("matrix", await request.read())

    async def _webhook(self, request: web.Request) -> web.Response:
        if (request.content_length or 0) > LARGEST_WEBHOOK:
            raise web.HTTPRequestEntityTooLarge(LARGEST_WEBHOOK, request.content_length or 0)
        body = await request.read()
        if not self._network.authentic(request.headers, body):
            log.warning("webhook refused: its signature is wrong")
            return web.json_response({"error": "The signature is wrong."}, status=403)
        return await self._keep("webhook", body)

    async def _verification(self, request: web.Request) -> web.Response:
        answer = self._network.challenge(request.query)
        if answer is None:
            return web.Response(status=403, text="The verification token is wrong.")
        return web.Response(text=answer, content_type="text/plain")

    async def _keep(self, source: inbox.Source, body: bytes) -> web.Response:
        try:
            await self._database.run(inbox.store, self._network.name, source, body)
        except Exception:
            log.exception("could not store what arrived; it is refused, and will come again")
            return web.json_response({"error": "It could not be stored."}, status=503)
        self.arrived.set()
        return web.json_response({})

    async def _health(self, _: web.Request) -> web.Response:
        try:
            content = await self.health() if self.health else {"status": "starting"}
        except Exception as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            content = {"status": "the database does not answer"}
        return web.json_response(content, status=200 if content["status"] == "ok" else 503)
