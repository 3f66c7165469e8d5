"""kill -9 at each step of a disposition: nothing is half destroyed, and it is ended to one end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from homeroom.retention import disposing
from tests.integration.retention.conftest import District

pytestmark = pytest.mark.proof
DYING = Path(__file__).with_name("dying.py")


def run(district: District, plan: int, last: int) -> int:
    """In six parts, however long the log has grown: else there were ever more steps to die at."""
    most = int(district.scalar(SIZE)) // 6 + 1
    arguments = [str(district.database.data), str(plan), str(last), str(most)]
    command = [sys.executable, str(DYING), *arguments]
    return subprocess.run(command, check=False, timeout=120).returncode


def certificates(district: District, plan: int) -> list[int]:
    """How many entries each certificate of a plan is for."""
    with district.database.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT payload FROM archive.payload JOIN archive.leaf USING (district, epoch, index) "
            "WHERE kind = 'disposition' ORDER BY index"
        ).scalars()
        said = [json.loads(row)["disposition"] for row in rows]
    return [each["count"] for each in said if each["plan"] == plan]


def test_wherever_it_is_killed_it_comes_to_the_same_end(district: District) -> None:
    killed, last, ends = -signal.SIGKILL, 0, set()
    status = killed
    while status == killed:
        last += 1
        assert last < 60
        mxc = f"mxc://district.example/{last:04d}file"
        words = [f"heron {last} {number}" for number in range(3)]
        for body in words:
            district.say(body)
        district.say("a file", url=mxc)
        district.seal()
        kept, uploaded = district.keep(mxc, f"content {last}".encode(), name="board.png")
        plan = district.plan()
        with district.database.connect() as connection, connection.begin():
            disposing.approve_in_sandbox(connection, plan.id, by="test")
        status = run(district, plan.id, last)
        # Killed or not: each message is there whole, or gone with its certificate.
        district.seal()
        assert district.findings() == [], last
        assert district.reconciled().complete, last
        # Run again, it is ended, and what was done is not done twice.
        with district.database.connect() as connection:
            disposing.run(connection, district.database.config, plan.id)
        district.seal()
        assert district.findings() == [], last
        assert district.reconciled().complete, last
        assert district.bodies().isdisjoint(words)
        assert not kept.exists()
        assert not uploaded.exists()
        ends.add((sum(certificates(district, plan.id)), district.scalar(DUE)))
    assert last > 15
    assert len(ends) == 1


SIZE = "SELECT sum(size) FROM archive.tree"
DUE = "SELECT count(*) FROM retention.file_due"
