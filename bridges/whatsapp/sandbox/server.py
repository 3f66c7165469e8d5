"""The emulator as one web application."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web

from bridges.whatsapp.sandbox.control import Control
from bridges.whatsapp.sandbox.graph import GraphEndpoints
from bridges.whatsapp.sandbox.state import Sandbox
from bridges.whatsapp.sandbox.webhooks import Webhooks

UPLOAD_LIMIT = 32 * 1024 * 1024


class SandboxServer:
    """Start and stop; `sandbox` is what it knows, `control` writes as somebody."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.webhooks = Webhooks(sandbox)
        self.control = Control(sandbox, self.webhooks)
        self._runner: web.AppRunner | None = None
        self._sender: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens, once it does."""
        assert self._runner is not None
        return int(self._runner.addresses[0][1])

    async def start(self, host: str, port: int) -> None:
        app = web.Application(client_max_size=UPLOAD_LIMIT)
        GraphEndpoints(self.sandbox, self.webhooks).add_to(app)
        self.control.add_to(app)
        self.sandbox.restore()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._sender = asyncio.create_task(self.webhooks.run())

    async def stop(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            with suppress(asyncio.CancelledError):
                await self._sender
        if self._runner is not None:
            await self._runner.cleanup()
