"""A bridge's process: JSON lines to stderr, SIGTERM stops it cleanly, bad config is one line."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable

from homeroom import journal
from homeroom.errors import HomeroomError, InputError

QUIET = ("mau", "aiohttp", "asyncio")
"""Libraries whose lower levels name addresses, tokens and texts (invariant 11)."""


def run(main: Callable[[asyncio.Event], Awaitable[None]]) -> int:
    """Run until SIGTERM or SIGINT sets the event; the exit status."""
    journal.start(quiet=QUIET)
    try:
        asyncio.run(_until_stopped(main))
    except HomeroomError as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, InputError) else 1
    except Exception:
        logging.getLogger(__name__).exception("stopped by an unknown error")
        return 1
    return 0


async def _until_stopped(main: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await main(stop)
