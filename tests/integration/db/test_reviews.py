"""A leave is used once, by whoever asks first, and the steward notes and decides nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from homeroom.db.roles import DatabaseRole
from homeroom.registry import reviews
from homeroom.registry.decisions import find, record
from homeroom.registry.model import Review, Waiver
from tests.fixtures.postgres import TestDatabase

NOW = datetime.now(UTC)


def waiver(key: str, expires: datetime) -> Waiver:
    return Waiver(
        id=key, person="p", room_id="!r", fingerprint="f", rules=("hours",), expires=expires
    )


def test_of_many_who_ask_at_once_one_may_use_it(database: TestDatabase) -> None:
    with database.connect() as connection, connection.begin():
        record(connection, waiver("$1", NOW + timedelta(hours=1)), by="@principal:x")
        record(connection, waiver("$late", NOW - timedelta(seconds=1)), by="@principal:x")

    def use(key: str) -> bool:
        with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
            return reviews.use(connection, key)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, ["$1"] * 4)) == [False, False, False, True]
    assert not use("$late")
    assert not use("$unknown")


def test_the_steward_notes_once_and_answers_nothing(database: TestDatabase) -> None:
    review = Review(
        id="$1", person="p", room_id="!r", rules=("hours",), why="w", asked=NOW, due=NOW
    )
    with database.connect() as connection, connection.begin():
        reviews.ask(connection, review, by="@student:x")
    with database.connect(DatabaseRole.STEWARD) as connection:
        assert reviews.note(connection, "$1", "told")
        assert not reviews.note(connection, "$1", "told")
        assert not reviews.note(connection, "$unknown", "told")
        noted = find(connection, Review, "$1")
        assert noted is not None
        assert (noted.told, noted.escalated, noted.state) == (True, False, "asked")
        connection.commit()
        with pytest.raises(DBAPIError, match="told or escalated"):
            reviews.note(connection, "$1", "released")
        connection.rollback()
        with pytest.raises(DBAPIError, match="permission denied"):
            reviews.use(connection, "$1")
