"""Objects as files of a local folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from homeroom.archive.files.objects import Listed, MediaError, ObjectMissingError, Opened, Readable

PIECE = 1 << 20
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Folder:
    """`root/ab/cd/abcd…`: each object a file that only its owner reads."""

    root: Path

    def put(self, name: str, content: Readable, size: int) -> None:
        place = self._place(name)
        unfinished = place.with_name(f".{name}{UNFINISHED}")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(unfinished, content)
            unfinished.replace(place)
            for parent in (place.parent, place.parent.parent, self.root):
                _sync(parent)
        except OSError as error:
            raise MediaError(f"the archive's folder takes nothing: {error.strerror}") from None
        finally:
            with suppress(OSError):
                unfinished.unlink()

    def open(self, name: str) -> Opened:
        try:
            return self._place(name).open("rb")
        except FileNotFoundError:
            raise ObjectMissingError("it is not in the archive's folder") from None
        except OSError as error:
            raise MediaError(f"the archive's folder cannot be read: {error.strerror}") from None

    def exists(self, name: str) -> bool:
        return self._place(name).exists()

    def listed(self) -> Iterator[Listed]:
        for file in sorted(self.root.glob("??/??/*")) if self.root.exists() else ():
            with suppress(FileNotFoundError):
                said = file.stat()
                at = datetime.fromtimestamp(said.st_mtime, UTC)
                yield Listed(name=file.name, at=at, size=said.st_size)

    def delete(self, name: str) -> None:
        if name.endswith(UNFINISHED):
            self._place(name[1:]).with_name(name).unlink(missing_ok=True)
            return
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise MediaError(f"the archive's folder removes nothing: {error.strerror}") from None

    def _place(self, name: str) -> Path:
        return self.root / name[:2] / name[2:4] / name


def _write(file: Path, content: Readable) -> None:
    with file.open("wb") as opened:
        os.fchmod(opened.fileno(), 0o600)
        while piece := content.read(PIECE):
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
