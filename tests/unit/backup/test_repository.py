"""A repository gives back what was put, to whoever has the key, and says nothing to others."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from homeroom.archive.files.chunks import CHUNK, UndecryptableError
from homeroom.backup import files, recovery_key, repository
from homeroom.backup.recovery_key import RecoveryKey
from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError, InputError

DISTRICT = "demo"
SAID = b"they said quetzalcoatlus"


@pytest.fixture
def key(tmp_path: Path) -> RecoveryKey:
    return recovery_key.load_or_create(tmp_path / "safe" / "backup.key", DISTRICT)


@pytest.fixture
def held(tmp_path: Path, key: RecoveryKey) -> repository.Repository:
    (tmp_path / "held").mkdir()
    return repository.create_or_open(tmp_path / "held", key)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_put_comes_back(held: repository.Repository, size: int) -> None:
    content = random.Random(size).randbytes(size)
    name = held.put("wal/one", [content[:10], content[10:]])
    assert b"".join(held.get(name)) == content


def test_nothing_is_readable_and_a_changed_byte_is_found(held: repository.Repository) -> None:
    name = held.put("files/ab/v", [SAID])
    file = held.root / name
    assert SAID not in file.read_bytes()
    for place in (0, 30, file.stat().st_size - 1):
        raw = bytearray(file.read_bytes())
        raw[place] ^= 1
        file.write_bytes(raw)
        with pytest.raises(UndecryptableError):
            b"".join(held.get(name))
        raw[place] ^= 1
        file.write_bytes(raw)
    file.write_bytes(raw[:-1])
    with pytest.raises(UndecryptableError):
        b"".join(held.get(name))


def test_an_object_under_anothers_name_does_not_open(held: repository.Repository) -> None:
    one, two = held.put("wal/one", [b"1"]), held.put("wal/two", [b"2"])
    (held.root / one).replace(held.root / two)
    with pytest.raises(UndecryptableError):
        b"".join(held.get(two))


def test_half_an_object_is_never_there(held: repository.Repository) -> None:
    def breaks_off() -> object:
        yield SAID
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        held.put("wal/one", breaks_off())  # type: ignore[arg-type]
    assert held.names("wal") == []
    assert list((held.root / "wal").iterdir()) == []


def test_only_its_own_key_opens_it(held: repository.Repository, key: RecoveryKey) -> None:
    stranger = recovery_key.following(key)
    with pytest.raises(InputError, match="give the right one"):
        repository.open_repository(held.root, stranger)


def test_after_a_rotation_the_new_key_opens_all_and_the_old_one_nothing(
    held: repository.Repository, key: RecoveryKey
) -> None:
    before = held.put("wal/one", [SAID])
    new = recovery_key.following(key)
    repository.rotate(held.root, key, new)
    again = repository.open_repository(held.root, new)
    assert b"".join(again.get(before)) == SAID
    assert again.put("wal/two", [SAID]).endswith(".2")
    with pytest.raises(InputError, match="give the right one"):
        repository.open_repository(held.root, key)


def test_a_rotation_that_was_broken_off_is_ended(
    held: repository.Repository, key: RecoveryKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, new = held.put("wal/one", [SAID]), recovery_key.following(key)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(repository, "_add_key", killed)
        with pytest.raises(KeyboardInterrupt):
            repository.rotate(held.root, key, new)
    repository.rotate(held.root, key, new)
    assert b"".join(repository.open_repository(held.root, new).get(name)) == SAID


def test_a_folder_that_is_away_or_in_use_is_refused(tmp_path: Path, key: RecoveryKey) -> None:
    with pytest.raises(HomeroomError, match="mount the share"):
        repository.create_or_open(tmp_path / "away", key)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.txt").touch()
    with pytest.raises(InputError, match="holds something else"):
        repository.create_or_open(tmp_path / "photos", key)


def test_the_key_is_a_line_that_can_be_typed_in(key: RecoveryKey) -> None:
    assert RecoveryKey.parse(key.line()) == key
    assert RecoveryKey.parse(f"  {key.line()}\n".replace(": ", ":\n ")) == key
    last = "A" if key.line()[-20] != "A" else "B"
    mistyped = key.line()[:-20] + last + key.line()[-19:]
    with pytest.raises(InputError):
        RecoveryKey.parse(mistyped)
    with pytest.raises(InputError, match="no recovery key"):
        RecoveryKey.parse("something else")


def config(data: Path) -> HomeroomConfig:
    portal = {"host": "127.0.0.1", "port": 1}
    said = {"district": DISTRICT, "server_name": "x", "homeserver": "x", "portal": portal}
    return HomeroomConfig.model_validate(said).model_copy(update={"data": data})


def test_files_come_and_go_with_their_time(held: repository.Repository, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "archive").mkdir(parents=True)
    (data / "archive" / "first").write_bytes(SAID)
    known = files.sync(config(data), held, None, whole=True)
    noon = datetime.now(UTC)
    (data / "archive" / "first").unlink()
    (data / "second").write_bytes(b"2")
    known = files.sync(config(data), held, known)
    assert set(files.latest(held)) == set(known) == {"second"}
    evening = datetime.now(UTC)
    # What came until the look after it may be needed; what had gone before stays gone.
    assert set(files.at(held, noon)) == {"archive/first", "second"}
    assert set(files.at(held, evening)) == {"second"}
    files.bring_back(held, files.at(held, noon)["archive/first"], tmp_path / "back")
    assert (tmp_path / "back" / "archive" / "first").read_bytes() == SAID


def test_what_is_the_same_is_kept_once(held: repository.Repository, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "one").write_bytes(b"1")
    files.sync(config(data), held, None, whole=True)
    before = held.names("")
    files.sync(config(data), held, None)
    assert held.names("") == before


def test_neither_the_database_nor_the_key_goes_with_the_files(
    held: repository.Repository, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    for name in ("postgres/base/1", "wal/0001", "run/pid", "logs/x.log", "keys/backup.key"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).touch()
    for name in ("keys/checkpoint.key", "secrets/smtp", "archive/media/.abc.unfinished"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).touch()
    assert set(files.sync(config(data), held, None)) == {"keys/checkpoint.key", "secrets/smtp"}


def test_a_path_that_leads_out_is_refused(held: repository.Repository, tmp_path: Path) -> None:
    name = held.put("files/ab/v", [b"x"])
    bad = files.Version(path="../out", size=1, changed=0, mode=0o600, name=name)
    (tmp_path / "data").mkdir()
    with pytest.raises(HomeroomError, match="leads out"):
        files.bring_back(held, bad, tmp_path / "data")


def test_a_link_is_told_of_and_not_left_out(tmp_path: Path, held: repository.Repository) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "disk"
    for each in (data, elsewhere):
        each.mkdir()
    (elsewhere / "file").write_text("kept elsewhere")
    (data / "media").symlink_to(elsewhere)
    with pytest.raises(InputError, match="mount the disk there"):
        files.sync(config(data), held, None)
    (data / "media").unlink()
    (data / "productions" / ".1.unfinished-7-99").mkdir(parents=True)
    (data / "productions" / ".1.unfinished-7-99" / "records.jsonl").write_text("plain")
    assert files.sync(config(data), held, None) == {}
