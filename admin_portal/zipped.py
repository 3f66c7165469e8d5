"""Files as a zip file, made while it is sent: nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain


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


File = tuple[str, Iterable[bytes]]


def stream(files: Iterable[File], inside: str, beside: Iterable[File] = ()) -> Iterator[bytes]:
    """The zip of some files in pieces, all below the name `inside`; memory stays flat.

    Those of `beside` lie outside of that folder, which is signed as it is.
    """
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as made:
        named = ((f"{inside}/{path}", pieces) for path, pieces in files)
        for path, pieces in chain(named, beside):
            with made.open(path, "w", force_zip64=True) as target:
                for piece in pieces:
                    target.write(piece)
                    yield outgoing.take()
            yield outgoing.take()
    yield outgoing.take()
