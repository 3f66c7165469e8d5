"""`python dying.py DATA PLAN N MOST`: carries a plan out, and is killed (-9) before its step N.

A step is a statement, a commit, or a file that is removed; a part has MOST places of the log.
Status 0 if there are fewer steps.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from homeroom.config import load
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.retention import disposing


def main(data: str, plan: str, last: str, most: str) -> None:
    steps = itertools.count(1)

    def step(*_: Any) -> None:
        if next(steps) == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    unlink = Path.unlink

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        step()
        unlink(path, missing_ok)

    config = load(Path(data))
    engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
    with engine.connect() as connection:
        event.listen(Engine, "before_cursor_execute", step)
        event.listen(Engine, "commit", step)
        Path.unlink = unlinking  # type: ignore[assignment,method-assign]
        disposing.run(connection, config, int(plan), most=int(most))


if __name__ == "__main__":
    main(*sys.argv[1:])
