"""The module's own checks stand between a careless configuration and a running Synapse."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from synapse.config import ConfigError
from synapse.module_api import ModuleApi

from synapse_module import module
from synapse_module.config import ModuleConfig
from synapse_module.guard.contract import Pin, UntestedSynapseError
from synapse_module.guard.settings import UnsafeSettingsError
from synapse_module.module import HomeroomModule
from tests.unit.module.test_delegation import MAS, read

CAS = {"enabled": True, "server_url": "https://cas.district.example"}
JWT = {"enabled": True, "secret": "secret", "algorithm": "HS256"}


def start(data: Path, **changed: Any) -> None:
    """As Synapse makes the module, with its own reading of these settings."""
    hs = SimpleNamespace(
        config=read(data, **changed),
        hostname="district.example",
        get_datastores=lambda: SimpleNamespace(main=SimpleNamespace(get_app_services=list)),
    )
    api = SimpleNamespace(
        _hs=hs, get_qualified_user_id=lambda name: f"@{name}:district.example", worker_name=None
    )
    HomeroomModule(ModuleConfig(data=data), cast(ModuleApi, api))


CARELESS: list[tuple[str, Any]] = [
    ("allow_per_room_profiles", True),
    ("jwt_config", JWT),
    ("cas_config", CAS),
    ("retention", {"enabled": True}),
    ("push", {"include_content": True}),
]


@pytest.mark.parametrize(("setting", "value"), CARELESS)
def test_synapse_does_not_start_with_a_careless_setting(
    tmp_path: Path, setting: str, value: Any
) -> None:
    with pytest.raises(UnsafeSettingsError, match=setting):
        start(tmp_path, **{setting: value})


def test_synapse_does_not_start_where_it_is_not_the_one_that_was_tested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Pin(place="synapse.handlers.auth:AuthHandler", digest="0", why="a test")
    monkeypatch.setattr(module, "PINS", (other,))
    with pytest.raises(UntestedSynapseError, match="AuthHandler"):
        start(tmp_path)


def test_synapse_does_not_start_where_a_sign_in_would_be_checked_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gateway\.authorizes"):
        start(tmp_path, matrix_authentication_service=MAS)
