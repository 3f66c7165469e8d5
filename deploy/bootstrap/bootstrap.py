"""Makes `.venv` on a machine that has Python, git and make, and nothing else.

Neither python3-venv nor pip is needed: the environment is made without pip, and the pip that
installs the locked packages is the wheel beside this file. Only the standard library is used,
since this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
OLDEST = (3, 11)
COMMAND = """\
#!/bin/sh
export PYTHONUTF8=1
exec "$(dirname "$(readlink -f "$0")")/python" -m homeroom "$@"
"""


def main() -> int:
    """Make or renew the environment; 1 with one line on stderr where that is impossible."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", type=Path, help="the file of pinned packages to install")
    parser.add_argument("--venv", type=Path, default=REPOSITORY / ".venv")
    given = parser.parse_args()
    if sys.version_info < OLDEST:
        return _fail(f"Python {'.'.join(map(str, OLDEST))} or newer is needed")
    wanted = _fingerprint(given.lock)
    stamp = given.venv / f"installed-{given.lock.stem}"
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    try:
        return _install(given.venv, given.lock, stamp, wanted)
    except (OSError, subprocess.CalledProcessError):
        return _fail(
            f"{given.venv} could not be made; the message above says why. "
            "Clone into a folder that you may write to"
        )
    except KeyboardInterrupt:
        return _fail("interrupted; the same command does the rest")


def _install(venv: Path, lock: Path, stamp: Path, wanted: str) -> int:
    pip = _checked_pip()
    if pip is None:
        return _fail(f"the pip wheel in {HERE} does not have the checksum of pip.sha256")
    stamp.unlink(missing_ok=True)
    sys.stderr.write(f"Installing the packages of {lock.name} into {venv} …\n")
    python = _environment(venv)
    install = [str(python), str(pip / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)]
    if subprocess.run([*install, *locked], check=False).returncode != 0:
        return _fail("the packages could not be installed; pip's message above says why")
    _add_homeroom(venv, python)
    stamp.write_text(wanted)
    return 0


def _environment(venv: Path) -> Path:
    """The environment's Python; an environment whose Python is gone or too old is made anew."""
    python = venv / "bin" / "python"
    if not _new_enough(python):
        shutil.rmtree(venv, ignore_errors=True)
        command = [sys.executable, "-m", "venv", "--without-pip", str(venv)]
        subprocess.run(command, check=True)
    return python


def _new_enough(python: Path) -> bool:
    if not python.exists():
        return False
    ask = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(python), "-c", ask], check=False).returncode == 0


def _add_homeroom(venv: Path, python: Path) -> None:
    """The repository itself is on the path, and its command in `bin`.

    By a relative path: Python reads this file in the locale's encoding, and a folder's name may
    hold letters that the locale does not have.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    said = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True)
    packages = Path(said.stdout.strip())
    (packages / "homeroom.pth").write_text(f"{os.path.relpath(REPOSITORY, packages)}\n")
    command = venv / "bin" / "homeroom"
    command.write_text(COMMAND)
    command.chmod(0o755)


def _checked_pip() -> Path | None:
    digest, name = (HERE / "pip.sha256").read_text().split()
    wheel = HERE / name
    if not wheel.exists() or hashlib.sha256(wheel.read_bytes()).hexdigest() != digest:
        return None
    return wheel


def _fingerprint(lock: Path) -> str:
    """What an installation depends on: the lock, and where the repository is."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {os.fspath(REPOSITORY)}\n"


def _fail(reason: str) -> int:
    sys.stderr.write(f"bootstrap: {reason}.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
