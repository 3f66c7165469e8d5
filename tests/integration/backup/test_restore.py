"""Wipe, restore, reconcile, verify: a Homeroom that runs, and everything of it gone.

What a stolen backup reveals is looked for in the same one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest
import yaml

from homeroom.archive import backed_up
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.postgres import free_base

pytestmark = pytest.mark.proof
DEADLINE = 90.0
EARLY, LATE, AGAIN = "quetzalcoatlus early", "pteranodon late", "archaeopteryx again"
FILE_NAME, FILE = (
    "permission-slip-of-nobody.txt",
    b"The museum opens at nine for hadrosaurids.\n" * 20,
)


def homeroom(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "homeroom", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def until(true: Callable[[], Any]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@dataclass(slots=True, kw_only=True)
class Running:
    """A Homeroom that makes backups every second."""

    data: Path
    backups: Path
    safe: Path
    port_base: int
    before_it_was_lost: str = ""
    """A moment after `LATE` was said, before the machine was lost for the first time."""

    def run(self, *arguments: str, status: int = 0) -> Any:
        done = homeroom(*arguments, "--data", str(self.data))
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    def up(self) -> None:
        self.run("up", "--detach", "--port-base", str(self.port_base))

    def wipe(self) -> None:
        """As a machine is lost: killed, and nothing left of it."""
        supervisor = int((self.data / "run" / "supervisor.pid").read_text())
        pids = [*self.endpoints()["pids"].values()]
        os.kill(supervisor, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
        shutil.rmtree(self.data)
        shutil.rmtree(outside_home(self.data), ignore_errors=True)

    def endpoints(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "endpoints.json").read_text())
        return found

    def say(self, body: str, **more: Any) -> str:
        """The class's teacher says something; until it is in the archive, under a checkpoint."""
        with self.teacher() as client:
            room = self.endpoints()["classes"][0]["room_id"]
            where = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{time.time_ns()}"
            answer = client.put(where, json={"msgtype": "m.text", "body": body, **more})
            assert answer.status_code == 200, answer.text
        until(lambda: self.published() and self.found(body))
        return str(answer.json()["event_id"])

    def upload(self) -> str:
        with self.teacher() as client:
            headers = {"Content-Type": "text/plain"}
            where = f"/_matrix/media/v3/upload?filename={FILE_NAME}"
            answer = client.post(where, content=FILE, headers=headers)
            assert answer.status_code == 200, answer.text
            return str(answer.json()["content_uri"])

    def teacher(self) -> httpx.Client:
        found = self.endpoints()
        account = next(a for a in found["accounts"] if a["role"] == "teacher")
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": account["user_id"]},
            "password": account["password"],
        }
        where = f"{found['homeserver']}/_matrix/client/v3/login"
        token = httpx.post(where, json=login, timeout=30).json()["access_token"]
        shown = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=found["homeserver"], timeout=30, headers=shown)

    def found(self, words: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.run("archive", "search", words, "--json")["rows"]
        return [row for row in rows if row["kind"] == "event"]

    def published(self) -> bool:
        status = self.run("archive", "status", "--json")
        return not any(status[name] for name in ("pending", "unpublished", "media_pending"))

    def checkpoint(self, name: str) -> Path:
        """A checkpoint, taken out of the house."""
        self.run("archive", "checkpoint", "--out", str(self.safe / name))
        return self.safe / name

    def taken(self) -> None:
        """Until all that there is now is in the backup."""
        with (
            closing(psycopg2.connect(self.endpoints()["database"])) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT pg_walfile_name(pg_switch_wal())")
            segment = str((cursor.fetchone() or [""])[0])
        now = time.time()
        until(lambda: list((self.backups / "wal").glob(f"{segment}.*")))
        until(lambda: self.looked() > now)
        assert backed_up.LEFT.name in {left.name for left in (self.data / "run").iterdir()}

    def looked(self) -> float:
        port = self.port_base + 7
        said = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        lines = [line for line in said.splitlines() if line.startswith("homeroom_backup_taken")]
        return float(lines[0].split()[1]) if lines else 0.0

    def restore(self, *arguments: str, status: int) -> str:
        key = str(self.safe / "key.txt")
        where = ("--from", str(self.backups), "--key", key)
        return str(self.run("restore", *where, *arguments, status=status))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("district")
    made = Running(
        data=folder / "data",
        backups=folder / "backups",
        safe=folder / "safe",
        port_base=free_base(),
    )
    for each in (made.data, made.backups, made.safe):
        each.mkdir(mode=0o700)
    chosen = {
        "backup": {"folder": str(made.backups), "seconds": 1},
        "archive": {"publish_seconds": 1},
    }
    (made.data / "homeroom.yaml").write_text(yaml.safe_dump(chosen))
    try:
        made.up()
        yield made
    finally:
        homeroom("down", "--data", str(made.data))
        shutil.rmtree(outside_home(made.data), ignore_errors=True)


def planted(running: Running) -> dict[str, bytes]:
    """What somebody who steals a backup would look for."""
    data, found = running.data, running.endpoints()
    secrets = (data / "secrets").iterdir()
    keys = [data / "keys" / "checkpoint.key", *(data / "keys" / "media").glob("*.key")]
    return {
        "words": EARLY.split(maxsplit=1)[0].encode(),
        "a file": FILE[:30],
        "a file's name": FILE_NAME.encode(),
        "a name": found["accounts"][0]["name"].encode(),
        "an account": found["accounts"][-1]["user_id"].encode(),
        "a number": found["guardians"][0]["phone"].encode(),
        **{f"secrets/{file.name}": file.read_bytes().strip() for file in secrets},
        **{f"keys/{file.name}": file.read_bytes().split()[-1] for file in keys},
        "the recovery key": (data / "keys" / "backup.key").read_bytes().split(b": ")[1].strip(),
    }


def test_a_backup_is_restored_to_a_time_and_what_is_missing_is_named(running: Running) -> None:
    running.run("backup", "key", "--out", str(running.safe / "key.txt"))
    file = running.upload()
    running.say(EARLY)
    running.say(FILE_NAME, msgtype="m.file", filename=FILE_NAME, url=file)
    until(lambda: running.run("backup", "list", "--json")["bases"])
    early = running.checkpoint("early.txt")
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    lost = running.say(LATE)
    late = running.checkpoint("late.txt")
    running.taken()
    running.before_it_was_lost = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")

    # What a stolen backup reveals: every byte of it.
    looked_for, bytes_seen = planted(running), 0
    for each in running.backups.rglob("*"):
        if each.is_file():
            content = each.read_bytes()
            bytes_seen += len(content)
            told = [what for what, value in looked_for.items() if value in content]
            assert told == [], each
            assert not any(value.decode() in each.name for value in (looked_for["words"],))
    assert bytes_seen > 1_000_000

    # Nothing is restored over what is there.
    assert "is not empty" in homeroom(
        "restore", "--from", str(running.backups), "--key", str(running.safe / "key.txt"),
        "--data", str(running.data),
    ).stderr  # fmt: skip
    running.wipe()
    shown = running.restore("--to", moment, "--dry-run", status=0)
    assert "segments" in shown
    assert not running.data.exists()
    said = running.restore("--to", moment, "--against", str(late), status=1)
    assert "MISSING: entries" in said

    running.up()
    assert running.found(EARLY)
    assert not running.found(LATE)
    with running.teacher() as client:
        room = running.endpoints()["classes"][0]["room_id"]
        assert client.get(f"/_matrix/client/v3/rooms/{room}/event/{lost}").status_code == 404
        media = file.removeprefix("mxc://")
        kept = client.get(f"/_matrix/client/v1/media/download/{media}")
        assert kept.content == FILE
    running.run("archive", "reconcile")
    running.run("archive", "verify")
    running.run("archive", "verify", "--against", str(early))
    named = running.run("archive", "verify", "--against", str(late), status=1)
    assert "were lost when a backup was restored" in named
    (recovery,) = running.run("archive", "search", "--kind", "recovery", "--json")["rows"]
    assert "were lost" in recovery["text"]


def test_it_goes_on_and_is_restored_again_whole(running: Running) -> None:
    """A new timeline, a new epoch of the log, a new whole backup: nothing of it is missing."""
    running.say(AGAIN)
    until(lambda: len(running.run("backup", "list", "--json")["bases"]) > 1)
    running.taken()
    outside = running.checkpoint("again.txt")
    running.taken()
    running.wipe()
    said = running.restore("--against", str(outside), status=0)
    assert "MISSING" not in said
    running.up()
    assert running.found(EARLY)
    assert running.found(AGAIN)
    running.run("archive", "verify", "--against", str(outside))
    running.run("archive", "reconcile")


def test_what_an_earlier_restore_left_out_can_still_be_brought_back(running: Running) -> None:
    """A restore to the wrong moment is no end: the log that it did not follow is there."""
    running.wipe()
    said = running.restore("--to", running.before_it_was_lost, status=1)
    assert "MISSING: entries" in said  # Of the epoch that the first restore began.
    running.up()
    assert running.found(EARLY)
    assert running.found(LATE)
    assert not running.found(AGAIN)
    running.run("archive", "reconcile")
    running.run("archive", "verify")
