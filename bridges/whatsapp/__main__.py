"""`python -m bridges.whatsapp --data DIR [--write-registration]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bridges.base.config import HomeroomConfig, InputError, load
from bridges.base.process import run
from bridges.base.registration import write_registration
from bridges.base.runner import serve
from bridges.whatsapp.client import GraphClient
from bridges.whatsapp.config import NETWORK, WhatsAppConfig, read_config, secrets_of
from bridges.whatsapp.network import WhatsApp


def main() -> int:
    """Run the bridge, or write its registration; 2 on bad input."""
    parser = argparse.ArgumentParser(prog="bridges.whatsapp", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument(
        "--write-registration", action="store_true", help="only write registration.yaml"
    )
    given = parser.parse_args()
    if given.write_registration:
        return _write(given.data)

    async def bridge(stop: asyncio.Event) -> None:
        config = load(given.data)
        own = read_config(config)
        await serve(config, network_of(config, own), own, stop)

    return run(bridge)


def network_of(config: HomeroomConfig, own: WhatsAppConfig) -> WhatsApp:
    """WhatsApp as the district's files set it up."""
    app_secret, verify_token, token = secrets_of(config, own)
    client = GraphClient(
        graph=own.graph,
        version=own.version,
        phone_number_id=own.phone_number_id,
        token=token,
        limit=own.media_limit_bytes,
    )
    return WhatsApp(
        client,
        app_secret=app_secret,
        verify_token=verify_token,
        media_limit=own.media_limit_bytes,
    )


def _write(data: Path) -> int:
    try:
        write_registration(load(data), NETWORK)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
