"""What `make` installs with, on a machine that has only Python: one line where it cannot work.

That it installs everything on a bare system is shown by `.ci/fresh_machine.sh`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with nothing to install, in a folder whose name no narrow locale has."""
    folder = tmp_path / "Señora Ångström's clone"
    shutil.copytree(REPOSITORY / "deploy" / "bootstrap", folder / "deploy" / "bootstrap")
    (folder / "homeroom").mkdir()
    (folder / "homeroom" / "__main__.py").write_text("print('here')\n")
    (folder / "lock.txt").write_text("# nothing\n")
    return folder


def bootstrap(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "deploy/bootstrap/bootstrap.py", "lock.txt", *arguments]
    return subprocess.run(
        command, cwd=clone, env=narrow(), capture_output=True, text=True, check=False
    )


def narrow() -> dict[str, str]:
    """An environment whose locale is not there, so that its letters are ASCII's."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "1"}


def test_it_makes_an_environment_that_finds_the_repository(clone: Path) -> None:
    made = bootstrap(clone)
    assert made.returncode == 0, made.stderr
    command = clone / ".venv" / "bin" / "homeroom"
    environment = {name: value for name, value in narrow().items() if name != "PYTHONUTF8"}
    said = subprocess.run(
        [command], env=environment, capture_output=True, text=True, check=False, cwd="/"
    )
    assert said.stdout == "here\n", said.stderr


def test_a_folder_that_cannot_be_made_is_one_line_that_says_so(clone: Path) -> None:
    made = bootstrap(clone, "--venv", str(clone / "lock.txt" / "below-a-file"))
    assert made.returncode == 1
    assert "Traceback" not in made.stderr
    assert "could not be made" in made.stderr.splitlines()[-1]


def test_another_pip_than_the_one_pinned_is_not_run(clone: Path) -> None:
    (wheel,) = (clone / "deploy" / "bootstrap").glob("pip-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"x")
    made = bootstrap(clone)
    assert made.returncode == 1
    assert "checksum" in made.stderr
    assert not (clone / ".venv").exists()
