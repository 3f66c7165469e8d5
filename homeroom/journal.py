"""Each process's log: one JSON object a line on standard error, ids only (invariant 11)."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "color_message",
}


class JsonLines(logging.Formatter):
    """One JSON object a line. A fault is named by type and place: its text may hold content."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            extra["error"] = record.exc_info[0].__name__
            extra["where"] = [f"{frame.name}:{frame.lineno}" for frame in frames[-6:]]
        return json.dumps({**line, **extra}, default=str)


def start(*, quiet: Iterable[str] = ()) -> None:
    """Log to standard error from now on; of the libraries `quiet` only what is critical.

    Name those whose lower levels tell addresses, tokens or texts.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in quiet:
        logging.getLogger(name).setLevel(logging.CRITICAL)
