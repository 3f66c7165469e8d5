"""`python -m bridges.whatsapp.sandbox --data DIR [--write-config PORT]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bridges.base.config import InputError, load
from bridges.base.process import run
from bridges.whatsapp.sandbox.server import SandboxServer
from bridges.whatsapp.sandbox.setup import sandbox_of, write_config


def main() -> int:
    """Run the emulator, or prepare a data folder for it; 2 on bad input."""
    parser = argparse.ArgumentParser(prog="bridges.whatsapp.sandbox", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--write-config", type=int, metavar="PORT", help="only write settings")
    given = parser.parse_args()
    if given.write_config is not None:
        return _write(given.data, given.write_config)

    async def serve(stop: asyncio.Event) -> None:
        sandbox, host, port = sandbox_of(load(given.data))
        server = SandboxServer(sandbox)
        try:
            await server.start(host, port)
        except OSError as error:
            raise InputError(f"port {port} of {host} is taken ({error.strerror})") from None
        await stop.wait()
        await server.stop()

    return run(serve)


def _write(data: Path, port: int) -> int:
    try:
        write_config(load(data), port)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
