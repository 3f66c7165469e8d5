"""A file's key beside it stays readable while the keys that wrap it are made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from homeroom.archive.files.chunks import UndecryptableError, new_key
from homeroom.archive.files.envelope import read_key, rewrap, wrap_beside
from homeroom.archive.files.keyring import KeyId, Keyring

PERIOD = "general-2026-11"


@dataclass(frozen=True, slots=True)
class Interrupted(Keyring):
    """Somebody acts in the moment between taking the newest key and writing what it wraps."""

    act: Callable[[KeyId], None]

    def wrap(self, key_id: KeyId, data_key: bytes, about: bytes) -> bytes:
        try:
            return Keyring.wrap(self, key_id, data_key, about)
        finally:
            self.act(key_id)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files" / "1.sealed"


def test_a_rotation_between_wrapping_and_writing_loses_no_key(
    keyring: Keyring, place: Path
) -> None:
    key = new_key()

    def rotate(wrapped_by: KeyId) -> None:
        if wrapped_by.version == 1:
            keyring.renew(PERIOD)
            assert rewrap(place.parent, keyring) == 0
            keyring.destroy(wrapped_by)

    wrap_beside(place, Interrupted(keyring.folder, rotate), PERIOD, key)
    assert read_key(place, keyring) == key


def test_a_rotation_afterwards_wraps_it_anew(keyring: Keyring, place: Path) -> None:
    key = new_key()
    wrap_beside(place, keyring, PERIOD, key)
    old = keyring.current(PERIOD)
    keyring.renew(PERIOD)
    assert rewrap(place.parent, keyring) == 1
    keyring.destroy(old)
    assert read_key(place, keyring) == key


def test_a_destroyed_key_is_gone(keyring: Keyring, place: Path) -> None:
    wrap_beside(place, keyring, PERIOD, new_key())
    keyring.destroy_period(PERIOD)
    with pytest.raises(UndecryptableError, match="was destroyed"):
        read_key(place, keyring)


def test_the_key_of_one_file_opens_no_other(keyring: Keyring, place: Path) -> None:
    wrap_beside(place, keyring, PERIOD, new_key())
    other = place.with_name("2.sealed")
    (place.parent / "1.sealed.key").rename(place.parent / "2.sealed.key")
    with pytest.raises(UndecryptableError):
        read_key(other, keyring)
