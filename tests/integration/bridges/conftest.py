"""A district with Synapse, the WhatsApp bridge and its emulator, each a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import Connection, NullPool, create_engine, text

from homeroom.db.migrate import create_roles_and_database, migrate
from homeroom.db.roles import DatabaseRole
from homeroom.registry import consents
from homeroom.registry.decisions import load
from homeroom.registry.model import Consent, Guardianship, Person, Venue
from homeroom.sandbox import bridge_files, configuration, demo, postgres, provision, synapse_config
from homeroom.sandbox.ports import HOST, Ports
from tests.fixtures.postgres import free_ports
from tests.fixtures.synapse import Account, School, eventually, start_synapse

QUICK = {"unsure_seconds": 3, "retry_seconds": 0.2, "tries": 2}
"""Settings with which a test need not wait."""


@dataclass(slots=True, kw_only=True)
class Program:
    """One of our processes, started, killed and started again."""

    module: str
    school: School
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        data = self.school.config.data
        with (data / "logs" / f"{self.module}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "--data", str(data)],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        eventually(self.healthy, 20)

    def healthy(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()[-3000:]
        try:
            return httpx.get(f"http://{HOST}:{self.port}/health").status_code == 200
        except httpx.TransportError:
            return False

    def log(self) -> str:
        return (self.school.config.data / "logs" / f"{self.module}.log").read_text()

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)

    def kill(self) -> None:
        """End it where it stands."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)


@dataclass(slots=True, kw_only=True)
class Family:
    """A guardian of one student, with a number."""

    guardian: Person
    student: Person

    @property
    def phone(self) -> str:
        return self.guardian.phones[0]


@dataclass(slots=True, kw_only=True)
class WhatsAppDistrict:
    """What a test needs of it."""

    school: School
    ports: Ports
    bridge: Program
    emulator: Program
    superuser: str
    synapse: subprocess.Popen[bytes]
    families: list[Family] = field(default_factory=list)

    def write(self, family: Family, said: str = "", **more: Any) -> str:
        """Write as a guardian; the message's id."""
        name = family.guardian.given_name
        reply = self.sandbox("inbound", **{"from": family.phone, "name": name, "text": said} | more)
        return str(reply["id"])

    def kill_synapse(self) -> None:
        """End the homeserver where it stands, and start it again."""
        self.synapse.kill()
        self.synapse.wait(20)
        self.synapse = start_synapse(self.school.config)

    def owner(self) -> Connection:
        """A connection of the cluster's superuser, for what no process of ours may do."""
        engine = create_engine(
            self.superuser.replace("postgresql:", "postgresql+psycopg2:"), poolclass=NullPool
        )
        return engine.connect()

    def nobody(self) -> str:
        """A number that the roster does not know."""
        with self.school.connect() as connection:
            people = load(connection, Person).values()
        taken = {number for person in people for number in person.phones}
        numbers = (f"+1{area}55501{last:02}" for area in (303, 406, 907) for last in range(100))
        return next(number for number in numbers if number not in taken)

    def sandbox(self, verb: str, **content: Any) -> Any:
        url = f"http://{HOST}:{self.ports.whatsapp_sandbox}/sandbox/{verb}"
        reply = httpx.post(url, json=content) if content else httpx.get(url)
        reply.raise_for_status()
        return reply.json()

    def sent(self, family: Family) -> list[dict[str, Any]]:
        """What the emulator was sent for a guardian."""
        number = family.phone.removeprefix("+")
        return [sent for sent in self.sandbox("log") if sent["to"] == number]

    def items(self, **where: str) -> list[dict[str, Any]]:
        """Rows of `bridge.item`, newest last."""
        with self.school.connect() as connection:
            rows = connection.execute(text("SELECT * FROM bridge.item ORDER BY id")).mappings()
            found = [dict(row) for row in rows]
        return [row for row in found if all(row[key] == value for key, value in where.items())]

    def item(self, remote_id: str) -> dict[str, Any] | None:
        return next(iter(self.items(remote_id=remote_id)), None)

    def await_state(self, remote_id: str, state: str, seconds: float = 15) -> dict[str, Any]:
        """Wait until an item is in a state, and return it."""

        def there() -> dict[str, Any] | None:
            found = self.item(remote_id)
            return found if found and found["state"] == state else None

        try:
            return dict(eventually(there, seconds))
        except AssertionError:
            raise AssertionError(f"{self.item(remote_id)}\n{self.bridge.log()[-3000:]}") from None

    def consent(self, family: Family) -> Consent:
        """Record the guardian's consent for WhatsApp."""
        with self.school.connect() as connection, connection.begin():
            today = connection.scalar(text("SELECT current_date - 1"))
            return consents.give(
                connection,
                Consent(
                    id=consents.new_id(),
                    student=family.student.id,
                    tool="whatsapp",
                    given_by=family.guardian.id,
                    signed_on=today,
                    expires=today.replace(year=today.year + 1),
                ),
                by="test",
            )

    def revoke(self, consent: Consent) -> None:
        with self.school.connect() as connection, connection.begin():
            consents.revoke(connection, consent.id, by="test")

    def venues_of(self, family: Family) -> list[Venue]:
        with self.school.connect() as connection:
            venues = load(connection, Venue).values()
        return [v for v in venues if v.kind == "family" and v.student == family.student.id]

    def teacher_in(self, room_id: str) -> Account:
        """The teacher who was invited into a portal room, joined."""
        invited = self.portal_invited(room_id)
        with self.school.connect() as connection:
            people = load(connection, Person).values()
        teacher = next(p for p in people if p.user_id in invited)
        account = self.school.sign_in(teacher)
        account.join(room_id).raise_for_status()
        return account

    def portal_invited(self, room_id: str) -> list[str]:
        with self.school.connect() as connection:
            found = connection.scalar(
                text("SELECT invited FROM bridge.portal WHERE room_id = :room"), {"room": room_id}
            )
        return list(found or [])

    def said(self, reader: Account, room_id: str) -> list[dict[str, Any]]:
        """The messages of a room, oldest first."""
        reply = reader.call("GET", f"/rooms/{room_id}/messages?dir=b&limit=200").json()
        chunk = reply.get("chunk", [])
        return [e for e in reversed(chunk) if e["type"] in ("m.room.message", "m.reaction")]

    def bodies(self, reader: Account, room_id: str) -> list[str]:
        return [e["content"].get("body", "") for e in self.said(reader, room_id)]


