"""An encrypted file with its wrapped data key in a small file beside it, for what has no database.

The key is wrapped by that of a class and month, as the archive's files are: so a rotation writes
the small file anew, and the large one never.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from homeroom.archive.files.chunks import UndecryptableError
from homeroom.archive.files.keyring import KeyGoneError, KeyId, Keyring
from homeroom.archive.publish import write_durably

KEY = ".key"


def wrap_beside(place: Path, keyring: Keyring, period: str, key: bytes) -> None:
    """Keep the data key of a file that is about to be written, on the disk before this returns.

    A rotation beside may have looked through the folder before it was there: then what it is
    wrapped by is not its period's newest key any more, and it is wrapped once more.
    """
    wrapped_by = None
    while (newest := keyring.current(period)) != wrapped_by:
        with suppress(KeyGoneError):
            wrapped = keyring.wrap(newest, key, _about(place))
            write_durably(_beside(place), f"{newest}\n{wrapped.hex()}\n")
            wrapped_by = newest


def read_key(place: Path, keyring: Keyring) -> bytes:
    """The data key of a file; `UndecryptableError` where it is gone, or another file's."""
    try:
        key_id, wrapped = _beside(place).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        raise UndecryptableError(f"{place.name}: its key is missing") from None
    return keyring.unwrap(KeyId.parse(key_id), bytes.fromhex(wrapped), _about(place))


def forget_key(place: Path) -> None:
    """Without it nothing can read the file, in any copy."""
    _beside(place).unlink(missing_ok=True)


def rewrap(root: Path, keyring: Keyring) -> int:
    """Wrap by its period's newest key each data key below a folder; how many were not."""
    done = 0
    for file in _keys(root):
        old = KeyId.parse(file.read_text(encoding="ascii").split()[0])
        if keyring.current(old.period) != old:
            place = file.with_name(file.name.removesuffix(KEY))
            wrap_beside(place, keyring, old.period, read_key(place, keyring))
            done += 1
    return done


def _keys(root: Path) -> Iterator[Path]:
    yield from (file for file in sorted(root.rglob(f"*{KEY}")) if not file.name.startswith("."))


def _beside(place: Path) -> Path:
    return place.with_name(place.name + KEY)


def _about(place: Path) -> bytes:
    """Its own name and its folder's: the key of one file does not open another."""
    return hashlib.sha256(f"{place.parent.name}/{place.name}".encode()).digest()
