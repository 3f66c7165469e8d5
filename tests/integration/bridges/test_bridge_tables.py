"""The migration and the declared tables of the bridge agree."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text

from homeroom.db.tables import load_all
from tests.fixtures.postgres import TestDatabase


def _of_the_bridge(name: str | None, kind: str, parents: Any) -> bool:
    return name == "bridge" if kind == "schema" else True


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": _of_the_bridge,
            "include_object": _belongs,
            "compare_server_default": True,
            "compare_type": True,
        },
    )
    return list(compare_metadata(context, load_all()))


def _belongs(found: Any, *_: Any) -> bool:
    return bool(getattr(getattr(found, "table", found), "schema", None) == "bridge")


def test_migration_and_tables_agree(database: TestDatabase) -> None:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    with create_engine(dsn, poolclass=NullPool).connect() as connection:
        assert _differences(connection) == []
        connection.execute(text("ALTER TABLE bridge.media ADD COLUMN odd text"))
        assert len(_differences(connection)) == 1
