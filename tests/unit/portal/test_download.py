"""How a download ended is told, whatever happens to the connection meanwhile."""

from __future__ import annotations

import anyio
import pytest
from starlette.types import Message

from admin_portal.pages.download import Handed
from tests.fixtures import alone

SCOPE = {"type": "http", "method": "POST", "asgi": {"version": "3.0", "spec_version": "2.3"}}


async def waits() -> Message:
    """A client that stays."""
    await anyio.sleep_forever()
    raise AssertionError


async def gone() -> Message:
    """A client that hangs up at once."""
    return {"type": "http.disconnect"}


async def takes(_: Message) -> None:
    await anyio.lowlevel.checkpoint()


async def stuck(message: Message) -> None:
    """A connection that takes no byte of the body any more."""
    if message["type"] == "http.response.body":
        await anyio.sleep_forever()


async def broken(message: Message) -> None:
    if message["type"] == "http.response.body":
        raise OSError


@pytest.mark.parametrize(
    ("receive", "send", "outcome"),
    [(waits, takes, "sent"), (gone, stuck, "broken_off"), (waits, broken, "broken_off")],
)
def test_how_it_ended_is_told_once(receive: object, send: object, outcome: str) -> None:
    told: list[str] = []
    handed = Handed(iter([b"a", b"b"]), "x", told.append)

    async def run() -> None:
        try:
            await handed(SCOPE, receive, send)  # type: ignore[arg-type]
        except* OSError:
            pass

    alone.run(run())
    assert told == [outcome]


def test_a_copy_that_cannot_be_decrypted_to_its_end_is_not_sent() -> None:
    def pieces() -> object:
        yield b"a"
        raise ValueError

    told: list[str] = []
    handed = Handed(pieces(), "x", told.append)  # type: ignore[arg-type]

    async def run() -> None:
        with pytest.raises((ValueError, BaseExceptionGroup)):
            await handed(SCOPE, waits, takes)

    alone.run(run())
    assert told == ["broken_off"]
