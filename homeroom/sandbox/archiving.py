"""PostgreSQL hands its write-ahead log over, a segment at a time, to `homeroom.backup`.

The server runs as a user of its own, who has no key: it copies each finished segment to a folder of
its own, on the disk that it is on already, from where the backup takes it, encrypts and removes it.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from homeroom.sandbox.service_user import ServiceUser

HANDED_OVER = "wal"
LONGEST_SECONDS = 60
"""A segment is handed over after so long, if anything was written, though it is not full."""


def handed_over(home: Path) -> Path:
    """The folder of segments that wait to be backed up."""
    return home / HANDED_OVER


def settings(home: Path) -> dict[str, str]:
    """What the server is started with. The server keeps each segment until this has worked."""
    folder = str(handed_over(home)).replace("%", "%%")
    part, whole = shlex.quote(f"{folder}/") + ".%f", shlex.quote(f"{folder}/") + "%f"
    return {
        "archive_mode": "on",
        "archive_timeout": f"{LONGEST_SECONDS}s",
        "archive_command": f"cp %p {part} && sync {part} && mv -f {part} {whole}",
    }


def make_folder(home: Path, user: ServiceUser | None) -> None:
    """The folder, closed to all but the server and us."""
    folder = handed_over(home)
    folder.mkdir(mode=0o700, exist_ok=True)
    if user is not None:
        os.chown(folder, user.uid, user.gid)
