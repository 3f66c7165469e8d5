"""The system user that PostgreSQL runs as when Homeroom itself was started as root.

PostgreSQL refuses to run as root, and root's home is closed to others: so as root the cluster
(and a copy of the wheel's programs) live in a folder of that user's own, outside any home.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "homeroom-postgres"
ROOT = Path("/var/lib/homeroom")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUser:
    """An unprivileged system user, by its numbers."""

    name: str
    uid: int
    gid: int

    def home(self, data: Path) -> Path:
        """The user's own folder for the data folder `data`, made if missing, closed to others.

        The way to it is open whatever the caller's umask: the user has to walk it.
        """
        folder = outside_home(data)
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o755)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder


def service_user() -> ServiceUser | None:
    """The user for PostgreSQL, made if missing; None where Homeroom does not run as root."""
    if os.geteuid() != 0:
        return None
    return _known(NAME) or _made(NAME) or _known("nobody")


def outside_home(data: Path) -> Path:
    """Where root keeps what belongs to the data folder `data` but must lie outside a home."""
    return ROOT / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def become(user: ServiceUser | None, *, death_signal: str = "") -> list[str]:
    """The start of a command line: run as `user`, and get `death_signal` if the parent dies.

    `setpriv` is part of util-linux, which every Debian has. Where there is none (no Linux) and
    no user is to be taken on, the command runs as it is.
    """
    setpriv = shutil.which("setpriv")
    words: list[str] = []
    if user is not None:
        words += [f"--reuid={user.uid}", f"--regid={user.gid}", "--clear-groups"]
    if death_signal:
        words += ["--pdeathsig", death_signal]
    if setpriv is None:
        return []
    return [setpriv, *words, "--"] if words else []


def let_others_read(tree: Path) -> None:
    """Open copied programs to the user: an umask of 077 closes what pip installs for root."""
    for path in (tree, *tree.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def _known(name: str) -> ServiceUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return ServiceUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def _made(name: str) -> ServiceUser | None:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if useradd is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    subprocess.run(
        [useradd, *options, "--home-dir", str(ROOT), name], check=False, capture_output=True
    )
    return _known(name)
