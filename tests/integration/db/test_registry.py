"""The registry on a real database: one order for all readers, and what its stores answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from sqlalchemy import Connection, Engine, NullPool, TextClause, create_engine, text

from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import consents, decisions, people, tools
from homeroom.registry.model import (
    Agreement,
    Consent,
    Guardianship,
    Network,
    Person,
    State,
    Tool,
    Venue,
)
from homeroom.registry.snapshot import KEPT, Snapshot, fold
from synapse_module.snapshot import SnapshotHolder
from tests.fixtures.postgres import TestDatabase

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = Agreement(reference="A-1", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
WHATSAPP = Tool(id="whatsapp", name="WhatsApp", vendor="x", state="approved", agreement=TERMS)


def person(name: str, role: Role, born: date | None = None) -> Person:
    return Person(
        id=name,
        roster_id=name,
        roles=(role,),
        given_name=name,
        family_name="Example",
        birth_date=born,
    )


STUDENT = person("student", Role.STUDENT, date(2010, 5, 1))
GUARDIAN = person("guardian", Role.GUARDIAN)
CONSENT = Consent(
    id="c",
    student="student",
    tool="whatsapp",
    given_by="guardian",
    signed_on=date(2026, 9, 1),
    expires=date(2027, 6, 30),
)


@pytest.fixture
def registry(database: TestDatabase) -> Iterator[Connection]:
    """A district with a student, a guardian and an approved tool; rolled back by its end."""
    with database.connect() as connection:
        for state in (STUDENT, GUARDIAN, WHATSAPP):
            decisions.record(connection, state, by="test")
        link = Guardianship(guardian="guardian", student="student")
        decisions.record(connection, link, by="test")
        yield connection


def test_seq_is_the_order_of_commit_under_concurrent_writers(database: TestDatabase) -> None:
    """A reader that has seen `seq` n never finds a smaller one later."""
    writers, each = 6, 15

    def write(writer: int) -> None:
        with database.connect() as connection:
            for number in range(each):
                venue = Venue(id=f"{writer}-{number}", kind="class", name="x")
                decisions.record(connection, venue, by="test")
                connection.commit()

    database.engine(DatabaseRole.ADMIN)
    seen: list[int] = []
    with ThreadPoolExecutor(writers) as pool, database.connect() as reader:
        running = [pool.submit(write, writer) for writer in range(writers)]
        while len(seen) < writers * each:
            done = all(future.done() for future in running)
            found = decisions.changes_since(reader, seen[-1] if seen else 0)
            seen += [decision.seq for decision in found]
            reader.rollback()
            assert found or not done, "a decision was passed by"
        for future in running:
            future.result()
    assert seen == sorted(set(seen))


def some_states(random: Random, count: int) -> list[State]:
    """Decisions on few keys, so that most are changed again."""
    makers: list[Callable[[int], State]] = [
        lambda n: person(f"p{n}", random.choice([Role.STUDENT, Role.TEACHER])),
        lambda n: replace(WHATSAPP, id=f"t{n}", state=random.choice(["approved", "suspended"])),
        lambda n: replace(CONSENT, id=f"c{n}", state=random.choice(["granted", "revoked"])),
        lambda n: Venue(id=f"v{n}", kind="class", name="x", room_id=f"!{random.randrange(9)}:x"),
        lambda n: Network(id=f"n{n}", name="x", cidrs=(f"10.{random.randrange(9)}.0.0/16",)),
    ]
    return [random.choice(makers)(random.randrange(4)) for _ in range(count)]


def test_invariant_4_every_change_of_the_registry_is_itself_an_entry(registry: Connection) -> None:
    """In the transaction that makes it, whatever kind it is of."""
    changes = some_states(Random(5), 60)
    before = registry.scalar(text("SELECT max(seq) FROM registry.decision"))
    for state in changes:
        decisions.record(registry, state, by="test")
    rows = registry.execute(
        text(
            "SELECT d.subject, d.key, (o.payload::jsonb)->>'subject' AS said, "
            "(o.payload::jsonb)->'state' = d.state AS same FROM registry.decision AS d "
            "LEFT JOIN outbox.entry AS o ON o.kind = 'registry' AND o.key = d.seq::text "
            "WHERE d.seq > :before"
        ),
        {"before": before},
    ).all()
    assert len(rows) == len(changes)
    assert all(row.said == row.subject and row.same for row in rows)


def test_whether_guardians_have_accounts_is_asked_by_an_index(registry: Connection) -> None:
    """Strangers ask it before a sign-in: it must not read everybody."""
    assert not people.guardians_have_accounts(registry)
    decisions.record(registry, replace(GUARDIAN, user_id="@guardian:district.example"), by="test")
    assert people.guardians_have_accounts(registry)
    registry.execute(text("SET LOCAL enable_seqscan = off"))
    plan = registry.scalars(text(f"EXPLAIN {people.GUARDIAN_ACCOUNT.text}"))
    assert "current_guardian_account" in "".join(plan)


def test_the_projection_is_the_fold_of_the_log(database: TestDatabase) -> None:
    with database.connect() as connection:
        states = some_states(Random(7), 120)
        for state in states[:60]:
            decisions.record(connection, state, by="test")
        decisions.record_all(connection, states[60:], by="test")
        last = {(s.SUBJECT, s.key): s for s in states}
        for kind in KEPT:
            wanted = {
                key: state for (subject, key), state in last.items() if subject == kind.SUBJECT
            }
            assert decisions.load(connection, kind) == wanted


def test_a_snapshot_kept_up_to_date_is_one_made_anew(database: TestDatabase) -> None:
    """In whatever portions the changes arrive."""
    random, kept = Random(11), Snapshot()
    with database.connect() as connection:
        for _ in range(12):
            for state in some_states(random, random.randrange(1, 12)):
                decisions.record(connection, state, by="test")
            kept = fold(kept, decisions.changes_since(connection, kept.seq))
        anew = fold(Snapshot(), decisions.all_current(connection))
    assert (kept.seq, kept.states, kept.users) == (anew.seq, anew.states, anew.users)
    assert {k: set(v) for k, v in kept.consents.items()} == {
        k: set(v) for k, v in anew.consents.items()
    }
    assert set(kept.trusted) == set(anew.trusted)


def test_a_registry_that_cannot_be_asked_grows_old(database: TestDatabase) -> None:
    """Invariant 6, by an injected monotonic clock: no refresh, no new age; it recovers."""
    time = [0.0]
    engine: Engine = database.engine(DatabaseRole.MODULE)
    holder = SnapshotHolder(engine, clock=lambda: time[0])
    assert holder.age == float("inf")
    with database.connect() as connection, connection.begin():
        decisions.record(connection, STUDENT, by="test")
    assert holder.refresh() == holder.held.snapshot.seq > 0
    assert holder.refresh() is None
    assert holder.held.capture == "working"
    login = text("ALTER ROLE homeroom_module NOLOGIN")
    superuser(database, login)
    engine.dispose()
    try:
        time[0] = 31.0
        with pytest.raises(Exception, match="not permitted to log in"):
            holder.refresh()
        assert holder.age == 31.0
        assert holder.held.snapshot.seq > 0
    finally:
        superuser(database, text("ALTER ROLE homeroom_module LOGIN"))
    holder.refresh()
    assert holder.age == 0.0


def superuser(database: TestDatabase, statement: TextClause) -> None:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    with create_engine(dsn, poolclass=NullPool).begin() as connection:
        connection.execute(statement)


def crossing(connection: Connection, now: datetime = NOW) -> bool:
    return consents.may_cross(connection, "whatsapp", ["student"], now).allowed


def test_crossing_wants_tool_agreement_and_consent(registry: Connection) -> None:
    assert not crossing(registry)
    consents.give(registry, CONSENT, by="test")
    assert crossing(registry)
    # the day after the agreement ends, and the day before it starts
    assert not crossing(registry, datetime(2027, 1, 1, tzinfo=UTC))
    assert not crossing(registry, datetime(2025, 12, 31, tzinfo=UTC))
    tools.suspend(registry, "whatsapp", by="test")
    assert not crossing(registry)
    tools.approve(registry, "whatsapp", by="test", agreement=None)
    consents.revoke(registry, "c", by="test")
    assert not crossing(registry)
    assert not consents.may_cross(registry, "signal", [], NOW).allowed


def test_one_student_without_consent_stops_the_crossing(registry: Connection) -> None:
    consents.give(registry, CONSENT, by="test")
    answer = consents.may_cross(registry, "whatsapp", ["student", "somebody"], NOW)
    assert answer.without_consent == ("somebody",)


def test_a_guardians_consent_ends_with_the_18th_birthday(registry: Connection) -> None:
    """34 CFR 99.5: from that day the student's own counts, and only that."""
    grown = replace(STUDENT, birth_date=date(2008, 11, 24))
    decisions.record(registry, grown, by="test")
    consents.give(registry, CONSENT, by="test")
    birthday = datetime(2026, 11, 24, tzinfo=UTC)
    assert crossing(registry)
    assert not crossing(registry, birthday)
    own = replace(CONSENT, id="own", given_by="student", signed_on=birthday.date())
    consents.give(registry, own, by="test")
    assert crossing(registry, birthday)


def test_who_may_not_sign(registry: Connection) -> None:
    minor = replace(CONSENT, given_by="student")
    stranger = replace(CONSENT, given_by="somebody")
    backwards = replace(CONSENT, expires=date(2026, 8, 1))
    unknown = replace(CONSENT, student="somebody")
    for wrong in (minor, stranger, backwards, unknown, replace(CONSENT, tool="signal")):
        with pytest.raises(InputError):
            consents.give(registry, wrong, by="test")


def test_a_name_that_two_people_have_is_asked_for(registry: Connection) -> None:
    decisions.record(registry, replace(STUDENT, id="other", roster_id="r2"), by="test")
    with pytest.raises(InputError, match="2 people have this name"):
        people.resolve(registry, "Student Example")
    assert people.resolve(registry, "r2").id == "other"
