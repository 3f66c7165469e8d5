"""A folder as a zip file, made while it is sent: nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 16


class _Outgoing(io.RawIOBase):
    """What the zip writer writes, until it is taken. It cannot seek, so nothing is rewritten."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def stream(folder: Path, inside: str) -> Iterator[bytes]:
    """The zip of a folder in pieces, its files below the name `inside`; memory stays flat."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as made:
        for file in sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink()):
            name = f"{inside}/{file.relative_to(folder).as_posix()}"
            with file.open("rb") as source, made.open(name, "w", force_zip64=True) as target:
                while piece := source.read(CHUNK):
                    target.write(piece)
                    yield outgoing.take()
            yield outgoing.take()
    yield outgoing.take()
