"""WhatsApp as the base sees it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from bridges.base.model import Alias, MediaFile, MediaReference, Message, Outgoing, Received, Status
from bridges.base.network import Guard
from bridges.whatsapp import signature
from bridges.whatsapp.client import GraphClient
from bridges.whatsapp.config import NETWORK
from bridges.whatsapp.convert import open_webhook, to_message, to_request, to_status


class WhatsApp:
    """The Business Cloud API, for one number of the district."""

    name = NETWORK
    title = "WhatsApp"

    def __init__(
        self, client: GraphClient, *, app_secret: str, verify_token: str, media_limit: int
    ) -> None:
        self._client = client
        self._app_secret = app_secret
        self._verify_token = verify_token
        self.media_limit = media_limit

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        return signature.valid(self._app_secret, body, headers.get(signature.HEADER))

    def challenge(self, query: Mapping[str, str]) -> str | None:
        given = query.get("hub.verify_token", "").encode(errors="replace")
        known = hmac.compare_digest(given, self._verify_token.encode())
        return query.get("hub.challenge", "") if known and _subscribes(query) else None

    def open(self, body: bytes) -> tuple[Received, ...]:
        return open_webhook(body)

    def message(self, payload: str) -> Message:
        return to_message(payload)

    def status(self, payload: str) -> Status:
        return to_status(payload)

    async def fetch(self, media: MediaReference) -> MediaFile:
        return await self._client.download(media)

    async def send(
        self,
        to: Alias,
        message: Outgoing,
        *,
        file: MediaFile | None,
        relates_to: str | None,
        guard: Guard,
    ) -> str:
        # Everything that can be refused here is refused before anything is uploaded.
        to_request(to, message, None, relates_to)
        media_id = None
        if file is not None:
            await guard()
            media_id = await self._client.upload(file)
        await guard()
        return await self._client.send(to_request(to, message, media_id, relates_to))

    async def close(self) -> None:
        await self._client.close()


def _subscribes(query: Mapping[str, str]) -> bool:
    return query.get("hub.mode") == "subscribe"
