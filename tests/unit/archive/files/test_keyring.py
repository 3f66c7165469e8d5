"""Keys of a class and month: closed to others, renewed without loss, destroyed for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from homeroom.archive.files.chunks import UndecryptableError, new_key
from homeroom.archive.files.keyring import KeyGoneError, KeyId, Keyring, period_of
from homeroom.errors import InputError

PERIOD = period_of("general", datetime(2026, 11, 30, 23, tzinfo=UTC))
ABOUT = bytes(32)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys" / "media")


def test_a_month_has_one_key_and_each_file_is_closed_to_others(keyring: Keyring) -> None:
    first = keyring.current(PERIOD)
    assert (first, keyring.current(PERIOD)) == (KeyId("general-2026-11", 1), first)
    assert KeyId.parse(str(first)) == first
    modes = {file.name: file.stat().st_mode & 0o777 for file in keyring.folder.iterdir()}
    assert modes == {".lock": 0o600, "master-1.key": 0o600, "general-2026-11.1.key": 0o600}
    assert keyring.folder.stat().st_mode & 0o077 == 0


def test_a_wrapped_key_is_for_one_file_under_one_key(keyring: Keyring) -> None:
    first, other = keyring.current(PERIOD), keyring.current("general-2026-12")
    data_key = new_key()
    wrapped = keyring.wrap(first, data_key, ABOUT)
    assert data_key not in wrapped
    assert keyring.unwrap(first, wrapped, ABOUT) == data_key
    for key_id, about, tried in [
        (other, ABOUT, wrapped),
        (first, bytes([1]) * 32, wrapped),
        (first, ABOUT, wrapped[:-1] + bytes([wrapped[-1] ^ 1])),
        (first, ABOUT, b""),
    ]:
        with pytest.raises(UndecryptableError):
            keyring.unwrap(key_id, tried, about)


def test_a_destroyed_key_opens_nothing_and_never_comes_back(keyring: Keyring) -> None:
    first = keyring.current(PERIOD)
    wrapped = keyring.wrap(first, new_key(), ABOUT)
    keyring.destroy_period(PERIOD)
    with pytest.raises(KeyGoneError, match="was destroyed"):
        keyring.unwrap(first, wrapped, ABOUT)
    assert keyring.current(PERIOD) == KeyId(PERIOD, 2)
    with pytest.raises(KeyGoneError):
        keyring.unwrap(first, wrapped, ABOUT)
    with pytest.raises(KeyGoneError, match="is missing"):
        keyring.unwrap(KeyId("general-2020-01", 1), wrapped, ABOUT)


def test_a_new_master_opens_what_the_old_one_wrapped(keyring: Keyring) -> None:
    first = keyring.current(PERIOD)
    data_key = new_key()
    wrapped = keyring.wrap(first, data_key, ABOUT)
    old = (keyring.folder / "master-1.key").read_text()
    assert keyring.renew_master() == 2
    assert keyring.unwrap(first, wrapped, ABOUT) == data_key
    assert not (keyring.folder / "master-1.key").exists()
    assert not [file for file in keyring.folder.iterdir() if old in file.read_text()]


class Killed(Keyring):
    """Ends in the middle: after one write, the new master's."""

    def _write(self, file: Path, content: str) -> None:
        if not file.name.startswith("master-"):
            raise KeyboardInterrupt
        super()._write(file, content)


def test_a_renewal_killed_in_the_middle_loses_nothing(keyring: Keyring) -> None:
    ids = [keyring.current(PERIOD), keyring.current("general-2026-12")]
    data_key = new_key()
    wrapped = [keyring.wrap(each, data_key, ABOUT) for each in ids]
    with pytest.raises(KeyboardInterrupt):
        Killed(keyring.folder).renew_master()
    for _ in range(2):
        for each, key in zip(ids, wrapped, strict=True):
            assert keyring.unwrap(each, key, ABOUT) == data_key
        keyring.renew_master()
    assert sorted(file.name for file in keyring.folder.glob("master-*")) == ["master-4.key"]


def test_a_lost_master_is_no_reason_for_a_new_one(keyring: Keyring) -> None:
    first = keyring.current(PERIOD)
    wrapped = keyring.wrap(first, new_key(), ABOUT)
    (keyring.folder / "master-1.key").unlink()
    with pytest.raises(KeyGoneError, match="master key 1 is missing"):
        keyring.unwrap(first, wrapped, ABOUT)
    with pytest.raises(InputError, match="master key is missing"):
        keyring.current("general-2027-01")
