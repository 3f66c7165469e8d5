"""A full disk, a killed process: a production is there whole, or nothing is (invariant 12)."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import keeping, productions, scope, verify
from homeroom.disclosure.formats import FORMATS
from homeroom.disclosure.produce import run_production
from homeroom.disclosure.productions import Production
from homeroom.errors import HomeroomError
from tests.fixtures.small_disk import on_a_small_disk
from tests.fixtures.synapse import eventually
from tests.integration.disclosure.school import ALGEBRA, ANA, MAYA, School

FILE = "mxc://district.example/notes"
KILLED = """
import os, re, signal, sys
from pathlib import Path
from homeroom.config import load
from homeroom.disclosure.produce import run_production

data, number, event, pattern = sys.argv[1:]

def kill(name, args):
    if name == event and re.search(pattern, str(args[0])):
        os.kill(os.getpid(), signal.SIGKILL)

config = load(Path(data))
sys.addaudithook(kill)
run_production(config, int(number))
"""
MOMENTS = [
    # while the records are written; while the formats are; before the list is signed
    *(("open", "/records.jsonl$"), ("open", "/VOL001.mbox$"), ("open", "/manifest.json$")),
    # before the folder has its name; while it is encrypted; before the encrypted file has its name
    *(("os.rename", r"\.1\.unfinished-"), ("open", r"\.1\.sealed\.unfinished$")),
    ("os.rename", r"\.1\.sealed\.unfinished$"),
    # when it is encrypted, and the plain folder is still there
    ("shutil.rmtree", "/1$"),
]


@pytest.fixture
def talk(school: School) -> School:
    school.member(MAYA, ALGEBRA, "join")
    for number in range(40):
        school.say(ANA, ALGEBRA, f"page {number} " + "and what is on it " * 20)
    school.say(MAYA, ALGEBRA, "notes.txt", url=FILE)
    school.seal()
    school.keep_file(FILE, b"what I wrote " * 1000, "notes.txt", "text/plain")
    return school


def start(talk: School, request: str, out: Path | None = None) -> Production:
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        return productions.start_production(
            connection, talk.database.config, request, by="officer", formats=FORMATS, out=out
        )


def scoped(talk: School) -> str:
    request = talk.request()
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request.id, by="officer")
    return request.id


def left(talk: School) -> list[str]:
    """Files of productions on the disk."""
    root = talk.database.data / "productions"
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


def state(talk: School, made: Production) -> tuple[str, str | None]:
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        found = productions.progress(connection, made.id)
    return found.state, found.error


def make(talk: School, request: str) -> Path:
    """A production that succeeds, and its only files."""
    made = run_production(talk.database.config, start(talk, request).id)
    with keeping.opened(talk.database.config, made) as folder:
        report = verify.check(folder)
    assert report.ok, report.problems
    parts = (
        f"{made.number}{part}.sealed{end}" for part in (".internal", "") for end in ("", ".key")
    )
    assert left(talk) == [f"{request}/{part}" for part in parts]
    return made.folder


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process grows past so many bytes: what a full disk is to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_room_nothing_is_kept_and_it_is_said_what_to_do(talk: School) -> None:
    request = scoped(talk)
    sizes = (
        20_000,  # not even for the records
        90_000,  # for the records, not for their mail
        400_000,  # for each file, not for all of them encrypted
    )
    for size in sizes:
        begun = start(talk, request)
        with files_of_at_most(size), pytest.raises(HomeroomError, match="make room and produce"):
            run_production(talk.database.config, begun.id)
        told = f"{begun.folder}: File too large; nothing was kept, make room and produce again"
        assert state(talk, begun) == ("failed", told)
        assert left(talk) == []
    make(talk, request)


@pytest.mark.proof
@pytest.mark.parametrize("size", ["40k", "400k", "1200k"])
def test_on_a_disk_that_is_really_full(talk: School, tmp_path: Path, size: str) -> None:
    request = scoped(talk)
    folder, seen = talk.database.data / "productions", tmp_path / "seen"
    words = 'folder=$1; shift; "$@" > "$0" 2>&1; find "$folder" -type f > "$0.files"'
    asked = [f"--format={name}" for name in FORMATS]
    command = [sys.executable, "-m", "homeroom", "request", "produce", request, *asked]
    command += ["--data", str(talk.database.data)]
    shell = ["sh", "-c", words, str(seen), str(folder), *command]
    with on_a_small_disk(folder, size, shell) as (process, _):
        process.wait(60)
    told = " ".join(seen.read_text().split())
    assert "No space left on device; nothing was kept, make room and produce again" in told
    assert Path(f"{seen}.files").read_text() == ""
    make(talk, request)


def kill(talk: School, begun: Production, event: str, pattern: str) -> None:
    """Make it in a process that is killed at that moment."""
    command = [sys.executable, "-c", KILLED, str(talk.database.data), str(begun.id), event, pattern]
    killed = subprocess.run(command, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()


@pytest.mark.proof
@pytest.mark.parametrize(("event", "pattern"), MOMENTS)
def test_a_killed_process_leaves_a_whole_production_or_none(
    talk: School, event: str, pattern: str
) -> None:
    request = scoped(talk)
    begun = start(talk, request)
    kill(talk, begun, event, pattern)
    eventually(lambda: state(talk, begun) == ("failed", "it was interrupted; produce again"))
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        assert productions.progress(connection, begun.id).manifest is None
    make(talk, request)
    assert not [p for p in (talk.database.data / "productions").rglob("*") if p.name[0] == "."]


@pytest.mark.proof
def test_half_a_folder_of_somebodys_choice_goes_too(talk: School, tmp_path: Path) -> None:
    request, place = scoped(talk), tmp_path / "somewhere"
    begun = start(talk, request, place / "out")
    kill(talk, begun, "open", "/VOL001.mbox$")
    (half,) = place.iterdir()
    assert half.name.startswith(f".out.unfinished-{begun.id}-")
    eventually(lambda: state(talk, begun)[0] == "failed")
    made = run_production(talk.database.config, start(talk, request, place / "out").id)
    assert [each.name for each in place.iterdir()] == ["out"]
    assert verify.check(made.folder).ok
