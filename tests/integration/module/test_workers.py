"""The verdict on several processes: it is the same everywhere, and a change acts on each."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Agreement, Marks, Tool
from homeroom.ways_in import WAYS
from tests.fixtures.days import district_day
from tests.fixtures.fleet import PERSISTER, WORKERS
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import ACTS_WITHIN, Account, eventually
from tests.fixtures.verdict import NUMBER, policy, refused_by
from tests.fixtures.workers import Workers

pytestmark = pytest.mark.proof
PROCESSES = ("main", *WORKERS)


@pytest.fixture
def student(workers: Workers) -> Account:
    return workers.school.account(Role.STUDENT)


@pytest.fixture
def room_id(workers: Workers, student: Account) -> str:
    return str(workers.school.class_room(student).room_id)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_class_talks_and_is_judged(
    workers: Workers, student: Account, room_id: str, process: str
) -> None:
    here = workers.at(process, student)
    assert here.send(room_id, f"Good morning from {process}").is_success
    body = f"call {NUMBER} {nonce()}"
    assert "personal_information" in refused_by(here.send(room_id, body))
    rows = workers.school.kept("decision")
    tried = [row for row in rows if row["attempt"].get("content", {}).get("body") == body]
    assert [row["process"] for row in tried] == [process]
    there = {"redaction": f"call {NUMBER}", "type": "org.example.state"}
    answer = here.call("PUT", f"/rooms/{room_id}/state/org.example/x", there)
    assert answer.status_code == 403


@pytest.mark.parametrize("process", WORKERS)
def test_ways_are_closed_on_every_process(
    workers: Workers, student: Account, room_id: str, process: str
) -> None:
    """A worker serves a part of the routes; of those, what is closed is closed."""
    here, refused = workers.at(process, student), 0
    known = {"room_id": room_id, "user_id": student.user_id}
    for way in WAYS:
        if way.decision != "closed":
            continue
        path = way.path.replace("[", "").replace("]", "")
        for version in ("v3", "v1", "r0", "unstable"):
            for name in ("{room_id}", "{user_id}"):
                path = path.replace(name, known[name.strip("{}")])
            for method in way.methods:
                answer = here.client.request(method, path.replace("*", version), json={})
                assert answer.status_code in (403, 404, 405), (method, path)
                if answer.status_code == 403:
                    assert "side_door" in refused_by(answer)
                    refused += 1
            if "*" not in path:
                break
    assert refused > 40


def test_a_change_of_the_registry_acts_on_every_process(
    workers: Workers, student: Account, room_id: str
) -> None:
    here = {process: workers.at(process, student) for process in PROCESSES}
    before = adopted(workers)
    with policy(workers.school, "00:00-24:00", "03:00-03:01"):

        def refused() -> bool:
            answers = [one.send(room_id, "Is anybody up?") for one in here.values()]
            return all("hours" in refused_by(answer) for answer in answers)

        eventually(refused, ACTS_WITHIN)
        eventually(lambda: all(adopted(workers)[one] > before[one] for one in before), ACTS_WITHIN)
    assert set(before) == {*PROCESSES, PERSISTER}
    eventually(lambda: all(o.send(room_id, "Good morning").is_success for o in here.values()), 3)


TODAY = district_day()
TERMS = Agreement(
    reference="L-1", starts=TODAY - timedelta(days=9), ends=TODAY + timedelta(days=90)
)
LINKS = Tool(
    id="links",
    name="Links",
    vendor="Links",
    state="approved",
    agreement=TERMS,
    kind="link",
    marks=Marks(hosts=("discord.gg",)),
)
OVER = replace(LINKS, agreement=replace(TERMS, ends=TODAY - timedelta(days=2)))


def test_suspension_expiry_and_renewal_act_on_every_process(
    workers: Workers, student: Account, room_id: str
) -> None:
    """Invariant 5: within two seconds, as each process answers by itself."""
    here = {process: workers.at(process, student) for process in PROCESSES}

    def everywhere(passes: bool) -> bool:
        invitation = f"Join us: https://discord.gg/abc123 {nonce()}"
        return all(o.send(room_id, invitation).is_success is passes for o in here.values())

    for tool in (LINKS, replace(LINKS, state="suspended"), LINKS, OVER):
        with workers.school.connect() as connection, connection.begin():
            record(connection, tool, by="test")
        eventually(partial(everywhere, tool is LINKS), ACTS_WITHIN)


def adopted(workers: Workers) -> dict[str, int]:
    """The newest version of the registry that each process says it judges by."""
    rows = workers.school.kept("adoption")
    return {row["process"]: int(row["registry_seq"]) for row in rows}


def test_slow_mode_counts_what_was_said_on_another_process(
    workers: Workers, student: Account, room_id: str
) -> None:
    """Whoever is known to every process asks one after another, past nginx."""
    teacher = workers.at("worker2", workers.school.account(Role.TEACHER))
    before = adopted(workers)
    with policy(workers.school, "slow_mode_seconds: 0", "slow_mode_seconds: 3600"):
        eventually(lambda: all(adopted(workers)[one] > before[one] for one in before), ACTS_WITHIN)
        since = teacher.call("GET", "/sync?timeout=0").json()["next_batch"]
        said = workers.at("worker1", student).send(room_id, "One").json()["event_id"]
        eventually(lambda: said in teacher.call("GET", f"/sync?since={since}&timeout=0").text)
        for process in PROCESSES:
            again = workers.at(process, student).send(room_id, f"Two, on {process}")
            assert "slow_mode" in refused_by(again), process
        # who is not slowed waits nowhere
        assert teacher.send(room_id, "One").is_success
        assert teacher.send(room_id, "Two").is_success


def test_words_to_a_membership_start_slow_mode_on_every_process(workers: Workers) -> None:
    """A reason says something in the room, as a message does."""
    somebody = workers.school.account(Role.STUDENT, 2)
    room_id = str(workers.school.class_room(somebody).room_id)
    teacher = workers.at("worker2", workers.school.account(Role.TEACHER))
    before = adopted(workers)
    with policy(workers.school, "slow_mode_seconds: 0", "slow_mode_seconds: 3600"):
        eventually(lambda: all(adopted(workers)[one] > before[one] for one in before), ACTS_WITHIN)
        reason = f"Here I am {nonce()}"
        here = workers.at("worker1", somebody)
        assert here.call("POST", f"/rooms/{room_id}/join", {"reason": reason}).is_success
        path = f"/rooms/{room_id}/messages?dir=b&limit=5"
        eventually(lambda: reason in teacher.call("GET", path).text)
        for process in PROCESSES:
            again = workers.at(process, somebody).send(room_id, f"Two, on {process}")
            assert "slow_mode" in refused_by(again), process


def test_a_refusal_is_told_once(workers: Workers) -> None:
    """Whoever is refused on two processes gets one notice, as on one."""
    somebody = workers.school.account(Role.STUDENT, 1)
    room_id = str(workers.school.class_room(somebody).room_id)
    for process in PROCESSES:
        answer = workers.at(process, somebody).send(room_id, f"call {NUMBER} {process}")
        assert "personal_information" in refused_by(answer)

    def told() -> list[dict[str, Any]]:
        return [row for row in workers.school.kept("notice") if row["to"] == somebody.user_id]

    eventually(told)
    workers.at("worker1", somebody).send(room_id, f"call {NUMBER} again")
    eventually(lambda: seen(somebody))
    assert len(told()) == 1
    assert len(seen(somebody)) == 1


def seen(account: Account) -> list[str]:
    """The notices in somebody's rooms."""
    rooms = account.call("GET", "/joined_rooms").json()["joined_rooms"]
    events = [
        event
        for room in rooms
        for event in account.call("GET", f"/rooms/{room}/messages?dir=b").json()["chunk"]
    ]
    return [e["event_id"] for e in events if e["content"].get("msgtype") == "m.notice"]


