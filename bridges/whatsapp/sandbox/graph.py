"""The Graph endpoints of the emulator, as the vendor documents them."""

from __future__ import annotations

import base64
from typing import Any

from aiohttp import BodyPartReader, web

from bridges.whatsapp.sandbox.state import Contact, Sandbox, new_message_id
from bridges.whatsapp.sandbox.webhooks import Webhooks

TITLES = {
    4: "Application request limit reached",
    100: "Invalid parameter",
    190: "Access token has expired",
    130429: "Rate limit hit",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
}
STATUSES = {190: 401, 10: 403, 100: 400, 130429: 429, 131056: 429, 4: 429, 2: 503}
TYPES = ("text", "image", "video", "audio", "document", "sticker", "reaction", "location")


class GraphEndpoints:
    """`/{version}/…` for one phone number."""

    def __init__(self, sandbox: Sandbox, webhooks: Webhooks) -> None:
        self._sandbox = sandbox
        self._webhooks = webhooks

    def add_to(self, app: web.Application) -> None:
        version, number = self._sandbox.version, self._sandbox.phone_number_id
        app.router.add_post(f"/{version}/{number}/messages", self._send)
        app.router.add_post(f"/{version}/{number}/media", self._upload)
        app.router.add_get(f"/{version}/{{media_id:[0-9]+}}", self._about_media)
        app.router.add_get("/files/{key}", self._file)

    async def _send(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused:
            return refused
        try:
            body = await request.json()
        except ValueError:
            return error(100, "the body is not JSON")
        fault = _fault(body, self._sandbox)
        if fault:
            return error(100, fault)
        contact = self._sandbox.find(body.get("to") or body.get("recipient"))
        contact = contact or self._sandbox.contact(str(body.get("to")).removeprefix("+"))
        if self._sandbox.mode.pair_seconds and self._sandbox.too_soon(contact):
            return error(131056)
        sent = self._accept(contact, body)
        return await self._answer(request, contact, sent)

    def _accept(self, contact: Contact, body: dict[str, Any]) -> dict[str, Any]:
        sandbox = self._sandbox
        sent: dict[str, Any] = {
            "id": new_message_id(),
            "at": sandbox.now().timestamp(),
            "to": contact.phone,
            "type": body["type"],
            "text": _words(body),
            "request": body,
        }
        if body["type"] != "template" and not sandbox.window_open(contact):
            sent["failed"] = 131047
            fault = {"code": 131047, "title": TITLES[131047], "message": TITLES[131047]}
            details = {"details": "More than 24 hours have passed since they last replied."}
            self._webhooks.status(contact, sent, "failed", errors=[fault | {"error_data": details}])
        else:
            self._webhooks.status(contact, sent, "sent")
            self._webhooks.status(contact, sent, "delivered")
        sandbox.log.append(sent)
        sandbox.save()
        return sent

    async def _answer(
        self, request: web.Request, contact: Contact, sent: dict[str, Any]
    ) -> web.Response:
        if self._sandbox.mode.lose_answers > 0:
            self._sandbox.mode.lose_answers -= 1
            if request.transport is not None:
                request.transport.close()
        known = {"input": contact.phone, "wa_id": contact.phone, "user_id": contact.user_id}
        content = {"messaging_product": "whatsapp", "contacts": [known]}
        return web.json_response(content | {"messages": [{"id": sent["id"]}]})

    async def _upload(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused:
            return refused
        content, mime = b"", ""
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "file":
                content = bytes(await part.read())
                mime = part.headers.get("Content-Type", "")
        if not content or not mime:
            return error(100, "the upload has no file with a type")
        return web.json_response({"id": self._sandbox.store(content, mime).id})

    async def _about_media(self, request: web.Request) -> web.Response:
        refused = self._refused(request)
        if refused:
            return refused
        stored = self._sandbox.media.get(request.match_info["media_id"])
        if stored is None:
            return error(100, "no such media")
        about = {
            "messaging_product": "whatsapp",
            "url": str(request.url.with_path(f"/files/{self._sandbox.url_of(stored.id)}")),
            "mime_type": stored.mime,
            "sha256": stored.sha256,
            "file_size": len(stored.content),
            "id": stored.id,
        }
        return web.json_response(about)

    async def _file(self, request: web.Request) -> web.Response:
        if not self._known(request):
            return error(190)
        stored = self._sandbox.opened(request.match_info["key"])
        if stored is None:
            return web.Response(status=404, text="This address has expired.")
        return web.Response(body=stored.content, content_type=stored.mime)

    def _refused(self, request: web.Request) -> web.Response | None:
        """An error to answer with before anything is read: no access, or a fault asked for."""
        if not self._known(request):
            return error(190)
        return error(self._sandbox.faults.popleft()) if self._sandbox.faults else None

    def _known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self._sandbox.token}"


def _fault(body: Any, sandbox: Sandbox) -> str:
    """What is wrong with a request to send, or nothing."""
    if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
        return "messaging_product must be whatsapp"
    kind = body.get("type")
    if kind not in TYPES or not isinstance(body.get(kind), dict):
        return f"type {kind!r} needs an object of that name"
    if not isinstance(body.get("to") or body.get("recipient"), str):
        return "to or recipient is missing"
    if kind == "text" and not 1 <= len(str(body["text"].get("body", ""))) <= 4096:
        return "text.body must have 1 to 4096 characters"
    media = body[kind].get("id")
    return f"media {media} is unknown" if media and media not in sandbox.media else ""


def _words(body: dict[str, Any]) -> str:
    part = body.get(body["type"], {})
    return str(part.get("body") or part.get("caption") or part.get("emoji") or "")


def error(code: int, details: str = "") -> web.Response:
    """An answer in the vendor's form."""
    content = {
        "message": f"(#{code}) {TITLES.get(code, 'Error')}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details},
        "fbtrace_id": base64.b64encode(str(code).encode()).decode(),
    }
    return web.json_response({"error": content}, status=STATUSES.get(code, 400))
