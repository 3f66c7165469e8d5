"""With a Matrix Authentication Service, Synapse starts only where a gateway asks."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from synapse.config import ConfigError
from synapse.config.homeserver import HomeServerConfig

from homeroom.config import GatewaySection, load
from homeroom.sandbox import configuration, synapse_config
from homeroom.sandbox.ports import HOST, from_base
from synapse_module import delegation
from tests.fixtures.synapse import settle


def read(data: Path, **changed: Any) -> HomeServerConfig:
    """The district's settings as Synapse reads them, with these changes."""
    ports = from_base(8008)
    configuration.write(data, ports, database_address=(HOST, ports.postgres))
    settle(data, bridges={}, sandbox=False)
    file = synapse_config.write(load(data), port=8008)
    made = {**yaml.safe_load(file.read_text()), "modules": [], **changed}
    parsed = HomeServerConfig()
    parsed.parse_config_dict(made, str(data), str(data))
    return parsed


MAS = {"enabled": True, "endpoint": "http://127.0.0.1:8080", "secret": "secret"}


def test_without_one_there_is_nothing_to_say(tmp_path: Path) -> None:
    delegation.check(read(tmp_path), GatewaySection())


def test_with_one_and_no_gateway_synapse_does_not_start(tmp_path: Path) -> None:
    config = read(tmp_path, matrix_authentication_service=MAS)
    with pytest.raises(ConfigError, match=r"each request .*gateway\.authorizes"):
        delegation.check(config, GatewaySection())


def test_with_both_it_says_what_the_gateway_checks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = read(tmp_path, matrix_authentication_service=MAS)
    with caplog.at_level(logging.WARNING):
        delegation.check(config, GatewaySection(authorizes=True))
    assert "on the roster" in caplog.text
    assert "trusted network" in caplog.text
