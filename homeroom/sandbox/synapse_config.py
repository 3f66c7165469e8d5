"""Synapse's `homeserver.yaml`: nothing that destroys an original, nothing that leaves the district.

Each group names what it is for; the facts behind it are pinned by the tests of `synapse_module`.
"""

from __future__ import annotations

import base64
import secrets as random
from pathlib import Path
from typing import Any

import yaml

from homeroom.config import HomeroomConfig
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.configuration import write_private
from homeroom.sandbox.ports import HOST

MODULE = "synapse_module.module.HomeroomModule"
PROVISIONING = "homeroom"
GENEROUS = {"per_second": 1000, "burst_count": 10_000}


def write(config: HomeroomConfig, *, port: int) -> Path:
    """Write what Synapse starts from, and return the path of its `homeserver.yaml`."""
    folder = config.data / "synapse"
    media = config.path(config.synapse.media_store)
    media.mkdir(mode=0o700, parents=True, exist_ok=True)
    registration = folder / "provisioning.yaml"
    write_private(registration, yaml.safe_dump(_provisioning(config)))
    write_private(folder / "log.yaml", yaml.safe_dump(_logging()))
    _write_signing_key(folder / "signing.key")
    bridges = [config.data / "bridges" / name / "registration.yaml" for name in config.bridges]
    settings = {
        **_server(config, port, folder, media),
        **_database(config),
        **_secrets(config),
        **_keeps_originals(),
        **_stays_in_the_district(),
        **_school_accounts_only(),
        **_limits(),
        "modules": [{"module": MODULE, "config": {"data": str(config.data)}}],
        "app_service_config_files": [str(path) for path in (registration, *bridges)],
    }
    file = config.path(config.synapse.config)
    write_private(file, yaml.safe_dump(settings, sort_keys=False))
    return file


def _server(config: HomeroomConfig, port: int, folder: Path, media: Path) -> dict[str, Any]:
    return {
        "server_name": config.server_name,
        "public_baseurl": f"{config.homeserver}/",
        "listeners": [
            {
                "port": port,
                "type": "http",
                "bind_addresses": [HOST],
                "tls": False,
                # No proxy stands before it here: a header must not choose the client's address.
                "x_forwarded": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "signing_key_path": str(folder / "signing.key"),
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(media),
        "pid_file": str(folder / "homeserver.pid"),
        "admin_contact": f"mailto:it@{config.server_name}",
    }


def _database(config: HomeroomConfig) -> dict[str, Any]:
    role = DatabaseRole.SYNAPSE.value
    arguments = {
        "user": role,
        "password": config.secret(role),
        "host": config.database.host,
        "port": config.database.port,
        "dbname": config.database.name,
        "application_name": role,
        "cp_min": 2,
        "cp_max": 6,
    }
    return {"database": {"name": "psycopg2", "args": arguments}}


def _secrets(config: HomeroomConfig) -> dict[str, Any]:
    names = ("registration_shared_secret", "macaroon_secret_key", "form_secret")
    # Fewer rounds only where passwords are the sandbox's own, made up at its start.
    rounds = {"bcrypt_rounds": 10} if config.sandbox else {}
    return {**{name: config.secret(name) for name in names}, **rounds}


def _keeps_originals() -> dict[str, Any]:
    """Nothing is pruned, purged or expired by Synapse itself; nothing is sent unreadable."""
    return {
        "redaction_retention_period": None,
        "forgotten_room_retention_period": None,
        "retention": {"enabled": False},
        "media_retention": {},
        "delete_stale_devices_after": None,
        "user_ips_max_age": None,
        "encryption_enabled_by_default_for_room_type": "off",
        # Content uploaded after the verdict would be content that nobody judged.
        "max_pending_media_uploads": 0,
        "extra_well_known_client_content": {
            "io.element.e2ee": {"default": False, "force_disable": True}
        },
    }


def _stays_in_the_district() -> dict[str, Any]:
    return {
        "federation_domain_whitelist": [],
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "report_stats": False,
        "push": {"include_content": False},
        "url_preview_enabled": False,
        "turn_uris": [],
        "turn_allow_guests": False,
        "allow_public_rooms_without_auth": False,
        "allow_public_rooms_over_federation": False,
        "enable_room_list_search": False,
        "require_auth_for_profile_requests": True,
        "limit_profile_requests_to_users_who_share_rooms": True,
        "user_directory": {"enabled": True, "search_all_users": False},
    }


def _school_accounts_only() -> dict[str, Any]:
    return {
        "enable_registration": False,
        "allow_guest_access": False,
        "enable_3pid_lookup": False,
        "enable_3pid_changes": False,
        "login_via_existing_session": {"enabled": False},
    }


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
        "namespaces": {"users": [{"exclusive": False, "regex": "@.*"}], "rooms": [], "aliases": []},
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
        },
        "root": {"level": "WARNING", "handlers": ["console"]},
        "disable_existing_loggers": False,
    }


def _write_signing_key(file: Path) -> None:
    """An Ed25519 seed in the form that Synapse generates; an existing key stays."""
    if not file.exists():
        seed = base64.b64encode(random.token_bytes(32)).decode().rstrip("=")
        write_private(file, f"ed25519 a_{random.token_hex(2)} {seed}\n")
