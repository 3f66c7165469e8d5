"""The Graph API, as far as the bridge uses it: send a message, move a file each way.

Source: Meta, WhatsApp Business Platform, Cloud API "Messages" and "Media".
"""

from __future__ import annotations

import hashlib
from typing import Any, NoReturn

import aiohttp

from bridges.base.model import MediaFile, MediaReference
from bridges.base.network import StopError, TryLaterError, UnsureError, VendorError
from bridges.whatsapp.errors import classed

TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=5)


class GraphClient:
    """Calls for one phone number; every failure is a `VendorError` that says what to do."""

    def __init__(
        self, *, graph: str, version: str, phone_number_id: str, token: str, limit: int
    ) -> None:
        self._base = f"{graph.rstrip('/')}/{version}"
        self._number = phone_number_id
        self._headers = {"Authorization": f"Bearer {token}"}
        self._limit = limit
        self._session: aiohttp.ClientSession | None = None

    async def send(self, request: dict[str, Any]) -> str:
        """Send a message and return its id. A lost answer is an `UnsureError`."""
        answer = await self._call("POST", f"/{self._number}/messages", json=request)
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise UnsureError("WhatsApp's answer names no message") from None

    async def upload(self, file: MediaFile) -> str:
        """Upload a file and return its id, which lives 30 days."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", file.mime)
        form.add_field("file", file.content, filename=file.name, content_type=file.mime)
        try:
            answer = await self._call("POST", f"/{self._number}/media", data=form)
        except UnsureError as error:  # An upload that nobody refers to does no harm.
            raise TryLaterError(error.reason) from None
        return str(answer.get("id", ""))

    async def download(self, media: MediaReference) -> MediaFile:
        """Fetch a file at once, since its address lives 5 minutes, and compare its checksum."""
        try:
            about = await self._call("GET", f"/{media.id}")
            if int(about.get("file_size", 0)) > self._limit:
                raise StopError(f"the file is larger than {self._limit} bytes")
            content = await self._bytes(str(about.get("url", "")))
        except UnsureError as error:
            raise TryLaterError(error.reason) from None
        found = hashlib.sha256(content).hexdigest()
        if any(known and known != found for known in (media.sha256, about.get("sha256"))):
            raise StopError("the file's checksum is not the one that WhatsApp gave")
        return MediaFile(mime=media.mime, name=media.name, content=content)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _bytes(self, url: str) -> bytes:
        try:
            async with self._open().get(url, headers=self._headers) as response:
                if response.status != 200:
                    raise classed(None, response.status, "the file's address")
                content = await response.content.read(self._limit + 1)
                while len(content) <= self._limit and (more := await response.content.readany()):
                    content += more
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise TryLaterError(f"the file could not be fetched ({type(error).__name__})") from None
        if len(content) > self._limit:
            raise StopError(f"the file is larger than {self._limit} bytes")
        return content

    async def _call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        try:
            async with self._open().request(
                method, self._base + path, headers=self._headers, **body
            ) as response:
                answer = await response.json(content_type=None)
                status = response.status
        except aiohttp.ClientConnectorError:
            raise TryLaterError("WhatsApp cannot be reached") from None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise UnsureError(f"WhatsApp's answer was lost ({type(error).__name__})") from None
        if status != 200:
            _refuse(status, answer)
        if not isinstance(answer, dict):
            raise UnsureError("WhatsApp's answer is no JSON object")
        return answer

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session


def _refuse(status: int, answer: Any) -> NoReturn:
    error = answer.get("error") if isinstance(answer, dict) else None
    details = error if isinstance(error, dict) else {}
    code = details.get("code")
    if status >= 500 and not isinstance(code, int):
        raise UnsureError(f"WhatsApp answered {status}")  # It may have been done all the same.
    raised: VendorError = classed(
        code if isinstance(code, int) else None, status, str(details.get("message", ""))
    )
    raise raised
