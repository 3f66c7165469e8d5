"""A homeserver that would forget, or tell others, does not start."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from synapse.appservice import ApplicationService
from synapse.types import UserID

from synapse_module.guard.settings import UnsafeSettingsError, check

STEWARD = "@homeroom:district.example"
SAFE: dict[str, dict[str, Any]] = {
    "retention": {"retention_enabled": False},
    "server": {
        "redaction_retention_period": None,
        "forgotten_room_retention_period": None,
        "enable_ephemeral_messages": False,
        "delete_stale_devices_after": None,
        "allow_per_room_profiles": False,
    },
    "jwt": {"jwt_enabled": False},
    "cas": {"cas_enabled": None},
    "media": {
        "media_retention_local_media_lifetime_ms": None,
        "media_retention_remote_media_lifetime_ms": None,
    },
    "push": {"push_include_content": False},
}


def service(regex: str, sender: str = "_whatsapp_bot") -> ApplicationService:
    return ApplicationService(
        token="x",
        id="bridge",
        sender=UserID.from_string(f"@{sender}:district.example"),
        namespaces={"users": [{"exclusive": True, "regex": regex}]},
    )


def homeserver(config: dict[str, dict[str, Any]], *services: ApplicationService) -> Any:
    store = SimpleNamespace(get_app_services=lambda: list(services))
    sections = {name: SimpleNamespace(**values) for name, values in config.items()}
    return SimpleNamespace(
        config=SimpleNamespace(**sections),
        hostname="district.example",
        get_datastores=lambda: SimpleNamespace(main=store),
    )


def test_a_safe_configuration_starts() -> None:
    own = service("@_whatsapp_.*:district.example")
    everybody = service("@.*", "homeroom")
    check(homeserver(SAFE, own, everybody), STEWARD)


UNSAFE: list[tuple[str, str, Any]] = [
    ("retention", "retention_enabled", True),
    ("server", "redaction_retention_period", 604_800_000),
    ("server", "forgotten_room_retention_period", 1),
    ("server", "enable_ephemeral_messages", True),
    ("server", "delete_stale_devices_after", 1),
    ("media", "media_retention_local_media_lifetime_ms", 1),
    ("media", "media_retention_remote_media_lifetime_ms", 1),
    ("push", "push_include_content", True),
    ("server", "allow_per_room_profiles", True),
    ("jwt", "jwt_enabled", True),
    ("cas", "cas_enabled", True),
]


@pytest.mark.parametrize(("section", "name", "value"), UNSAFE)
def test_what_would_forget_or_tell_does_not_start(section: str, name: str, value: Any) -> None:
    config = {**SAFE, section: {**SAFE[section], name: value}}
    with pytest.raises(UnsafeSettingsError):
        check(homeserver(config), STEWARD)


def test_a_setting_that_synapse_no_longer_has_does_not_start() -> None:
    with pytest.raises(UnsafeSettingsError, match="unknown"):
        check(homeserver({**SAFE, "push": {}}), STEWARD)


@pytest.mark.parametrize("regex", ["@.*", "@[a-z].*", "@.*:district.example", "@homeroom:.*"])
def test_a_bridge_does_not_stand_for_people(regex: str) -> None:
    with pytest.raises(UnsafeSettingsError, match="people"):
        check(homeserver(SAFE, service(regex)), STEWARD)
