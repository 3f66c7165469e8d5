"""A data folder: secrets that stay, versions that go forward, ports that do not clash."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

import homeroom
from homeroom.errors import InputError
from homeroom.sandbox import configuration
from homeroom.sandbox.ports import HOST, free, from_base


def test_secrets_are_closed_random_and_stay(tmp_path: Path) -> None:
    ports = from_base(8008)
    first = configuration.write(tmp_path, ports, database_address=(HOST, ports.postgres))
    secrets = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert len(set(secrets.values())) == len(secrets)
    again = configuration.write(tmp_path, ports, database_address=(HOST, ports.postgres))
    assert again == first
    assert {f.name: f.read_text() for f in (tmp_path / "secrets").iterdir()} == secrets
    for file in [tmp_path / "homeroom.yaml", *(tmp_path / "secrets").iterdir()]:
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.parametrize(
    "there",
    [
        "0.0.9",  # an older one is upgraded
        homeroom.__version__,
    ],
)
def test_an_older_or_equal_folder_is_taken(tmp_path: Path, there: str) -> None:
    (tmp_path / "version").write_text(there + "\n")
    configuration.check_version(tmp_path)


@pytest.mark.parametrize(
    "there",
    [
        "99.0.0",
        "0.100.0",  # compared as numbers, not as text
    ],
)
def test_a_newer_folder_is_refused(tmp_path: Path, there: str) -> None:
    (tmp_path / "version").write_text(there + "\n")
    with pytest.raises(InputError, match=f"last used by Homeroom {there}"):
        configuration.check_version(tmp_path)


def test_the_ports_are_in_a_row() -> None:
    ports = from_base(9000)
    assert (ports.homeserver, ports.portal, ports.postgres) == (9000, 9001, 9002)
    assert (ports.whatsapp, ports.whatsapp_sandbox, ports.archiver) == (9003, 9004, 9005)


def test_a_port_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        assert not free(other.getsockname()[1])
