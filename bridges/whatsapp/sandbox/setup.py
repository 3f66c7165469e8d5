"""Gives a data folder the settings with which bridge and emulator find each other."""

from __future__ import annotations

import secrets
from pathlib import Path

from bridges.base.config import HomeroomConfig, InputError, section
from bridges.base.registration import write_private
from bridges.whatsapp.config import NETWORK, WhatsAppConfig, read_config, secrets_of
from bridges.whatsapp.sandbox.state import Sandbox

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PHONE_NUMBER_ID = "106540352242922"


def write_config(config: HomeroomConfig, port: int) -> Path:
    """Write the bridge's file for an emulator on `port`, and secrets where there are none yet."""
    _only_in_a_sandbox(config)
    file = config.path(section(config, NETWORK).config)
    write_private(
        file,
        "# The emulated WhatsApp of this sandbox; see docs for a real number.\n"
        f"graph: http://127.0.0.1:{port}\n"
        f'phone_number_id: "{PHONE_NUMBER_ID}"\n',
    )
    own = WhatsAppConfig(phone_number_id=PHONE_NUMBER_ID)
    for name in (own.app_secret_file, own.verify_token_file, own.token_file):
        if not config.path(name).exists():
            write_private(config.path(name), secrets.token_urlsafe(32) + "\n")
    return file


def sandbox_of(config: HomeroomConfig) -> tuple[Sandbox, str, int]:
    """The emulator that the data folder's settings describe, and where it listens."""
    _only_in_a_sandbox(config)
    own = read_config(config)
    host, port = _address(own.graph)
    listen = section(config, NETWORK).listen
    app_secret, _, token = secrets_of(config, own)
    sandbox = Sandbox(
        phone_number_id=own.phone_number_id,
        token=token,
        app_secret=app_secret,
        webhook=f"http://{listen.host}:{listen.port}/webhook",
        version=own.version,
        file=config.data / "bridges" / NETWORK / "sandbox.json",
        guardians=config.data / "endpoints.json",
    )
    return sandbox, host, port


def _address(graph: str) -> tuple[str, int]:
    scheme, _, rest = graph.partition("://")
    host, _, port = rest.rstrip("/").rpartition(":")
    if scheme != "http" or host not in LOOPBACK or not port.isdigit():
        raise InputError(
            f"bridges/whatsapp/config.yaml: graph: {graph} is not of this computer; the emulator "
            "runs only on http://127.0.0.1:PORT"
        )
    return host.strip("[]"), int(port)


def _only_in_a_sandbox(config: HomeroomConfig) -> None:
    if not config.sandbox:
        raise InputError(
            f"{config.data / 'homeroom.yaml'}: sandbox: false; the emulated WhatsApp is for "
            "trying Homeroom out, never for a district's own data"
        )
