"""The emulator, seen by an independent client: pywa sends to it and reads its webhooks."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from pywa import utils
from pywa.client import WhatsApp
from pywa.errors import WhatsAppError
from pywa.types.message import Message
from pywa.types.message_status import MessageStatus

from bridges.base.model import MediaFile, MediaReference
from bridges.base.network import StopAllError, StopError, TryLaterError, UnsureError
from bridges.whatsapp import signature
from bridges.whatsapp.client import GraphClient
from bridges.whatsapp.sandbox.server import SandboxServer
from bridges.whatsapp.sandbox.state import Sandbox

HOST = "127.0.0.1"
NUMBER = "106540352242922"
PHONE = "12025550143"


@dataclass(slots=True, kw_only=True)
class Emulated:
    """The emulator, and what arrived at the district's address."""

    server: SandboxServer
    base: str
    bodies: list[tuple[bytes, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses to answer the next webhooks with; 200 where none is left."""

    @property
    def sandbox(self) -> Sandbox:
        return self.server.sandbox

    def client(self, token: str = "token", limit: int = 10_000) -> GraphClient:
        return GraphClient(
            graph=self.base, version="v23.0", phone_number_id=NUMBER, token=token, limit=limit
        )

    def pywa(self) -> Any:
        session = httpx.Client()
        made = WhatsApp(
            phone_id=NUMBER,
            token="token",
            session=session,
            server=None,
            verify_token="verify",
            app_secret="secret",
        )
        session.base_url = f"{self.base}/v23.0"
        return made, session

    async def until(self, condition: Callable[[], Any]) -> Any:
        async with asyncio.timeout(10):
            while not (value := condition()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return value


@pytest.fixture
async def emulated() -> AsyncIterator[Emulated]:
    """An emulator on a free port whose webhooks arrive in the test."""
    found: list[Emulated] = []

    async def webhook(request: web.Request) -> web.Response:
        found[0].bodies.append((await request.read(), request.headers[signature.HEADER]))
        return web.Response(status=found[0].answers.pop(0) if found[0].answers else 200)

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app)
    await runner.setup()
    receiver = web.TCPSite(runner, HOST, 0)
    await receiver.start()
    address = runner.addresses[0][1]
    server = SandboxServer(
        Sandbox(
            phone_number_id=NUMBER,
            token="token",
            app_secret="secret",
            webhook=f"http://{HOST}:{address}/webhook",
        )
    )
    await server.start(HOST, 0)
    found.append(Emulated(server=server, base=f"http://{HOST}:{server.port}"))
    yield found[0]
    await server.stop()
    await runner.cleanup()


async def test_pywa_accepts_and_understands_a_webhook(emulated: Emulated) -> None:
    sent = emulated.server.control.write({"from": PHONE, "name": "Bo", "text": "Hello"})
    await emulated.until(lambda: emulated.bodies)
    body, header = emulated.bodies[0]
    assert utils.webhook_updates_validator("secret", body, header)
    read: list[Message] = []
    client, session = emulated.pywa()

    @client.on_message  # type: ignore[untyped-decorator]
    def seen(_: Any, message: Message) -> None:
        read.append(message)

    assert client.webhook_update_handler(body) == ("ok", 200)
    assert [(m.id, m.text, m.from_user.wa_id, m.from_user.name) for m in read] == [
        (sent, "Hello", PHONE, "Bo")
    ]
    session.close()


async def test_pywa_sends_text_and_a_picture(emulated: Emulated) -> None:
    emulated.server.control.write({"from": PHONE, "text": "Hello"})
    client, session = emulated.pywa()

    def send() -> None:
        client.send_message(to=PHONE, text="Hi", reply_to_message_id="wamid.A")
        client.send_image(to=PHONE, image=b"picture", mime_type="image/png", caption="Look")

    await asyncio.to_thread(send)
    session.close()
    assert [(sent["type"], sent["text"]) for sent in emulated.sandbox.log] == [
        ("text", "Hi"),
        ("image", "Look"),
    ]
    assert emulated.sandbox.log[0]["request"]["context"] == {"message_id": "wamid.A"}
    (stored,) = emulated.sandbox.media.values()
    assert stored.content == b"picture"


async def test_pywa_reads_the_vendors_errors(emulated: Emulated) -> None:
    client, session = emulated.pywa()
    emulated.sandbox.faults.append(131056)
    with pytest.raises(WhatsAppError) as raised:
        await asyncio.to_thread(client.send_message, to=PHONE, text="Hi")
    assert raised.value.code == 131056
    session.close()


async def test_pywa_reads_a_status_with_its_tracker(emulated: Emulated) -> None:
    emulated.server.control.write({"from": PHONE, "text": "Hello"})
    client, session = emulated.pywa()
    read: list[MessageStatus[Any]] = []

    @client.on_message_status  # type: ignore[untyped-decorator]
    def seen(_: Any, status: MessageStatus[Any]) -> None:
        read.append(status)

    await asyncio.to_thread(client.send_message, to=PHONE, text="Hi", tracker="$event")
    await emulated.until(lambda: len(emulated.bodies) == 3)
    for body, _ in emulated.bodies[1:]:
        client.webhook_update_handler(body)
    assert {status.status.value for status in read} == {"sent", "delivered"}
    assert {status.tracker for status in read} == {"$event"}
    session.close()


async def test_a_webhook_comes_again_until_it_is_taken(emulated: Emulated) -> None:
    emulated.answers.extend([503, 500])
    emulated.server.control.write({"from": PHONE, "text": "Hello"})
    await emulated.until(lambda: len(emulated.bodies) == 3)
    assert len({body for body, _ in emulated.bodies}) == 1


async def test_it_duplicates_reorders_and_batches_on_demand(emulated: Emulated) -> None:
    mode = emulated.sandbox.mode
    mode.duplicate, mode.reorder, mode.batch = 2, 4, 2
    for number in range(4):
        emulated.server.control.write({"from": PHONE, "id": f"wamid.{number}", "text": "a"})
    await emulated.until(lambda: len(emulated.bodies) == 4)
    changes = [json.loads(body)["entry"][0]["changes"] for body, _ in emulated.bodies]
    ids = [[c["value"]["messages"][0]["id"] for c in batch] for batch in changes]
    assert ids == [["wamid.3", "wamid.2"]] * 2 + [["wamid.1", "wamid.0"]] * 2


async def test_an_address_of_a_file_lives_five_minutes_and_needs_the_token(
    emulated: Emulated,
) -> None:
    stored = emulated.sandbox.store(b"file", "image/png")
    headers = {"Authorization": "Bearer token"}
    async with httpx.AsyncClient(headers=headers) as client:
        about = (await client.get(f"{emulated.base}/v23.0/{stored.id}")).json()
        assert (await client.get(about["url"])).content == b"file"
        assert (await client.get(about["url"], headers={"Authorization": ""})).status_code == 401
        emulated.sandbox.advanced += timedelta(minutes=5)
        assert (await client.get(about["url"])).status_code == 404


async def test_our_client_fetches_and_compares_the_checksum(emulated: Emulated) -> None:
    stored = emulated.sandbox.store(b"file", "image/png")
    wanted = MediaReference(
        id=stored.id, kind="image", mime="image/png", name="a", sha256=stored.sha256
    )
    client = emulated.client()
    assert (await client.download(wanted)).content == b"file"
    other = MediaReference(
        id=stored.id,
        kind="image",
        mime="image/png",
        name="a",
        sha256=hashlib.sha256(b"other").hexdigest(),
    )
    with pytest.raises(StopError, match="checksum"):
        await client.download(other)
    await client.close()


async def test_our_client_takes_no_file_that_is_too_large(emulated: Emulated) -> None:
    stored = emulated.sandbox.store(b"x" * 101, "image/png")
    wanted = MediaReference(id=stored.id, kind="image", mime="image/png", name="a")
    client = emulated.client(limit=100)
    with pytest.raises(StopError, match="larger than 100"):
        await client.download(wanted)
    await client.close()


async def test_our_client_says_what_to_do(emulated: Emulated) -> None:
    emulated.server.control.write({"from": PHONE, "text": "Hello"})
    request = {
        "messaging_product": "whatsapp",
        "to": PHONE,
        "type": "text",
        "text": {"body": "Hi"},
    }
    client, stranger = emulated.client(), emulated.client(token="expired")
    emulated.sandbox.faults.append(130429)
    with pytest.raises(TryLaterError):
        await client.send(request)
    with pytest.raises(StopAllError):
        await stranger.send(request)
    emulated.sandbox.mode.lose_answers = 1
    with pytest.raises(UnsureError):
        await client.send(request)
    assert len(emulated.sandbox.log) == 1
    assert (await client.send(request)).startswith("wamid.")
    nobody = GraphClient(
        graph=f"http://{HOST}:1", version="v23.0", phone_number_id=NUMBER, token="t", limit=1
    )
    with pytest.raises(TryLaterError, match="cannot be reached"):
        await nobody.send(request)
    for each in (client, stranger, nobody):
        await each.close()


async def test_our_client_uploads_what_the_vendor_then_has(emulated: Emulated) -> None:
    client = emulated.client()
    media_id = await client.upload(MediaFile(mime="image/png", name="a.png", content=b"file"))
    assert emulated.sandbox.media[media_id].content == b"file"
    await client.close()


async def test_a_day_after_they_wrote_a_message_fails_by_a_status(emulated: Emulated) -> None:
    emulated.server.control.write({"from": PHONE, "text": "Hello"})
    emulated.sandbox.advanced += timedelta(hours=25)
    client = emulated.client()
    request = {"messaging_product": "whatsapp", "to": PHONE, "type": "text"}
    await client.send(request | {"text": {"body": "Hi"}})
    await emulated.until(lambda: len(emulated.bodies) == 2)
    value = json.loads(emulated.bodies[1][0])["entry"][0]["changes"][0]["value"]
    assert value["statuses"][0]["errors"][0]["code"] == 131047
    await client.close()


async def test_the_page_writes_as_a_family_and_shows_the_answer(emulated: Emulated) -> None:
    async with httpx.AsyncClient(base_url=emulated.base, follow_redirects=True) as client:
        page = await client.post("/sandbox/say", data={"phone": f"+{PHONE}", "text": "<b>Hi</b>"})
        assert page.status_code == 200
        chat = (await client.get(f"/sandbox/chat?phone={PHONE}")).text
        assert "&lt;b&gt;Hi&lt;/b&gt;" in chat
        image = base64.b64encode(b"x").decode()
        reply = await client.post("/sandbox/inbound", json={"from": PHONE, "image": image})
        assert reply.json()["id"].startswith("wamid.")
        refused = await client.post("/sandbox/inbound", json={"from": "nobody"})
        assert refused.status_code == 400
