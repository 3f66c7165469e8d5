"""`python -m admin_portal --data DIR`: serve the portal until SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

import uvicorn

from admin_portal.app import build
from homeroom import journal
from homeroom.config import load
from homeroom.errors import HomeroomError


def main() -> int:
    """Serve; a bad configuration is one clear line and exit status 2."""
    arguments = argparse.ArgumentParser(prog="python -m admin_portal", description=__doc__)
    arguments.add_argument(
        "--data", type=Path, default=Path(os.environ.get("HOMEROOM_DATA", ".homeroom"))
    )
    journal.start(quiet=("httpx",))
    signal.signal(signal.SIGTERM, _stop)
    try:
        config = load(arguments.parse_args().data)
        app = build(config)
    except HomeroomError as error:
        sys.stderr.write(f"admin_portal: {error}\n")
        return 2
    uvicorn.run(
        app,
        host=config.portal.host,
        port=config.portal.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    return 0


def _stop(*_: object) -> None:
    """A clean end before the server listens, and after: it raises the signal once more."""
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
