"""The daily comparison: on record, once a day, by the archiver that is active."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from homeroom.archive import metrics
from homeroom.archive.health import Limits, faults, look
from homeroom.archive.oversight import Oversight
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase
from tests.integration.archive.test_reconcile import write

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_it_compares_once_a_day_and_what_it_found_is_on_record(database: TestDatabase) -> None:
    write(database, "$one", "{}")
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO public.events (topological_ordering, event_id, type, room_id, "
                "processed, outlier, depth, stream_ordering) "
                "VALUES (1, '$bare', 'm', '!r:x', true, false, 1, 1)"
            )
        )
    oversight = Oversight(
        engine=database.engine(DatabaseRole.ARCHIVER),
        metrics=metrics.create(),
        active=threading.Event(),
        stopping=threading.Event(),
        every=timedelta(hours=24),
    )
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        found = oversight.step(connection, NOW)
        assert found is not None
        assert not found.complete
        assert oversight.step(connection, NOW + timedelta(hours=23)) is None
        assert oversight.step(connection, NOW + timedelta(hours=24)) is not None
    with database.connect() as connection:
        said = connection.scalars(
            text("SELECT payload FROM outbox.entry WHERE kind = 'reconciliation' ORDER BY id")
        ).all()
    assert len(said) == 2
    assert "$bare" in said[0]
    with database.connect(DatabaseRole.STEWARD) as connection:
        assert "differences" in faults(look(connection), Limits())


def test_what_waits_is_counted_no_further_than_asked(database: TestDatabase) -> None:
    for number in range(5):
        write(database, f"$event{number}", "{}")
    with database.connect(DatabaseRole.MODULE) as connection:
        assert connection.scalar(text("SELECT outbox.waiting(3)")) == 3
        assert connection.scalar(text("SELECT outbox.waiting(100)")) == 5
