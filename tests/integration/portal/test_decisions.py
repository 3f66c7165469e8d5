"""A verdict is explained later from its record alone, as the district stood then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import text

from homeroom.archive import kept, read
from homeroom.policy.roles import Role
from homeroom.registry import policies
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually
from tests.fixtures.verdict import policy, refused_by

DECIDED = text("""
    SELECT o.key FROM archive.origin AS o JOIN archive.payload AS p USING (district, epoch, index)
    WHERE o.kind = 'decision' AND p.payload LIKE :said ORDER BY p.index DESC LIMIT 1
""")


WAITING = text("SELECT key FROM outbox.entry WHERE kind = 'decision' AND payload LIKE :said")
HOME = "127.0.0.9"


def explained(data: Path, which: str) -> Any:
    """What the command says, as JSON."""
    command = [sys.executable, "-m", "homeroom", "decision", "explain", which, "--json"]
    done = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_invariant_4_a_refusal_is_explained_by_the_policy_of_its_day(portal: RunningPortal) -> None:
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


def test_a_flag_is_explained_with_what_was_delivered(portal: RunningPortal) -> None:
    """What is only flagged reaches the room; its record says why somebody looks at it."""
    student = portal.school.account(Role.STUDENT, 14)
    room, said = str(portal.school.class_room(student).room_id), f"I want to die {nonce()}"
    assert student.send(room, said).status_code == 200
    key = eventually(lambda: decided(portal, said.rsplit(maxsplit=1)[-1]))
    found = explained(portal.config.data, key)
    assert (found["verdict"], found["told"], found["sender"]) == ("flag", "", student.user_id)
    assert {reason["rule"] for reason in found["reasons"]} == {"danger_self_harm"}
    assert "988" in found["reasons"][0]["passage"]
    assert "Why somebody looks at it" in shown(portal, key)


def test_invariant_4_what_was_let_through_is_shown_with_what_was_in_force(
    portal: RunningPortal,
) -> None:
    """Also after the policy has changed."""
    student = portal.school.account(Role.STUDENT, 14)
    room, said = str(portal.school.class_room(student).room_id), f"Good morning {nonce()}"
    with policy(portal.school, "slow_mode_seconds: 0", "slow_mode_seconds: 1"):
        with portal.school.connect() as connection:
            then = policies.in_force(connection)
        event_id = eventually(lambda: student.send(room, said).json().get("event_id"))
    assert then
    page = eventually(lambda: event_page(portal, event_id))
    found = explained(portal.config.data, event_id)
    assert (found["verdict"], found["policy_version"]) == ("allow", then.version)
    assert (found["sender"], found["reasons"]) == (student.user_id, [])
    assert "What was in force when it was sent" in page
    assert f"version {then.version}" in page


def event_page(portal: RunningPortal, event_id: str) -> str | None:
    """The page of a sealed event."""
    with portal.school.connect() as connection:
        found = kept.find(connection, "event", event_id)
    if found is None or found.entry is None:
        return None
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        return browser.get(f"/archive/{found.entry.epoch}/{found.entry.index}").text


def test_a_sign_in_that_was_refused_is_explained(portal: RunningPortal) -> None:
    """From a network that is not trusted: it has no room, and whose it was is on record."""
    account = str(portal.school.people(Role.STUDENT)[17].user_id)
    with policy(portal.school, "    teacher: refuse", "    teacher: record"):
        answer = eventually(lambda: turned_away(portal, account))
    key = eventually(lambda: decided(portal, f"{account}%{HOME}"))
    found = explained(portal.config.data, key)
    (reason,) = found["reasons"]
    assert (found["verdict"], reason["rule"], reason["clause"]) == (
        "refuse",
        "trusted_network",
        "networks",
    )
    assert "untrusted" in reason["passage"]
    assert found["told"] == answer.json()["error"]
    assert "Why it was not sent" in shown(portal, key)


def turned_away(portal: RunningPortal, account: str) -> Any:
    """The answer once it is judged by whose account it is: a teacher could sign in from there."""
    answer = portal.school.login(account, address=HOME)
    assert answer.status_code == 403
    with portal.school.connect() as connection:
        waiting = connection.scalar(WAITING, {"said": f"%{account}%{HOME}%"})
    return answer if waiting or decided(portal, f"{account}%{HOME}") else None


def decided(portal: RunningPortal, said: str) -> str | None:
    """The key of the newest sealed decision whose record holds these words."""
    with portal.school.connect() as connection:
        key: str | None = connection.scalar(DECIDED, {"said": f"%{said}%"})
        return key


def shown(portal: RunningPortal, key: str) -> str:
    """The entry's page in the portal."""
    entry = eventually(lambda: sealed(portal, key))
    with portal.signed_in(Role.AUDITOR) as browser:
        return browser.get(f"/archive/1/{entry}").text


def test_what_is_no_decision_is_said(portal: RunningPortal) -> None:
    command = [sys.executable, "-m", "homeroom", "decision", "explain", "$nothing"]
    done = subprocess.run(
        [*command, "--data", str(portal.config.data)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "archive search" in done.stderr