@pytest.fixture(scope="session")
def running(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[WhatsAppDistrict]:
    """Everything, running; the fixture `district` sees to it that each test finds it so."""
    data = tmp_path_factory.mktemp("bridged")
    shutil.copytree(template_data / "secrets", data / "secrets")
    ports = free_ports()
    address = (HOST, postgres_cluster.port)
    config = configuration.write(data, ports, database="bridged", database_address=address)
    create_roles_and_database(postgres_cluster.dsn(), config)
    migrate(postgres_cluster.dsn(), config)
    demo.load(config, data)
    bridge_files.write(config, ports)
    file = data / "bridges" / "whatsapp" / "config.yaml"
    file.write_text(file.read_text() + yaml.safe_dump(QUICK))
    synapse_config.write(config, port=ports.homeserver)
    synapse = start_synapse(config)
    school = School(config=config)
    district = WhatsAppDistrict(
        school=school,
        ports=ports,
        bridge=Program(module="bridges.whatsapp", school=school, port=ports.whatsapp),
        emulator=Program(
            module="bridges.whatsapp.sandbox", school=school, port=ports.whatsapp_sandbox
        ),
        superuser=postgres_cluster.dsn("bridged"),
        synapse=synapse,
    )
    try:
        district.emulator.start()
        district.bridge.start()
        provision.provision(config)
        district.families = _families(school)
        yield district
    finally:
        for program in (district.bridge, district.emulator):
            if program.process is not None and program.process.poll() is None:
                program.stop()
        for account in school._accounts.values():
            account.client.close()
        district.synapse.terminate()
        district.synapse.wait(30)


@pytest.fixture
def district(running: WhatsAppDistrict) -> WhatsAppDistrict:
    """The running district, its emulator well-behaved again."""
    for program in (running.emulator, running.bridge):
        if program.process is None or program.process.poll() is not None:
            program.start()
    running.sandbox("mode", duplicate=1, reorder=1, batch=1, pair_seconds=0, lose_answers=0)
    return running


@pytest.fixture
def family(district: WhatsAppDistrict) -> Family:
    """A guardian of the first classes who has given no consent, and wrote in no other test."""
    return district.families.pop()


@pytest.fixture
def consenting(district: WhatsAppDistrict, family: Family) -> Family:
    """A guardian whose consent is recorded."""
    district.consent(family)
    return family


def _families(school: School) -> list[Family]:
    """Guardians of one student each, with a number that nobody shares and without consent."""
    config = school.config
    with school.connect(DatabaseRole.ADMIN) as connection:
        people = load(connection, Person)
        links = [g for g in load(connection, Guardianship).values() if g.active]
        taken = {c.student for c in load(connection, Consent).values()}
        rooms = provision.first_classes(provision.read(connection))
    near = {s.id for room in rooms for s in room.students}
    numbers = [number for p in people.values() for number in p.phones]
    found = []
    for link in links:
        guardian, student = people[link.guardian], people[link.student]
        alone = sum(other.guardian == link.guardian for other in links) == 1
        if not alone or student.id in taken or student.id not in near:
            continue
        if guardian.phones and numbers.count(guardian.phones[0]) == 1:
            found.append(Family(guardian=guardian, student=student))
    # A consent covers a student, whoever of the guardians writes: one family a student.
    by_student = {family.student.id: family for family in found}
    assert len(by_student) > 10, config.data
    return list(by_student.values())
