"""The application service's registration: how Synapse knows the bridge, and the bridge Synapse.

Source: Matrix specification, Application Service API, "Registration".
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bridges.base.config import section
from homeroom.config import HomeroomConfig, read_yaml
from homeroom.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What both sides hold of it."""

    id: str
    url: str
    as_token: str
    hs_token: str
    bot_localpart: str


def registration_file(config: HomeroomConfig, network: str) -> Path:
    """`DIR/bridges/NETWORK/registration.yaml`."""
    return config.data / "bridges" / network / "registration.yaml"


def write_registration(config: HomeroomConfig, network: str) -> Path:
    """Write the registration; tokens that are there stay, so that this can be run again."""
    file, listen = registration_file(config, network), section(config, network).listen
    known = read_yaml(file) if file.exists() else {}
    host = re.escape(config.server_name)
    content = {
        "id": f"homeroom_{network}",
        "url": f"http://{listen.host}:{listen.port}",
        "as_token": known.get("as_token") or secrets.token_urlsafe(48),
        "hs_token": known.get("hs_token") or secrets.token_urlsafe(48),
        "sender_localpart": bot_localpart(network),
        "rate_limited": False,
        "namespaces": {
            "users": [{"exclusive": True, "regex": f"@_{network}_.*:{host}"}],
            "aliases": [],
            "rooms": [],
        },
    }
    write_private(file, yaml.safe_dump(content, sort_keys=False))
    return file


def read_registration(config: HomeroomConfig, network: str) -> Registration:
    """The registration; `InputError` says how to write it."""
    file = registration_file(config, network)
    if not file.exists():
        raise InputError(
            f"{file}: is missing; write it with "
            f"`python -m bridges.{network} --data {config.data} --write-registration`"
        )
    content: dict[str, Any] = read_yaml(file)
    try:
        return Registration(
            id=content["id"],
            url=content["url"],
            as_token=content["as_token"],
            hs_token=content["hs_token"],
            bot_localpart=content["sender_localpart"],
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"{file}: {error} is missing; write the file anew") from None


def bot_localpart(network: str) -> str:
    """The bridge's own account, which makes rooms and says what was not delivered."""
    return f"_{network}_bot"


def write_private(file: Path, content: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(content, encoding="utf-8")
    unfinished.rename(file)
