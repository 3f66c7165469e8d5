"""How long it takes to ask whether a message may cross, in a large district (invariant 5)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.importers.apply import import_folder
from homeroom.registry import consents, decisions, people, policies, tools
from homeroom.registry.family import is_adult
from homeroom.registry.model import Agreement, Consent, Guardianship, Person, Tool, Venue
from homeroom.sandbox import demo, large_roster
from homeroom.sandbox.own_database import own_database

BY = "bench"
PHONE = "+12025550199"
"""Nobody else's in the large roster."""
TERM = timedelta(days=275)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One guardian's conversation: what is asked before each vendor call."""

    student: str
    classmates: tuple[str, ...]
    """Person ids of the class's students, all of whom a consent covers."""
    members: tuple[str, ...]
    """User ids in a room of all of them."""

    def one(self, connection: Connection) -> None:
        """A family's room: one student."""
        _holds(consents.may_cross(connection, demo.WHATSAPP, [self.student], _now()).allowed)

    def whole_class(self, connection: Connection) -> None:
        """A class's room: all its students."""
        _holds(consents.may_cross(connection, demo.WHATSAPP, self.classmates, _now()).allowed)


def figures(size: int, port_base: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each call, by what was asked; on a PostgreSQL of its own, gone afterwards."""
    with TemporaryDirectory() as folder, own_database(Path(folder, "data"), port_base) as config:
        question = prepare(config, size, Path(folder))
        engine = connect(config, DatabaseRole.BRIDGE, pool_size=1)
        asked: dict[str, Callable[[Connection], None]] = {
            "may_cross, one student": question.one,
            f"may_cross, a class of {len(question.classmates)}": question.whole_class,
        }
        with engine.connect() as connection:
            found = {name: seconds(connection, ask, rounds) for name, ask in asked.items()}
        engine.dispose()
        return found


def prepare(config: HomeroomConfig, size: int, folder: Path) -> Question:
    """A district of this many people: every student covered, and one number that is one's alone."""
    large_roster.write(folder / "roster", size)
    engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
    with engine.begin() as connection:
        version = policies.publish(connection, demo.policy_text(), by=BY)
        today = policies.read(version).hours.day(datetime.now(UTC))
        import_folder(
            connection,
            folder / "roster",
            server_name=config.server_name,
            today=today,
            by=BY,
        )
        question = _fill(connection, today)
    engine.dispose()
    return question


def _fill(connection: Connection, today: date) -> Question:
    agreement = Agreement(
        reference="DPA-1",
        starts=today - TERM,
        ends=today + TERM,
        coppa="school",
        education_only=True,
    )
    tools.add(
        connection, Tool(id=demo.WHATSAPP, name="WhatsApp", vendor="-", state="requested"), by=BY
    )
    tools.approve(connection, demo.WHATSAPP, by=BY, agreement=agreement)
    ties = list(decisions.load(connection, Guardianship).values())
    everybody = decisions.load(connection, Person)
    signed = [_consent(tie, everybody[tie.student], today) for tie in ties]
    decisions.record_all(connection, signed, by=BY)
    tie = ties[len(ties) // 2]
    guardian = decisions.find(connection, Person, tie.guardian)
    if guardian is None:
        raise InputError("bench cross: --people is too small")
    decisions.record(connection, replace(guardian, phones=(PHONE,)), by=BY)
    known = decisions.load(connection, Venue).values()
    classes = people.classes_of(connection, tie.student, today)
    venue = next(v for v in known if v.kind == "class" and v.class_id == classes[0].id)
    decisions.record(connection, replace(venue, networks=(demo.WHATSAPP,)), by=BY)
    seats = people.members_of(connection, classes[0].id, today)
    found = (decisions.find(connection, Person, seat.person) for seat in seats)
    return Question(
        student=tie.student,
        classmates=tuple(seat.person for seat in seats if seat.role == "student"),
        members=tuple(p.user_id for p in found if p is not None and p.user_id is not None),
    )


def _consent(tie: Guardianship, student: Person, today: date) -> Consent:
    """The guardian's, or the student's own from 18."""
    grown = is_adult(student, today)
    return Consent(
        id=f"consent-{student.id}",
        student=student.id,
        tool=demo.WHATSAPP,
        given_by=student.id if grown else tie.guardian,
        signed_on=today - timedelta(days=7),
        expires=today + TERM,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _holds(allowed: bool) -> None:
    """A question that is refused is answered sooner, and would be measured for nothing."""
    if not allowed:
        raise InputError("bench cross: the example is refused, and cannot be measured")


def seconds(connection: Connection, ask: Callable[[Connection], None], rounds: int) -> list[float]:
    """Each call in a transaction of its own, as the bridge does it; the first are not counted."""
    taken = []
    for number in range(-5, rounds):
        began = time.perf_counter()
        with connection.begin():
            ask(connection)
        if number >= 0:
            taken.append(time.perf_counter() - began)
    return taken
