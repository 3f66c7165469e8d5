"""Migrations make what the tables declare, from nothing, and once."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from homeroom.db.migrate import MIGRATIONS, migrate
from homeroom.db.tables import load_all
from tests.fixtures.postgres import TestDatabase

PARTITIONS = text("SELECT relname FROM pg_class WHERE relispartition")
OURS = {table.schema for table in load_all().tables.values()}


def superuser(database: TestDatabase) -> Connection:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    return create_engine(dsn, poolclass=NullPool).connect()


def differences(connection: Connection) -> list[Any]:
    partitions = set(connection.scalars(PARTITIONS))

    def ours(name: str | None, kind: str, parents: Any) -> bool:
        """A partition is as its table is; which there are depends on the day."""
        return (kind != "schema" or name in OURS) and (kind != "table" or name not in partitions)

    def of_ours(found: Any, *_: Any) -> bool:
        return getattr(getattr(found, "table", found), "schema", None) in OURS

    options: dict[str, Any] = {
        "include_schemas": True,
        "include_name": ours,
        "include_object": of_ours,
        "compare_type": True,
        "compare_server_default": True,
    }
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, load_all()))


def test_migrations_and_tables_agree(database: TestDatabase) -> None:
    with superuser(database) as connection:
        assert differences(connection) == []
        connection.execute(text("ALTER TABLE registry.decision ADD COLUMN odd text"))
        assert len(differences(connection)) == 1


def test_one_line_of_migrations_and_all_have_run(database: TestDatabase) -> None:
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    with superuser(database) as connection:
        found = connection.scalars(text("SELECT version_num FROM public.homeroom_migration")).all()
    assert len(heads) == 1
    assert list(found) == list(heads)


def test_migrating_again_changes_nothing(database: TestDatabase) -> None:
    """`homeroom up` migrates at each start."""
    count = text("SELECT count(*) FROM pg_class UNION ALL SELECT count(*) FROM pg_trigger")
    with superuser(database) as connection:
        before = connection.scalars(count).all()
    migrate(database.superuser_dsn, database.config)
    with superuser(database) as connection:
        assert connection.scalars(count).all() == before


def test_the_owner_owns_all(database: TestDatabase) -> None:
    """What Synapse's login owned it could drop, the capture trigger with it."""
    with superuser(database) as connection:
        owners = connection.scalars(
            text(
                "SELECT DISTINCT tableowner FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
        ).all()
    assert owners == ["homeroom_owner"]
