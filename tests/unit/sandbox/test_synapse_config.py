"""Synapse's configuration, as Synapse itself reads it: nothing destroys, nothing leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from synapse.config.homeserver import HomeServerConfig

from homeroom.config import HomeroomConfig
from homeroom.sandbox import configuration, synapse_config
from homeroom.sandbox.ports import HOST, from_base

# Importing Synapse makes libraries of its own warn.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def config(tmp_path: Path) -> HomeroomConfig:
    ports = from_base(8008)
    written = configuration.write(tmp_path, ports, database_address=(HOST, ports.postgres))
    registration = {
        "id": "whatsapp",
        "url": "http://127.0.0.1:8011",
        "as_token": "as",
        "hs_token": "hs",
        "sender_localpart": "_whatsapp_bot",
        "namespaces": {"users": []},
    }
    file = tmp_path / "bridges" / "whatsapp" / "registration.yaml"
    file.write_text(yaml.safe_dump(registration))
    return written


@pytest.fixture
def synapse(config: HomeroomConfig) -> HomeServerConfig:
    """What Synapse makes of the file."""
    file = synapse_config.write(config, port=8008)
    read: dict[str, Any] = yaml.safe_load(file.read_text())
    read["modules"] = []  # needs a database when it is loaded; the rest does not
    parsed = HomeServerConfig()
    parsed.parse_config_dict(read, str(file.parent), str(file.parent))
    return parsed


def test_nothing_destroys_an_original(synapse: HomeServerConfig) -> None:
    assert synapse.server.redaction_retention_period is None
    assert synapse.server.forgotten_room_retention_period is None
    assert synapse.server.user_ips_max_age is None
    assert synapse.server.delete_stale_devices_after is None
    assert not synapse.server.max_event_delay_duration
    assert synapse.retention.retention_enabled is False
    assert synapse.media.media_retention_local_media_lifetime_ms is None
    assert synapse.media.media_retention_remote_media_lifetime_ms is None


def test_nothing_is_sent_that_cannot_be_read_or_was_not_judged(synapse: HomeServerConfig) -> None:
    assert synapse.room.encryption_enabled_by_default_for_room_presets == set()
    assert synapse.media.max_pending_media_uploads == 0
    assert synapse.server.extra_well_known_client_content["io.element.e2ee"] == {
        "default": False,
        "force_disable": True,
    }


def test_nothing_leaves_the_district(synapse: HomeServerConfig) -> None:
    assert synapse.push.push_include_content is False
    assert synapse.media.url_preview_enabled is False
    assert synapse.metrics.report_stats is False
    assert synapse.key.key_servers == []
    assert synapse.registration.default_identity_server is None
    assert synapse.voip.turn_uris == []
    assert synapse.federation.federation_domain_whitelist == {}
    assert synapse.server.require_auth_for_profile_requests is True
    assert synapse.server.limit_profile_requests_to_users_who_share_rooms is True
    assert synapse.roomdirectory.enable_room_list_search is False


def test_only_school_accounts(synapse: HomeServerConfig) -> None:
    assert synapse.registration.enable_registration is False
    assert synapse.registration.allow_guest_access is False
    assert synapse.registration.enable_3pid_lookup is False
    assert synapse.registration.enable_3pid_changes is False
    assert synapse.auth.login_via_existing_enabled is False


def test_one_listener_on_loopback_without_federation_or_forwarded_addresses(
    synapse: HomeServerConfig,
) -> None:
    (listener,) = synapse.server.listeners
    options = getattr(listener, "http_options", None)
    assert getattr(listener, "bind_addresses", None) == [HOST]
    assert options is not None
    assert options.x_forwarded is False
    assert [name for resource in options.resources for name in resource.names] == ["client"]


def test_the_running_login_is_not_the_owner_of_the_tables(config: HomeroomConfig) -> None:
    read = yaml.safe_load(synapse_config.write(config, port=8008).read_text())
    assert read["database"]["args"]["user"] == "homeroom_synapse"


def test_the_provisioning_service_is_sent_nothing(synapse: HomeServerConfig) -> None:
    from synapse.config.appservice import load_appservices

    services = load_appservices(
        synapse.server.server_name, synapse.appservice.app_service_config_files
    )
    (provisioning,) = (s for s in services if s.id == synapse_config.PROVISIONING)
    assert provisioning.url is None
    assert provisioning.is_interested_in_user("@student:district.example")
    assert not provisioning.is_exclusive_user("@student:district.example")


def test_files_with_secrets_are_closed_and_keys_stay(config: HomeroomConfig) -> None:
    file = synapse_config.write(config, port=8008)
    key = (config.data / "synapse" / "signing.key").read_text()
    synapse_config.write(config, port=8008)
    assert (config.data / "synapse" / "signing.key").read_text() == key
    for path in file.parent.glob("*.*"):
        assert path.stat().st_mode & 0o077 == 0, path
