"""Files as an older Homeroom kept them: as they are, under their hash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from homeroom.archive.files.objects import MediaError, ObjectMissingError

PIECE = 1 << 20
NAME = re.compile(r"[0-9a-f]{64}")
PLACES = "[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"


def place(folder: Path, sha256: bytes) -> Path:
    """Where the bytes with this hash would be."""
    name = sha256.hex()
    return folder / name[:2] / name[2:4] / name


def found(folder: Path) -> Iterator[tuple[bytes, Path]]:
    """The files that are still there, each with the hash that it is named by."""
    for file in folder.glob(PLACES):
        if NAME.fullmatch(file.name):
            yield bytes.fromhex(file.name), file


def read(folder: Path, sha256: bytes) -> Iterator[bytes]:
    """The bytes of such a file, in pieces."""
    try:
        with place(folder, sha256).open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece
    except FileNotFoundError:
        raise ObjectMissingError("it is not in the archive's folder") from None
    except OSError as error:
        raise MediaError(f"the archive's folder cannot be read: {error.strerror}") from None
