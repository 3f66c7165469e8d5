"""Brings a database to this version: roles, Synapse's own schema, then ours. Forward only.

Synapse's tables belong to `homeroom_owner`, so that the login Synapse runs with can neither drop
the capture trigger nor rename the table under it; Synapse's upgrades run as `homeroom_upgrade`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from alembic import command
from alembic.config import Config
from psycopg2 import sql
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import OWNER, DatabaseRole
from homeroom.errors import HomeroomError

MIGRATIONS = Path(__file__).parent / "migrations"
TRUNCATED_BY_SYNAPSE = (
    "user_directory",
    "user_directory_search",
    "users_in_public_rooms",
    "users_who_share_private_rooms",
)

# Synapse says CREATE TABLE IF NOT EXISTS of its own bookkeeping at each start, for which
# PostgreSQL wants the right to create; this keeps that login from creating anything for real.
NO_DDL = """
CREATE OR REPLACE FUNCTION public.homeroom_no_ddl() RETURNS event_trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    IF session_user = 'homeroom_synapse' AND EXISTS (SELECT FROM pg_event_trigger_ddl_commands())
    THEN RAISE EXCEPTION 'Synapse changes its schema by `homeroom migrate` only'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
DROP EVENT TRIGGER IF EXISTS homeroom_no_ddl;
CREATE EVENT TRIGGER homeroom_no_ddl ON ddl_command_end
EXECUTE FUNCTION public.homeroom_no_ddl();
ALTER EVENT TRIGGER homeroom_no_ddl ENABLE ALWAYS;
"""


def migrate(
    superuser_dsn: str,
    config: HomeroomConfig,
    before: Callable[[Engine], object] = lambda engine: None,
) -> None:
    """Create or upgrade the district's database; `HomeroomError` says which step failed.

    `before` does, in transactions of its own, what takes too long for that of the migrations.
    """
    create_roles_and_database(superuser_dsn, config)
    engine = connect(config, DatabaseRole.UPGRADE)
    try:
        if _installed(engine) != version("matrix-synapse"):
            upgrade_synapse(config)
        before(engine)
        with engine.begin() as connection:
            _grant_synapse(connection)
            upgrade_homeroom(connection)
            _note_installed(connection, config)
            connection.execute(text("SELECT archive.make_months()"))
    finally:
        engine.dispose()


def create_roles_and_database(superuser_dsn: str, config: HomeroomConfig) -> None:
    """Roles with the passwords of `DIR/secrets`, and an empty database in C locale."""
    server = create_engine(_psycopg2(superuser_dsn), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        _create_role(connection, OWNER, None)
        for role in DatabaseRole:
            _create_role(connection, role.value, config.secret(role.value))
        _create_database(connection, config.database.name)
    server.dispose()
    inside = create_engine(
        make_url(_psycopg2(superuser_dsn)).set(database=config.database.name),
        isolation_level="AUTOCOMMIT",
    )
    with inside.connect() as connection:
        _prepare_database(connection, config.database.name)
    inside.dispose()


def upgrade_synapse(config: HomeroomConfig) -> None:
    """Run Synapse's schema upgrade and its background updates, as the login for that."""
    script = "synapse._scripts.update_synapse_database"
    with tempfile.TemporaryDirectory() as folder:
        file, key = Path(folder) / "upgrade.yaml", Path(folder) / "signing.key"
        file.touch(mode=0o600)
        key.write_text(f"ed25519 upgrade {'A' * 43}\n", encoding="utf-8")
        file.write_text(yaml.safe_dump(_upgrade_settings(config, key)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", script, "--database-config", file, "--run-background-updates"],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
    if done.returncode:
        raise HomeroomError(f"Synapse's schema upgrade failed: {done.stderr.strip()[-2000:]}")


def _upgrade_settings(config: HomeroomConfig, key: Path) -> dict[str, Any]:
    """What Synapse must be told for an upgrade; it signs nothing with this key."""
    return {
        "server_name": config.server_name,
        "report_stats": False,
        "signing_key_path": str(key),
        "trusted_key_servers": [],
        "database": {
            "name": "psycopg2",
            "args": {
                "user": DatabaseRole.UPGRADE.value,
                "password": config.secret(DatabaseRole.UPGRADE.value),
                "host": config.database.host,
                "port": config.database.port,
                "dbname": config.database.name,
                "cp_min": 1,
                "cp_max": 2,
            },
        },
    }


def upgrade_homeroom(connection: Connection, to: str = "head") -> None:
    """Run our own migrations, up to one of them, on an open transaction."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)


def _psycopg2(dsn: str) -> str:
    return dsn.replace("postgres://", "postgresql://", 1).replace(
        "postgresql://", "postgresql+psycopg2://", 1
    )


def _execute(connection: Connection, statement: sql.Composable) -> None:
    """Run a statement whose identifiers psycopg2 quotes."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(statement)
    finally:
        cursor.close()


def _create_role(connection: Connection, name: str, password: str | None) -> None:
    known = connection.execute(
        text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}
    ).scalar()
    role = sql.Identifier(name)
    if not known:
        _execute(connection, sql.SQL("CREATE ROLE {}").format(role))
    if password is not None:
        _execute(
            connection,
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password)),
        )


