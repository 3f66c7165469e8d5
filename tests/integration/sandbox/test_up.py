"""`homeroom up --detach`, `status` and `down`, as a newcomer runs them: every process for real."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from homeroom.sandbox.ports import HOST
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.changing_roster import Files
from tests.fixtures.postgres import free_base

PROCESSES = {
    "postgres",
    "synapse",
    "archiver",
    "portal",
    "steward",
    "bridge_whatsapp",
    "sandbox_whatsapp",
}
ROLES = {
    "admin",
    "it",
    "records_officer",
    "auditor",
    "counsel",
    "principal",
    "supervisor",
    "teacher",
    "student",
}
DEADLINE = 60.0


def homeroom(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, as somebody types it."""
    return subprocess.run(
        [sys.executable, "-m", "homeroom", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def until(true: Callable[[], Any]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def endpoints(data: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((data / "endpoints.json").read_text())
    return content


def status(data: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(homeroom("status", "--data", str(data), "--json").stdout)
    return content


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Homeroom that is up, in a home that is closed to everybody else."""
    folder = tmp_path_factory.mktemp("home") / "district"
    folder.parent.chmod(0o700)
    up = homeroom("up", "--detach", "--data", str(folder), "--port-base", str(free_base()))
    try:
        assert up.returncode == 0, up.stderr
        yield folder
    finally:
        homeroom("down", "--data", str(folder))
        shutil.rmtree(outside_home(folder), ignore_errors=True)


def test_every_process_is_up_under_its_name(data: Path) -> None:
    found = status(data)
    assert found["ready"] is True
    assert {row["name"] for row in found["processes"]} == PROCESSES
    assert {row["state"] for row in found["processes"]} == {"running"}
    pids = {row["name"]: row["pid"] for row in found["processes"]}
    assert endpoints(data)["pids"] == pids
    for name, pid in pids.items():
        assert int((data / "run" / f"{name}.pid").read_text()) == pid
        assert alive(pid)


def test_endpoints_say_where_everything_is_and_are_closed_to_others(data: Path) -> None:
    found = endpoints(data)
    assert stat.S_IMODE((data / "endpoints.json").stat().st_mode) == 0o600
    assert {account["role"] for account in found["accounts"]} == ROLES
    first = found["classes"][0]
    assert first["room_id"]
    assert len(first["students"]) >= 2
    accounts = {account["user_id"] for account in found["accounts"]}
    assert {first["teacher"], *first["students"]} <= accounts
    assert found["guardians"][0]["phone"].startswith("+1")
    whatsapp = found["bridges"]["whatsapp"]
    assert {"webhook", "sandbox", "log", "app_secret", "verify_token", "token"} <= set(whatsapp)
    with psycopg2.connect(found["database"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry.current")
        assert cursor.fetchone() != (0,)
    connection.close()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_demo_account_of_each_role_signs_in(data: Path, role: str) -> None:
    found = endpoints(data)
    account = next(a for a in found["accounts"] if a["role"] == role)
    answer = httpx.post(
        f"{found['homeserver']}/_matrix/client/v3/login",
        json={
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": account["user_id"]},
            "password": account["password"],
        },
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["user_id"] == account["user_id"]


@pytest.mark.parametrize("name", sorted(PROCESSES))
def test_a_killed_process_comes_back_and_the_files_stay_true(data: Path, name: str) -> None:
    until(lambda: status(data)["ready"])
    before = endpoints(data)["pids"][name]
    os.kill(before, signal.SIGKILL)
    until(lambda: endpoints(data)["pids"].get(name, before) != before and status(data)["ready"])
    row = next(row for row in status(data)["processes"] if row["name"] == name)
    assert row["restarts"] >= 1
    assert endpoints(data)["pids"][name] == row["pid"]


def test_a_new_class_has_its_room_in_seconds(data: Path, tmp_path: Path) -> None:
    """While the steward still fills the rooms of the first start: a decision does not wait."""
    until(lambda: status(data)["ready"])
    teacher = next(a for a in endpoints(data)["accounts"] if a["roster_id"] == "emp-021")
    rooms = signed_in(endpoints(data)["homeserver"], teacher)
    files = Files.of_the_demo()
    files.add_class("class-90", "Physics 12", "emp-021", "stu-0201")
    assert imported(data, files, tmp_path / "new")
    began = time.monotonic()
    until(lambda: "Physics 12" in rooms())
    came = time.monotonic() - began
    files.remove("enrollments.csv", "class-90-emp-021")
    files.enroll("class-90", "emp-022", "teacher")
    assert imported(data, files, tmp_path / "moved")
    began = time.monotonic()
    until(lambda: "Physics 12" not in rooms())
    gone = time.monotonic() - began
    assert imported(data, Files.of_the_demo(), tmp_path / "old")
    assert max(came, gone) < 15, (came, gone)  # five seconds, on a machine that does nothing else


def signed_in(homeserver: str, account: dict[str, Any]) -> Callable[[], list[str]]:
    """The names of the rooms that an account has joined."""
    client = f"{homeserver}/_matrix/client/v3"
    password = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": account["user_id"]},
        "password": account["password"],
    }
    token = httpx.post(f"{client}/login", json=password).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    def names() -> list[str]:
        joined = httpx.get(f"{client}/joined_rooms", headers=headers).json()["joined_rooms"]
        states = (f"{client}/rooms/{room}/state/m.room.name" for room in joined)
        return [httpx.get(state, headers=headers).json().get("name", "") for state in states]

    return names


def imported(data: Path, files: Files, folder: Path) -> bool:
    done = homeroom("roster", "import", str(files.write(folder)), "--data", str(data), "--confirm")
    return done.returncode == 0


def test_a_second_start_in_the_same_folder_is_refused(data: Path) -> None:
    second = homeroom("up", "--data", str(data), "--port-base", str(free_base()))
    assert second.returncode == 2
    assert "already" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_down_ends_all_and_a_warm_start_is_quick_and_changes_nothing(data: Path) -> None:
    before = endpoints(data)
    pids = list(before["pids"].values())
    assert homeroom("down", "--data", str(data)).returncode == 0
    assert not any(alive(pid) for pid in pids)
    assert homeroom("status", "--data", str(data)).returncode == 1
    base = httpx.URL(before["homeserver"]).port
    began = time.monotonic()
    up = homeroom("up", "--detach", "--data", str(data), "--port-base", str(base))
    assert up.returncode == 0, up.stderr
    assert time.monotonic() - began < 60
    after = endpoints(data)
    for key in ("accounts", "classes", "guardians", "bridges", "database"):
        assert after[key] == before[key]


def test_a_port_in_use_is_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    base = free_base()
    with socket.socket() as other:
        other.bind((HOST, base + 1))
        other.listen()
        up = homeroom("up", "--data", str(tmp_path / "new"), "--port-base", str(base))
    assert up.returncode == 2
    assert up.stderr == (
        f"homeroom: Port {base + 1} (portal) is in use by another program: "
        "stop it, or choose other ports with --port-base.\n"
    )
    assert not (tmp_path / "new").exists()


def test_a_folder_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("99.1.0\n")
    up = homeroom("up", "--data", str(tmp_path), "--port-base", str(free_base()))
    assert up.returncode == 2
    assert "was last used by Homeroom 99.1.0" in up.stderr
    assert len(up.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["version"]


def test_a_missing_tool_is_one_line(tmp_path: Path) -> None:
    """A Python without Synapse: what `make up` would install is named."""
    hidden = "import sys; sys.modules['synapse'] = None; from homeroom.cli import main; main()"
    command = ["up", "--data", str(tmp_path / "new"), "--port-base", str(free_base())]
    up = subprocess.run(
        [sys.executable, "-c", hidden, *command], capture_output=True, text=True, check=False
    )
    assert up.returncode == 2, up.stderr
    assert "Python packages are missing: synapse" in up.stderr
    assert not (tmp_path / "new").exists()


def test_an_impossible_port_base_is_refused() -> None:
    up = homeroom("up", "--port-base", "65534")
    assert up.returncode == 2
    assert "choose a number from 1024" in up.stderr