@pytest.fixture
def watched(workers: Workers) -> tuple[Account, Account, Account, str]:
    """A teacher, a student and the supervisor of their direct room, who has joined."""
    school = workers.school
    teacher, student = school.account(Role.TEACHER), school.account(Role.STUDENT)
    supervisor = school.account(Role.SUPERVISOR)
    invited = [student.user_id, supervisor.user_id]
    made = teacher.create_room(is_direct=True, invite=invited)
    room_id = str(made.json()["room_id"])
    for account in (student, supervisor):
        account.join(room_id).raise_for_status()
    return teacher, student, supervisor, room_id


def test_invariant_15_a_fork_across_workers_is_flagged(
    workers: Workers, watched: tuple[Account, Account, Account, str]
) -> None:
    """A message on one process, while the supervisor leaves on another: neither knows the other."""
    teacher, student, supervisor, room_id = watched
    here, there = workers.at("worker1", student), workers.at("worker2", supervisor)
    with ThreadPoolExecutor(2) as both:
        for _ in range(MOST_TRIES):
            at_once = Barrier(2)
            leaving = both.submit(after, at_once, lambda: leave(there, room_id))
            saying = both.submit(after, at_once, lambda: here.send(room_id, nonce()))
            assert leaving.result().is_success
            said = saying.result()
            if said.is_success and forked(workers, said.json()["event_id"], supervisor.user_id):
                break
            assert teacher.call(
                "POST", f"/rooms/{room_id}/invite", {"user_id": supervisor.user_id}
            ).is_success
            eventually(lambda: supervisor.join(room_id).is_success, 5)
        else:
            pytest.fail("no two events were made at once")
    body = workers.event(said.json()["event_id"])["content"]["body"]
    eventually(lambda: body in flagged(workers), ACTS_WITHIN)


MOST_TRIES = 40


def after(at_once: Barrier, act: Callable[[], httpx.Response]) -> httpx.Response:
    at_once.wait()
    return act()


def leave(account: Account, room_id: str) -> httpx.Response:
    return account.call("POST", f"/rooms/{room_id}/leave", {})


def forked(workers: Workers, event_id: str, supervisor: str) -> bool:
    """Has the newest leave of the supervisor the same parents as the message?"""
    message = workers.event(event_id)
    with workers.school.connect(DatabaseRole.ARCHIVER) as connection:
        found = connection.scalars(
            text(
                "SELECT json FROM public.event_json WHERE room_id = :room"
                " AND json::jsonb->>'state_key' = :user ORDER BY"
                " (json::jsonb->>'depth')::int DESC LIMIT 1"
            ),
            {"room": message["room_id"], "user": supervisor},
        ).one()
    return bool(set(json.loads(found)["prev_events"]) & set(message["prev_events"]))


def flagged(workers: Workers) -> str:
    """What was flagged as said during a fork."""
    rows = workers.school.kept("decision")
    return json.dumps(
        [r["attempt"] for r in rows if "supervision_fork" in {f["rule"] for f in r["reasons"]}]
    )
