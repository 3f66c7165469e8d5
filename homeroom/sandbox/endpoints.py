"""`DIR/endpoints.json`: where everything is, for people's scripts and for the tour."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from homeroom.config import HomeroomConfig, read_yaml
from homeroom.policy.roles import Role
from homeroom.registry import decisions
from homeroom.registry.model import Guardianship, Person, Venue
from homeroom.sandbox import provision
from homeroom.sandbox.configuration import write_private
from homeroom.sandbox.ports import HOST, Ports
from homeroom.sandbox.provision import ClassRoom, main_role
from homeroom.sandbox.service import Status
from homeroom.steward.homeserver import password_of

WHATSAPP_CONFIG = Path("bridges/whatsapp/config.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """What the file says of the registry: read once, after accounts and rooms are there."""

    accounts: tuple[dict[str, Any], ...] = ()
    guardians: tuple[dict[str, Any], ...] = ()
    classes: tuple[dict[str, Any], ...] = ()


def district(connection: Connection, config: HomeroomConfig) -> District:
    """The accounts that can sign in, the class rooms, and the guardians known by phone."""
    book = provision.read(connection)
    classes = provision.first_classes(book)
    students = {student.id for found in classes for student in found.students}
    order = {person.id: n for n, person in enumerate(p for c in classes for p in c.people)}
    people = sorted(
        provision.people_with_accounts(book),
        key=lambda p: (list(Role).index(main_role(p)), order.get(p.id, len(order)), p.roster_id),
    )
    return District(
        accounts=tuple(_account(config, person) for person in people),
        guardians=tuple(_guardians(connection, students)),
        classes=tuple(_classes(connection, classes)),
    )


def write(
    config: HomeroomConfig, ports: Ports, found: District, statuses: Iterable[Status], dsn: str
) -> None:
    """Write the file, whole and closed to others."""
    content = {
        "homeserver": config.homeserver,
        "server_name": config.server_name,
        "portal": f"http://{HOST}:{ports.portal}",
        "archiver": f"http://{HOST}:{ports.archiver}",
        "database": dsn,
        "data": str(config.data),
        "accounts": found.accounts,
        "guardians": found.guardians,
        "classes": found.classes,
        "bridges": {"whatsapp": _whatsapp(config, ports)},
        "pids": {status.name: status.pid for status in statuses if status.pid is not None},
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_private(config.data / "endpoints.json", text)


def read(data: Path) -> dict[str, Any]:
    """The file's content; empty where there is none."""
    file = data / "endpoints.json"
    content: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return content


def _account(config: HomeroomConfig, person: Person) -> dict[str, Any]:
    user_id = str(person.user_id)
    return {
        "role": main_role(person).value,
        "user_id": user_id,
        "password": password_of(config, user_id),
        "name": person.name,
        "roster_id": person.roster_id,
    }


def _guardians(connection: Connection, students: set[str]) -> Iterable[dict[str, Any]]:
    """Guardians with a phone of the students who have accounts, in the order of the students."""
    people = decisions.load(connection, Person)
    ties = [tie for tie in decisions.load(connection, Guardianship).values() if tie.active]
    pairs = [(people[t.student], people[t.guardian]) for t in ties if t.student in students]
    for student, guardian in sorted(pairs, key=lambda p: (p[0].roster_id, p[1].roster_id)):
        if guardian.active and guardian.phones:
            yield {
                "name": guardian.name,
                "phone": guardian.phones[0],
                "student": student.name,
                "student_id": student.roster_id,
            }


def _classes(connection: Connection, classes: Iterable[ClassRoom]) -> Iterable[dict[str, Any]]:
    venues = decisions.load(connection, Venue).values()
    rooms = {v.class_id: v.room_id for v in venues if v.kind == "class" and v.active}
    for found in classes:
        yield {
            "id": found.id,
            "title": found.title,
            "room_id": rooms.get(found.id),
            "teacher": found.teachers[0].user_id if found.teachers else None,
            "students": [student.user_id for student in found.students],
        }


def _whatsapp(config: HomeroomConfig, ports: Ports) -> dict[str, Any]:
    own = read_yaml(config.data / WHATSAPP_CONFIG)
    sandbox = f"http://{HOST}:{ports.whatsapp_sandbox}/sandbox"
    return {
        "webhook": f"http://{HOST}:{ports.whatsapp}/webhook",
        "sandbox": sandbox,
        "log": f"{sandbox}/log",
        "graph": own["graph"],
        "phone_number_id": own["phone_number_id"],
        "app_secret": config.secret("whatsapp_app_secret"),
        "verify_token": config.secret("whatsapp_verify_token"),
        "token": config.secret("whatsapp_token"),
    }