def _create_database(connection: Connection, name: str) -> None:
    known = connection.execute(
        text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
    ).scalar()
    if not known:
        _execute(
            connection,
            sql.SQL(
                "CREATE DATABASE {} OWNER {} TEMPLATE template0 "
                "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            ).format(sql.Identifier(name), sql.Identifier(OWNER)),
        )


def _prepare_database(connection: Connection, name: str) -> None:
    """Schema `public` belongs to the owner; nobody else may create in it or even look."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    logins = sql.SQL(", ").join(sql.Identifier(role.value) for role in DatabaseRole)
    upgrade = sql.Identifier(DatabaseRole.UPGRADE.value)
    for statement in (
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, logins),
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(logins),
        sql.SQL("GRANT {} TO {}").format(owner, upgrade),
        sql.SQL("ALTER ROLE {} IN DATABASE {} SET role = {}").format(
            upgrade, database, sql.Literal(OWNER)
        ),
        sql.SQL("ALTER DATABASE {} SET timezone = 'UTC'").format(database),
        sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(
            sql.Identifier(DatabaseRole.SYNAPSE.value)
        ),
        sql.SQL(NO_DDL),
    ):
        _execute(connection, statement)


def _installed(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if connection.scalar(text("SELECT to_regclass('registry.installed')")) is None:
            return None
        found = connection.scalar(
            text("SELECT version FROM registry.installed WHERE component = 'matrix-synapse'")
        )
        return None if found is None else str(found)


def _note_installed(connection: Connection, config: HomeroomConfig) -> None:
    connection.execute(
        text(
            "INSERT INTO registry.installed VALUES ('matrix-synapse', :version) "
            "ON CONFLICT (component) DO UPDATE SET version = excluded.version"
        ),
        {"version": version("matrix-synapse")},
    )
    connection.execute(
        text("INSERT INTO registry.district VALUES (:district) ON CONFLICT DO NOTHING"),
        {"district": config.district},
    )
    # Only there one person counts as two; what says so is not a process's to write.
    sandbox = (
        "INSERT INTO registry.installed VALUES ('sandbox', '1') ON CONFLICT DO NOTHING"
        if config.sandbox
        else "DELETE FROM registry.installed WHERE component = 'sandbox'"
    )
    connection.execute(text(sandbox))


def _grant_synapse(connection: Connection) -> None:
    """Rows, not tables: what Synapse needs at run time."""
    for statement in (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO homeroom_synapse",
        "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO homeroom_synapse",
        f"GRANT TRUNCATE ON {', '.join(TRUNCATED_BY_SYNAPSE)} TO homeroom_synapse",
    ):
        connection.execute(text(statement))
