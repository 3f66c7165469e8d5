"""The recovery key: the one thing that opens a district's backups, and is in none of them.

It lies in `DIR/keys/backup.key`, and its copy in a safe: a line that can be printed and typed in.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from homeroom.archive.files.chunks import KEY_SIZE, new_key
from homeroom.archive.publish import write_durably
from homeroom.errors import InputError

LINE = re.compile(r"homeroom recovery key (\d+) of ([a-z][a-z0-9-]*): ([A-Z2-7 ]+)")
CHECK = 4
"""Bytes by which a mistyped key is known."""
GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryKey:
    """One key; a rotation makes the next number."""

    number: int
    district: str
    key: bytes = field(repr=False)

    def line(self) -> str:
        """As it is kept in a safe, in groups of four that can be read aloud."""
        text = base64.b32encode(self.key + _check(self.key)).decode().rstrip("=")
        groups = [text[start : start + GROUP] for start in range(0, len(text), GROUP)]
        return f"homeroom recovery key {self.number} of {self.district}: {' '.join(groups)}"

    @classmethod
    def parse(cls, text: str) -> RecoveryKey:
        """The key of a line; `InputError` where it is none, or was mistyped."""
        match = LINE.fullmatch(" ".join(text.split()))
        if match is None:
            raise InputError("this is no recovery key; give the file or line as it was kept")
        plain = match[3].replace(" ", "")
        try:
            held = base64.b32decode(plain + "=" * (-len(plain) % 8))
        except ValueError:
            held = b""
        key, check = held[:KEY_SIZE], held[KEY_SIZE:]
        if len(key) != KEY_SIZE or check != _check(key):
            raise InputError("the recovery key was mistyped: compare each group with its copy")
        return cls(number=int(match[1]), district=match[2], key=key)


def load(file: Path) -> RecoveryKey:
    """The key of a file; `InputError` says what is wrong with it."""
    try:
        return RecoveryKey.parse(file.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{file}: cannot be read as a recovery key; run as its owner") from None


def load_or_create(file: Path, district: str) -> RecoveryKey:
    """The district's key, made where there is none."""
    if not file.exists():
        write(file, RecoveryKey(number=1, district=district, key=new_key()))
    return load(file)


def following(old: RecoveryKey) -> RecoveryKey:
    """The next key of a district."""
    return RecoveryKey(number=old.number + 1, district=old.district, key=new_key())


def write(file: Path, key: RecoveryKey) -> None:
    """Write a key, whole and closed to others, on the disk before this returns."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.umask(0o077)
    try:
        write_durably(file, key.line() + "\n")
    finally:
        os.umask(before)


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"homeroom recovery key\n" + key).digest()[:CHECK]
