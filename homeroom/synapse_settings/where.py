"""Where Synapse listens and keeps things, and what it alone knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from homeroom.config import HomeroomConfig
from homeroom.db.roles import DatabaseRole


def listener(port: int, host: str, *, behind_gateway: bool) -> dict[str, Any]:
    """One for clients. Without a gateway no header chooses the client's address."""
    return {
        "port": port,
        "type": "http",
        "bind_addresses": [host],
        "tls": False,
        "x_forwarded": behind_gateway,
        "resources": [{"names": ["client"], "compress": False}],
    }


def server(config: HomeroomConfig, folder: Path, listeners: list[dict[str, Any]]) -> dict[str, Any]:
    """Names, addresses and files."""
    return {
        "server_name": config.server_name,
        "public_baseurl": f"{config.public_homeserver}/",
        "listeners": listeners,
        "signing_key_path": str(folder / "signing.key"),
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(config.path(config.synapse.media_store)),
        "pid_file": str(folder / "homeserver.pid"),
        "admin_contact": f"mailto:it@{config.server_name}",
    }


def database(config: HomeroomConfig) -> dict[str, Any]:
    """Synapse's own login, which owns nothing."""
    role = DatabaseRole.SYNAPSE.value
    arguments = {
        "user": role,
        "password": config.secret(role),
        "host": config.database.host,
        "port": config.database.port,
        "dbname": config.database.name,
        "application_name": role,
        "cp_min": 2 if config.sandbox else 3,
        "cp_max": 4 if config.sandbox else 10,  # each holds memory, on a trial's one machine
    }
    return {"database": {"name": "psycopg2", "args": arguments}}


def secrets(config: HomeroomConfig) -> dict[str, Any]:
    """Each from a file of its own."""
    names = ("registration_shared_secret", "macaroon_secret_key", "form_secret")
    # Fewer rounds only where passwords are the sandbox's own, made up at its start.
    rounds = {"bcrypt_rounds": 10} if config.sandbox else {}
    return {**{name: config.secret(name) for name in names}, **rounds}
