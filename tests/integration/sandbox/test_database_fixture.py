"""The databases that tests are given are whole, separate, and no more open than the real one."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase


@pytest.mark.parametrize("role", list(DatabaseRole))
def test_every_role_signs_in(database: TestDatabase, role: DatabaseRole) -> None:
    with database.connect(role) as connection:
        assert connection.scalar(text("SELECT session_user")) == role.value


def test_synapse_cannot_create_tables(database: TestDatabase) -> None:
    with (
        database.connect(DatabaseRole.SYNAPSE) as connection,
        pytest.raises(ProgrammingError, match="homeroom migrate"),
    ):
        connection.execute(text("CREATE TABLE public.mine (x int)"))
