"""Synapse's configuration in the sandbox: that of a district, with generous limits."""

from __future__ import annotations

import base64
import secrets as random
from pathlib import Path
from typing import Any

import yaml

from homeroom.config import HomeroomConfig
from homeroom.registry import notices_room
from homeroom.sandbox.configuration import write_private
from homeroom.sandbox.ports import HOST
from homeroom.steward.room_calls import ROOM_ALIAS
from homeroom.synapse_settings import settings, where

PROVISIONING = "homeroom"
GENEROUS = {"per_second": 1000, "burst_count": 10_000}


def write(config: HomeroomConfig, *, port: int) -> Path:
    """Write what Synapse starts from, and return the path of its `homeserver.yaml`."""
    folder = config.data / "synapse"
    config.path(config.synapse.media_store).mkdir(mode=0o700, parents=True, exist_ok=True)
    registration = folder / "provisioning.yaml"
    write_private(registration, yaml.safe_dump(_provisioning(config)))
    write_private(folder / "log.yaml", yaml.safe_dump(_logging()))
    _write_signing_key(folder / "signing.key")
    bridges = [config.data / "bridges" / name / "registration.yaml" for name in config.bridges]
    written = settings(
        config,
        folder=folder,
        listeners=[where.listener(port, HOST, behind_gateway=False)],
        registrations=[registration, *bridges],
    )
    file = config.path(config.synapse.config)
    write_private(file, yaml.safe_dump({**written, **_limits()}, sort_keys=False))
    return file


def _limits() -> dict[str, Any]:
    """Generous, so that a trial on one machine is not slowed by limits meant for a district."""
    return {
        "rc_message": GENEROUS,
        "rc_registration": GENEROUS,
        "rc_login": {"address": GENEROUS, "account": GENEROUS, "failed_attempts": GENEROUS},
        "rc_admin_redaction": GENEROUS,
        "rc_joins": {"local": GENEROUS, "remote": GENEROUS},
        "rc_joins_per_room": GENEROUS,
        "rc_invites": {"per_room": GENEROUS, "per_user": GENEROUS, "per_issuer": GENEROUS},
        "rc_room_creation": GENEROUS,
        "rc_media_create": GENEROUS,
        "rc_presence": {"per_user": GENEROUS},
        "rc_reports": GENEROUS,
        "rc_user_directory": GENEROUS,
        "rc_profile": GENEROUS,
        "max_upload_size": "50M",
    }


def _provisioning(config: HomeroomConfig) -> dict[str, Any]:
    """The application service that makes accounts and rooms; Synapse sends it nothing."""
    return {
        "id": PROVISIONING,
        "url": None,
        "as_token": config.secret("provisioning_as_token"),
        "hs_token": config.secret("provisioning_hs_token"),
        "sender_localpart": PROVISIONING,
        "rate_limited": False,
        "namespaces": {
            "users": [{"exclusive": False, "regex": "@.*"}],
            "rooms": [],
            "aliases": [
                {"exclusive": True, "regex": f"#{prefix}.*"}
                for prefix in (notices_room.ALIAS, ROOM_ALIAS)
            ],
        },
    }


def _logging() -> dict[str, Any]:
    """JSON lines on stderr; below WARNING, Synapse's own lines carry users' addresses."""
    return {
        "version": 1,
        "formatters": {"json": {"class": "synapse.logging.TerseJsonFormatter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {
            "synapse_module": {"level": "INFO"},
            "homeroom": {"level": "INFO"},
            "synapse.storage.SQL": {"level": "ERROR"},
            # What was typed as a user name may be anything.
            "synapse.handlers.auth": {"level": "ERROR"},
        },
        "root": {"level": "WARNING", "handlers": ["console"]},
        "disable_existing_loggers": False,
    }


def _write_signing_key(file: Path) -> None:
    """An Ed25519 seed in the form that Synapse generates; an existing key stays."""
    if not file.exists():
        seed = base64.b64encode(random.token_bytes(32)).decode().rstrip("=")
        write_private(file, f"ed25519 a_{random.token_hex(2)} {seed}\n")
