"""Sends the emulator's webhooks: signed, and unruly as the mode says, until each is taken."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

import aiohttp

from bridges.whatsapp import signature
from bridges.whatsapp.sandbox.state import Contact, Sandbox

Change = dict[str, Any]
IDLE = 0.05
MOST_WAIT = 5.0


class Webhooks:
    """The queue of changes that the district has not taken yet."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._queue: deque[Change] = deque()
        self._filled = asyncio.Event()
        self.taken = 0
        """How many webhooks were answered with 200."""

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def message(self, contact: Contact, message: dict[str, Any]) -> None:
        """Report a message that somebody wrote."""
        about = {"profile": {"name": contact.name}, "wa_id": contact.phone}
        value = {"contacts": [about | {"user_id": contact.user_id}], "messages": [message]}
        self.put(value)

    def status(self, contact: Contact, sent: dict[str, Any], state: str, **more: Any) -> None:
        """Report what became of a message of the district's."""
        status = {
            "id": sent["id"],
            "status": state,
            "timestamp": str(int(self._sandbox.now().timestamp())),
            "recipient_id": contact.phone,
            "recipient_user_id": contact.user_id,
            **more,
        }
        tracker = sent["request"].get("biz_opaque_callback_data")
        if tracker:
            status["biz_opaque_callback_data"] = tracker
        about = {"wa_id": contact.phone, "user_id": contact.user_id}
        self.put({"contacts": [about], "statuses": [status]})

    def put(self, value: dict[str, Any]) -> None:
        """Queue a value of the field `messages`."""
        metadata = {
            "display_phone_number": self._sandbox.display_number,
            "phone_number_id": self._sandbox.phone_number_id,
        }
        value = {"messaging_product": "whatsapp", "metadata": metadata} | value
        self._queue.append({"field": "messages", "value": value})
        self._filled.set()

    async def run(self) -> None:
        """Send what is queued, for ever."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            wait = IDLE
            while True:
                await self._filled.wait()
                await asyncio.sleep(IDLE)  # Let a burst gather, so that it can be unruly.
                wait = IDLE if await self._send_burst(session) else min(wait * 2, MOST_WAIT)
                if self._queue:
                    await asyncio.sleep(wait)
                else:
                    self._filled.clear()

    async def _send_burst(self, session: aiohttp.ClientSession) -> bool:
        """Whether all was taken; what was not goes to the end of the queue."""
        mode, taken = self._sandbox.mode, True
        burst = [self._queue.popleft() for _ in range(min(len(self._queue), 200))]
        for group in _groups(_reordered(burst, mode.reorder), mode.batch):
            for _ in range(mode.duplicate):
                if not await self._post(session, group):
                    self._queue.extend(group)
                    taken = False
                    break
        return taken

    async def _post(self, session: aiohttp.ClientSession, changes: list[Change]) -> bool:
        entry = {"id": "102290129340398", "changes": changes}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        headers = {
            "Content-Type": "application/json",
            signature.HEADER: signature.sign(self._sandbox.app_secret, body),
        }
        try:
            async with session.post(self._sandbox.webhook, data=body, headers=headers) as response:
                ok = response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
        self.taken += ok
        return ok


def _groups(changes: list[Change], size: int) -> list[list[Change]]:
    size = max(size, 1)
    return [changes[start : start + size] for start in range(0, len(changes), size)]


def _reordered(changes: list[Change], window: int) -> list[Change]:
    return [change for group in _groups(changes, window) for change in reversed(group)]
