"""Writing tables anew, so that what was deleted lies in no dead row, index or statistic any more.

A deleted row stays in its table's file until that is written anew. This is done by the login that
owns the tables; nobody can write to a table meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from psycopg2 import sql

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole

TABLES = (
    ("archive", "payload"),
    ("archive", "search"),
    ("archive", "origin"),
    ("archive", "duplicate"),
    ("archive", "media"),
    ("archive", "media_object"),
    ("archive", "media_reference"),
    ("outbox", "entry"),
    ("disclosure", "scope_item"),
    ("inspection", "media"),
    ("bridge", "item"),
    ("bridge", "inbox"),
    ("public", "event_json"),
    ("public", "event_search"),
    ("public", "event_relations"),
    ("public", "event_reports"),
    ("public", "room_memberships"),
    ("public", "room_stats_state"),
    ("public", "local_media_repository"),
    ("public", "local_media_repository_thumbnails"),
)
"""Every table from which destruction takes something, or through which it passed."""
STATISTICS = (("pg_catalog", "pg_statistic"), ("pg_catalog", "pg_statistic_ext_data"))
Progress = Callable[[int, int], None]


def rewrite(config: HomeroomConfig, progress: Progress = lambda done, total: None) -> None:
    """Write them anew, tables first: then what the planner remembers of values is forgotten."""
    engine = connect(config, DatabaseRole.UPGRADE, pool_size=1)
    statements = [
        *(("VACUUM (FULL, ANALYZE) {}", table) for table in TABLES),
        *(("VACUUM (FULL) {}", table) for table in STATISTICS),
    ]
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for number, (statement, table) in enumerate(statements, start=1):
                composed = sql.SQL(statement).format(sql.Identifier(*table))
                connection.connection.cursor().execute(composed)
                progress(number, len(statements))
    finally:
        engine.dispose()
