"""A verdict is explained later from its record alone, as the district stood then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from homeroom.archive import kept, read
from homeroom.policy.roles import Role
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually
from tests.fixtures.verdict import policy, refused_by


def explained(data: Path, which: str) -> Any:
    """What the command says, as JSON."""
    command = [sys.executable, "-m", "homeroom", "decision", "explain", which, "--json"]
    done = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_refusal_is_explained_by_the_policy_of_its_day(portal: RunningPortal) -> None:
    school = portal.school
    student = school.account(Role.STUDENT, 14)
    room = str(school.class_room(student).room_id)
    said = f"Late {nonce()}"
    with policy(school, "00:00-24:00", "03:00-03:01"):
        answer = eventually(lambda: refused(student, room, said), 5)
        version = answer.json()["district.homeroom.reasons"][0]["policy_version"]
    key = eventually(lambda: key_of(portal, said))
    entry = eventually(lambda: sealed(portal, key))
    found = explained(school.config.data, key)
    assert found == explained(school.config.data, str(entry))
    (reason,) = found["reasons"]
    assert (found["verdict"], reason["rule"], reason["clause"]) == ("refuse", "hours", "hours")
    # the hours as they were, not as they are
    assert "03:00-03:01" in reason["passage"]
    assert found["policy_version"] == version
    assert found["told"] == answer.json()["error"]
    assert found["sender"] == student.user_id
    with portal.signed_in(Role.AUDITOR) as browser:
        page = browser.get(f"/archive/1/{entry}").text
    assert "Why it was not sent" in page
    assert "03:00-03:01" in page


def refused(student: Any, room: str, said: str) -> Any:
    answer = student.send(room, said)
    return answer if "hours" in refused_by(answer) else None


def key_of(portal: RunningPortal, said: str) -> str | None:
    """The event id of the attempt, from the archive's search."""
    command = [sys.executable, "-m", "homeroom", "archive", "search", said.split()[1], "--json"]
    done = subprocess.run(
        [*command, "--kind", "decision", "--data", str(portal.config.data)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)
    rows = rows["rows"] if isinstance(rows, dict) else rows
    if not rows:
        return None
    with portal.school.connect() as connection:
        entry = read.entry(connection, rows[-1]["entry"])
        assert entry is not None
        return kept.key_of(connection, entry)


def sealed(portal: RunningPortal, key: str) -> int | None:
    with portal.school.connect() as connection:
        found = kept.find(connection, "decision", key)
    return found.entry.index if found and found.entry else None


def test_what_is_no_decision_is_said(portal: RunningPortal) -> None:
    command = [sys.executable, "-m", "homeroom", "decision", "explain", "$nothing"]
    done = subprocess.run(
        [*command, "--data", str(portal.config.data)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "archive search" in done.stderr
