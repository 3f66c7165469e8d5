"""What a new data folder is given: `homeroom.yaml`, one password a database role, other secrets."""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

import homeroom
from homeroom.config import HomeroomConfig, load, read_yaml
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.sandbox.ports import HOST, Ports

SERVER_NAME = "district.example"
DISTRICT = "demo"
DATABASE = "homeroom"
DEFAULTS: dict[str, Any] = {"retention": {"schedules": ["texas", "federal"]}}
"""For a new data folder; whoever changes it is not overruled at the next start."""
OTHER_SECRETS = (
    "registration_shared_secret",
    "macaroon_secret_key",
    "form_secret",
    "provisioning_as_token",
    "provisioning_hs_token",
)


def write(
    data: Path, ports: Ports, *, database: str = DATABASE, database_address: tuple[str, int]
) -> HomeroomConfig:
    """Bring the data folder's `homeroom.yaml` and secrets up to date; existing secrets stay."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in ("secrets", "keys", "logs", "run", "synapse", "bridges/whatsapp"):
        (data / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secrets(data, [*(role.value for role in DatabaseRole), *OTHER_SECRETS])
    host, port = database_address
    settings = {
        **_where(ports),
        "database": {"host": host, "port": port, "name": database},
    }
    chosen = {**DEFAULTS, **_chosen(data)}
    write_private(data / "homeroom.yaml", yaml.safe_dump(_over(settings, chosen), sort_keys=False))
    return load(data)


def backs_up(data: Path) -> bool:
    """Has this folder's `homeroom.yaml` a place for backups?"""
    section = _chosen(data).get("backup") or {}
    return bool(section.get("folder"))


def _chosen(data: Path) -> dict[str, Any]:
    """What somebody has written into the file that is there."""
    file = data / "homeroom.yaml"
    found: dict[str, Any] = (read_yaml(file) or {}) if file.exists() else {}
    return found


def _over(ours: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """Where things run is ours to say; all else in the file stays as it was chosen."""
    both = {
        name: _over(ours[name], chosen[name])
        for name in ours.keys() & chosen.keys()
        if isinstance(ours[name], dict) and isinstance(chosen[name], dict)
    }
    return {**chosen, **ours, **both}


def _where(ports: Ports) -> dict[str, Any]:
    return {
        "district": DISTRICT,
        "server_name": SERVER_NAME,
        "homeserver": f"http://{HOST}:{ports.homeserver}",
        "sandbox": True,
        "portal": {"host": HOST, "port": ports.portal},
        "archive": {"metrics": {"host": HOST, "port": ports.archiver}},
        "steward": {"metrics": {"host": HOST, "port": ports.steward}},
        "backup": {"metrics": {"host": HOST, "port": ports.backup}},
        "bridges": {
            "whatsapp": {
                "listen": {"host": HOST, "port": ports.whatsapp},
                "config": "bridges/whatsapp/config.yaml",
            }
        },
    }


def write_secrets(data: Path, names: Iterable[str]) -> None:
    """One random secret a file in `DATA/secrets`, for each name that has none yet."""
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        if not (folder / name).exists():
            write_private(folder / name, random.token_urlsafe(32))


def write_private(file: Path, content: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(content, encoding="utf-8")
    unfinished.rename(file)


def check_version(data: Path) -> None:
    """Refuse a data folder that a newer Homeroom has written: its database cannot go back."""
    file = data / "version"
    if not file.exists():
        return
    there = file.read_text(encoding="utf-8").strip()
    if _parts(there) > _parts(homeroom.__version__):
        raise InputError(
            f"{data} was last used by Homeroom {there}, and this is {homeroom.__version__}: "
            "update Homeroom, or start with another --data folder."
        )


def note_version(data: Path) -> None:
    """Record that this version has written the folder."""
    write_private(data / "version", homeroom.__version__ + "\n")


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
