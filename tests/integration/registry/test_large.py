"""Whether something may cross is asked before each vendor call: it must not grow with the district.

Each question is asked of a whole district, and its plan is looked at: nothing reads all states.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bridges.base import crossing
from homeroom.db.roles import DatabaseRole
from homeroom.registry import decisions, people, policies, venues
from homeroom.registry.model import Org, PolicyVersion
from homeroom.sandbox import demo, measure_cross
from homeroom.sandbox.measure import percentile
from homeroom.sandbox.measure_cross import PHONE, Question
from tests.fixtures.postgres import TestDatabase

Ask = Callable[[Connection], Any]
SIZES = [2_000]
MOST_BLOCKS = 400
"""Of 8 KB; a district of 2,000 people has 350 in its states alone, and 500 in one index."""
ONE, CLASS = 5.0, 15.0
"""Milliseconds of a processor that others use, too, and slow down. Reading all takes 100."""


@pytest.mark.parametrize("size", SIZES)
def test_no_question_before_a_vendor_call_reads_the_whole_registry(
    database: TestDatabase, tmp_path: Path, size: int
) -> None:
    question = measure_cross.prepare(database.config, size, tmp_path)
    asked: dict[Ask, int] = {
        question.one: 5,
        question.whole_class: 5,
        partial(guard, question): 17,
        partial(people.by_phone, phone=PHONE): 1,
        partial(venues.of_room, room_id="!nobodys"): 1,
        partial(decisions.load, kind=Org): 1,
    }
    with database.connect(DatabaseRole.BRIDGE) as connection:
        for ask, most in asked.items():
            ask(connection)  # what is kept is kept by now
            statements = said(connection, ask)
            assert len(statements) <= most, statements
            for statement in statements:
                assert reads(connection, statement) <= MOST_BLOCKS, statement
        connection.rollback()
        for ask, most_cost in ((question.one, ONE), (question.whole_class, CLASS)):
            taken = [cost(connection, ask) for _ in range(100)]
            assert percentile(taken, 50) < most_cost, sorted(taken)


def guard(question: Question, connection: Connection) -> None:
    """All that a bridge asks: whose the number is, where it belongs, who would read it."""
    held = crossing.still_crosses(
        connection,
        demo.WHATSAPP,
        [PHONE],
        student=question.student,
        members=question.members,
        now=datetime.now(UTC),
    )
    assert held is None


def said(connection: Connection, ask: Ask) -> list[str]:
    """The statements that PostgreSQL is sent for it."""
    found: list[str] = []

    def note(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        found.append(cursor.mogrify(statement, parameters).decode())

    event.listen(connection, "before_cursor_execute", note)
    ask(connection)
    event.remove(connection, "before_cursor_execute", note)
    return found


def reads(connection: Connection, statement: str) -> int:
    """The blocks that it looks at; never all of the states one after another.

    In a small district PostgreSQL would rightly read them all: it is told to use what it has.
    """
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    cursor: Any = connection.connection.cursor()
    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT json) {statement}")
    plan = cursor.fetchone()[0][0]["Plan"]
    assert '"Seq Scan"' not in json.dumps(plan), plan
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def cost(connection: Connection, ask: Ask) -> float:
    """Milliseconds of the processor: ours, and the server's by its own count.

    What other processes take from us meanwhile is no part of it; `homeroom bench cross` has that.
    """
    with server(connection) as spent:
        began = time.process_time()
        ask(connection)
        ours = (time.process_time() - began) * 1e3
    return ours + spent()


@contextmanager
def server(connection: Connection) -> Iterator[Callable[[], float]]:
    """Milliseconds of the processor that the connection's own backend took inside."""
    backend = connection.scalar(text("SELECT pg_backend_pid()"))
    stat = Path(f"/proc/{backend}/schedstat")

    def now() -> float:
        return int(stat.read_text(encoding="ascii").split()[0]) / 1e6

    began = now()
    yield lambda: now() - began


def test_what_is_kept_of_a_policy_is_never_an_older_one(database: TestDatabase) -> None:
    """One that was published is in force at once; one that was taken back never is."""
    with database.connect() as connection:
        policies.publish(connection, demo.policy_text(), by="test")
        connection.commit()
        first = policies.in_force(connection)
        policies.publish(connection, demo.policy_text() + "\n# again\n", by="test")
        assert version(connection) == "2"
        connection.rollback()
        assert policies.in_force(connection) == first
        policies.publish(connection, demo.policy_text() + "\n# other\n", by="test")
        connection.commit()
        found = policies.in_force(connection)
        assert found is not None
        assert found.text.endswith("# other\n")


def version(connection: Connection) -> str:
    found: PolicyVersion | None = policies.in_force(connection)
    return found.version if found else ""
