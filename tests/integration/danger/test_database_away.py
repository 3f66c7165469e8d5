"""Danger is told while PostgreSQL is closed: real Synapse, steward, PostgreSQL and SMTP."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from homeroom.registry.decisions import load
from homeroom.registry.model import OnCall, Person
from homeroom.sandbox.ports import HOST
from tests.fixtures.machine import Machine
from tests.fixtures.mail import PASSWORD, USER, MailServer
from tests.fixtures.nonce import nonce
from tests.fixtures.postgres import free_port
from tests.fixtures.synapse import School, eventually, settle

pytestmark = pytest.mark.proof
WITHIN = 60.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(port=free_port(), folder=tmp_path) as listening:
        yield listening


@pytest.fixture
def steward(machine: Machine, server: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """Its own process, which mails; Synapse knows nothing of the mail server."""
    config = machine.school.config
    smtp = {"host": HOST, "port": server.port, "sender": "homeroom@district.example", "user": USER}
    settle(config.data, alerts={"smtp": {**smtp, "ca": str(server.authority)}})
    (config.data / "secrets" / "smtp").write_text(PASSWORD)
    process = subprocess.Popen(
        [sys.executable, "-m", "homeroom.steward", "--data", str(config.data)]
    )
    metrics = f"http://{HOST}:{config.steward.metrics.port}/metrics"

    def acts() -> bool:
        assert process.poll() is None
        try:
            return "homeroom_steward_active 1.0" in httpx.get(metrics).text
        except httpx.TransportError:
            return False

    eventually(acts, WITHIN)
    yield process
    process.terminate()
    process.wait(60)


def first_on_call(school: School, student: Person) -> Person:
    with school.connect() as connection:
        people, chains = load(connection, Person), load(connection, OnCall)
    chain = next(chains[org] for org in student.orgs if org in chains)
    return people[chain.duties[0].person]


def mails(server: MailServer, adult: Person) -> list[str]:
    """What this adult was sent; IT is told of other things meanwhile."""
    sent = zip(server.taken, server.recipients, strict=True)
    return [mail.get_content() for mail, to in sent if to == [adult.email]]


def raised(school: School, sender: str) -> Alert | None:
    with school.connect() as connection:
        found = [a for a in alerts.latest(connection, limit=10) if a.sender == sender]
    return found[0] if found else None


def test_invariant_14_an_adult_is_told_while_records_hang(
    machine: Machine, server: MailServer, steward: subprocess.Popen[bytes]
) -> None:
    """The table answers nothing: after ten seconds it is as good as away."""
    school = machine.school
    student = school.account(Role.STUDENT, 7)
    adult = first_on_call(school, student.person)
    room = str(school.class_room(student).room_id)
    body = f"I want to die {nonce()}"
    assert student.send(room, f"Good morning {nonce()}").is_success
    with machine.hanging():
        began = time.monotonic()
        assert "988" in student.send(room, body).json()["error"]
        eventually(lambda: server.taken, WITHIN)
        assert time.monotonic() - began < WITHIN
    assert server.recipients[0] == [adult.email]
    eventually(lambda: raised(school, student.user_id), WITHIN)
    assert body in str(school.kept("decision"))
    eventually(lambda: not list((school.config.data / "slips").glob("*.json")), WITHIN)
    server.taken.clear()
    server.recipients.clear()
    server.encrypted.clear()


def test_invariant_14_an_adult_is_told_while_the_database_is_closed(
    machine: Machine, server: MailServer, steward: subprocess.Popen[bytes]
) -> None:
    """By mail within a minute, without its words; once it is back the alert goes on from there."""
    school = machine.school
    student = school.account(Role.STUDENT, 6)
    adult = first_on_call(school, student.person)
    room = str(school.class_room(student).room_id)
    body = f"I want to die {nonce()}"
    with machine.stopped():
        began = time.monotonic()
        assert "988" in student.send(room, body).json()["error"]
        eventually(lambda: server.taken, WITHIN)
        assert time.monotonic() - began < WITHIN
        assert steward.poll() is None
        (slip,) = (school.config.data / "slips").glob("*.json")
        assert body not in slip.read_text(encoding="utf-8")
    (mail,) = server.taken
    assert server.recipients == [[adult.email]]
    assert server.encrypted == [True]
    text = mail.get_content()
    assert f"self-harm · {student.person.roster_id}" in text
    assert "database is away" in text
    for secret in ("die", student.user_id, *student.person.name.split()):
        assert secret not in mail.as_string()
    alert = eventually(lambda: raised(school, student.user_id), WITHIN)
    _, second = eventually(lambda: len(found := mails(server, adult)) == 2 and found, WITHIN)
    assert f"{school.config.public_portal}/alerts/{alert.id}" in second
    assert "it is nothing new" in second
    assert not slip.exists()
    with school.connect() as connection:
        (alert,) = alerts.of_sources(connection, {alert.source}).values()
    assert [(s.action, s.person, s.channel) for s in alert.steps] == [("told", adult.id, "mail")]
    assert alert.steps[0].note.startswith("while the database was away")
    assert body in str(school.kept("decision"))
