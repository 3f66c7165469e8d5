"""`python -m homeroom.replay --data DIR`: a draft on standard input, the answer in JSON.

A process of its own, so that no page of the portal waits for it; it gives way to what else runs.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from homeroom.config import HomeroomConfig, load
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.policy.policy import Policy
from homeroom.registry import policy_file
from homeroom.replay import reading
from homeroom.replay.eye import Homeserver
from homeroom.replay.isolated import ANSWER, MOST_ENTRIES, NAME, SECONDS, WINDOW, Answer
from homeroom.replay.report import Report

GIVES_WAY = 10
"""Added to the niceness."""


def main() -> int:
    """0, whatever the draft is; the kernel ends it where nobody waits for it any more."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    os.nice(GIVES_WAY)
    arguments = argparse.ArgumentParser(prog="python -m homeroom.replay", description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    config = load(arguments.parse_args().data)
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    sys.stdout.buffer.write(ANSWER.dump_json(_answer(config, text)))
    return 0


def _answer(config: HomeroomConfig, text: str) -> Answer:
    try:
        draft = policy_file.parse(text, version=NAME, name=NAME)
    except InputError as error:
        return Answer(faults=tuple(str(error).splitlines()))
    return Answer(report=_tried(config, draft))


def _tried(config: HomeroomConfig, draft: Policy) -> Report:
    now = datetime.now(UTC)
    homeserver = Homeserver.of(config.server_name)
    engine = connect(config, DatabaseRole.PORTAL, pool_size=1)
    try:
        with engine.begin() as connection:
            return reading.replay(
                connection, draft, homeserver, since=now - WINDOW, until=now, most=MOST_ENTRIES
            )
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
