"""A process of ours that works in threads: its arguments, its log, its end."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from homeroom import journal
from homeroom.config import HomeroomConfig, load
from homeroom.errors import HomeroomError, InputError


def run(module: str, serve: Callable[[HomeroomConfig, threading.Event], None]) -> int:
    """`python -m MODULE --data DIR`: serve until SIGTERM or SIGINT sets the event.

    The exit status: 0 when stopped, 2 for a bad configuration, 1 for any other error of ours.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}")
    parser.add_argument("--data", type=Path, default=os.environ.get("HOMEROOM_DATA", ".homeroom"))
    data = Path(parser.parse_args().data)
    journal.start()
    log, stopping = logging.getLogger(module), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    try:
        serve(load(data), stopping)
    except HomeroomError as error:
        log.error(str(error))
        return 2 if isinstance(error, InputError) else 1
    log.info("stopped")
    return 0
