"""What a person or a test does with the emulator: write as somebody, see what was sent, misbehave.

| call | does |
|---|---|
| `POST /sandbox/inbound {from, name, text}` | writes; also `timestamp`, `reply_to`, `id` |
| `POST /sandbox/inbound {from, image, caption}` | sends a picture, given in base64 |
| `POST /sandbox/inbound {from, message: {type, …}}` | writes a message of any type |
| `GET /sandbox/log` | what the district sent, oldest first |
| `POST /sandbox/mode {duplicate, reorder, batch, pair_seconds, lose_answers}` | misbehaves |
| `POST /sandbox/fail {code, times?}` | answers the next calls with an error |
| `POST /sandbox/clock {advance_seconds}` | puts the clock forward |
| `GET /sandbox/state` | webhooks waiting and taken |
| `GET /sandbox` | a phone to try it with |
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import Any

from aiohttp import web

from bridges.whatsapp.sandbox import page
from bridges.whatsapp.sandbox.state import Sandbox, new_message_id
from bridges.whatsapp.sandbox.webhooks import Webhooks


class Control:
    """The endpoints under `/sandbox`."""

    def __init__(self, sandbox: Sandbox, webhooks: Webhooks) -> None:
        self._sandbox = sandbox
        self._webhooks = webhooks

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/sandbox/inbound", self._inbound)
        app.router.add_get("/sandbox/log", self._log)
        app.router.add_post("/sandbox/mode", self._mode)
        app.router.add_post("/sandbox/fail", self._fail)
        app.router.add_post("/sandbox/clock", self._clock)
        app.router.add_get("/sandbox/state", self._state)
        app.router.add_get("/sandbox", self._phone)
        app.router.add_get("/sandbox/chat", self._chat)
        app.router.add_post("/sandbox/say", self._say)
        app.router.add_get("/health", self._state)

    def write(self, content: dict[str, Any]) -> str:
        """Write to the district as somebody, and return the message's id. `ValueError`."""
        phone = str(content.get("from", "")).removeprefix("+")
        if not (phone.isascii() and phone.isdigit()):
            raise ValueError("`from` must be a number, as +12025550143")
        contact = self._sandbox.contact(phone, str(content.get("name") or ""))
        seconds = int(content.get("timestamp") or self._sandbox.now().timestamp())
        message = {
            "from": phone,
            "from_user_id": contact.user_id,
            "id": str(content.get("id") or new_message_id()),
            "timestamp": str(seconds),
            **self._part(content),
        }
        if content.get("reply_to"):
            number = self._sandbox.display_number
            message["context"] = {"from": number, "id": str(content["reply_to"])}
        contact.wrote = max(contact.wrote or 0, seconds)
        self._sandbox.said.append({"at": seconds, "phone": phone, "message": message})
        self._webhooks.message(contact, message)
        self._sandbox.save()
        return str(message["id"])

    def _part(self, content: dict[str, Any]) -> dict[str, Any]:
        if isinstance(content.get("message"), dict):
            return dict(content["message"])
        if content.get("image"):
            return {"type": "image", "image": self._image(content)}
        return {"type": "text", "text": {"body": str(content.get("text", ""))}}

    def _image(self, content: dict[str, Any]) -> dict[str, Any]:
        try:
            file = base64.b64decode(str(content["image"]), validate=True)
        except binascii.Error:
            raise ValueError("`image` must be base64") from None
        stored = self._sandbox.store(file, str(content.get("mime") or "image/png"))
        checksum = base64.b64encode(bytes.fromhex(stored.sha256)).decode()
        about = {"id": stored.id, "mime_type": stored.mime, "sha256": checksum}
        return about | ({"caption": str(content["caption"])} if content.get("caption") else {})

    async def _inbound(self, request: web.Request) -> web.Response:
        try:
            return web.json_response({"id": self.write(await _object(request))})
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)

    async def _log(self, _: web.Request) -> web.Response:
        return web.json_response(self._sandbox.log)

    async def _mode(self, request: web.Request) -> web.Response:
        content = await _object(request)
        for key, value in content.items():
            if not hasattr(self._sandbox.mode, key):
                return web.json_response({"error": f"no mode {key!r}"}, status=400)
            setattr(self._sandbox.mode, key, value)
        return web.json_response({})

    async def _fail(self, request: web.Request) -> web.Response:
        content = await _object(request)
        self._sandbox.faults.extend([int(content["code"])] * int(content.get("times", 1)))
        return web.json_response({})

    async def _clock(self, request: web.Request) -> web.Response:
        content = await _object(request)
        self._sandbox.advanced += timedelta(seconds=float(content["advance_seconds"]))
        return web.json_response({"now": self._sandbox.now().isoformat()})

    async def _state(self, _: web.Request) -> web.Response:
        about = {"waiting": self._webhooks.waiting, "taken": self._webhooks.taken}
        return web.json_response({"status": "ok", **about})

    async def _phone(self, request: web.Request) -> web.Response:
        content = page.phone(self._sandbox, request.query.get("phone", ""))
        return web.Response(text=content, content_type="text/html")

    async def _chat(self, request: web.Request) -> web.Response:
        content = page.chat(self._sandbox, request.query.get("phone", ""))
        return web.Response(text=content, content_type="text/html")

    async def _say(self, request: web.Request) -> web.Response:
        form = await request.post()
        phone, text = str(form.get("phone", "")), str(form.get("text", ""))
        names = dict(self._sandbox.suggested())
        name = names.get(phone.removeprefix("+"), "").partition(",")[0]
        try:
            if text:
                self.write({"from": phone, "name": name, "text": text})
        except ValueError as error:
            return web.Response(text=str(error), status=400)
        raise web.HTTPSeeOther(str(request.rel_url.with_path("/sandbox").with_query(phone=phone)))


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        content = await request.json()
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise web.HTTPBadRequest(text="the body must be a JSON object")
    return content
