"""docs/database-rights.md is what the database says, no more and no less, each with a reason."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from sqlalchemy import Connection, text

from homeroom.db.roles import OWNER, DatabaseRole
from tests.fixtures.postgres import TestDatabase

PAGE = Path(__file__).parents[3] / "docs" / "database-rights.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
PINNED = "search_path=pg_catalog, pg_temp"

FUNCTIONS = text("""
    SELECT p.oid::regprocedure::text AS name, p.proconfig AS settings,
           pg_get_userbyid(p.proowner) AS owner,
           ARRAY(SELECT DISTINCT coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC')
                 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
                 WHERE a.grantee <> p.proowner ORDER BY 1) AS callers
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
""")
# Synapse's own rights on Synapse's own tables are what Synapse needs, and come with its versions.
GRANTS = text("""
    WITH entry AS (
        SELECT c.relnamespace, c.oid, c.relname, c.relowner, NULL AS attname, a.*
        FROM pg_class AS c, aclexplode(c.relacl) AS a
        UNION ALL
        SELECT c.relnamespace, c.oid, c.relname, c.relowner, t.attname, a.*
        FROM pg_attribute AS t JOIN pg_class AS c ON c.oid = t.attrelid, aclexplode(t.attacl) AS a
    )
    SELECT n.nspname || '.' || relname AS name, attname AS only_column, is_grantable,
           coalesce(nullif(grantee, 0)::regrole::text, 'PUBLIC') AS grantee, privilege_type AS what
    FROM entry JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND grantee <> relowner
    AND NOT (n.nspname = 'public' AND grantee = 'homeroom_synapse'::regrole)
""")


def documented(part: str) -> dict[str, str]:
    """What a part of the page says of each name; every row has its reason."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8").split(f"## {part}\n")[1].split("\n## ")[0])
    assert [name for name, _, reason in rows if len(reason.split()) < 3] == []
    return {name: said for name, said, _ in rows}


def short(role: str) -> str:
    return role.removeprefix("homeroom_")


def granted(connection: Connection) -> dict[str, str]:
    """The rights on each table, as the page writes them."""
    found: dict[str, dict[str, dict[str, set[str | None]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for row in connection.execute(GRANTS):
        found[row.name][row.grantee][row.what].add(row.only_column)
    return {name: "; ".join(_said(roles)) for name, roles in found.items()}


def _said(roles: dict[str, dict[str, set[str | None]]]) -> list[str]:
    def right(what: str, columns: set[str | None]) -> str:
        named = sorted(column for column in columns if column)
        return f"{what} ({', '.join(named)})" if None not in columns else what

    return [
        f"{short(role)}: " + ", ".join(right(what, of) for what, of in sorted(rights.items()))
        for role, rights in sorted(roles.items())
    ]


def test_every_function_with_its_owners_rights_has_a_reason(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.UPGRADE) as connection:
        rows = connection.execute(FUNCTIONS).all()
    called = {row.name: ", ".join(map(short, row.callers)) or "a trigger" for row in rows}
    assert called == documented("Functions with their owner's rights")
    assert {row.owner for row in rows} == {OWNER}


def test_each_of_them_is_found_by_no_other_path(database: TestDatabase) -> None:
    """Whatever schema a caller puts first, the function looks into none but those it names."""
    with database.connect(DatabaseRole.UPGRADE) as connection:
        rows = connection.execute(FUNCTIONS).all()
    assert [row.name for row in rows if PINNED not in (row.settings or [])] == []
    assert [row.name for row in rows if "PUBLIC" in row.callers] == []


def test_every_right_on_a_table_has_a_reason(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.UPGRADE) as connection:
        assert granted(connection) == documented("Tables")


def test_no_right_is_everybodys_or_can_be_passed_on(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.UPGRADE) as connection:
        rows = connection.execute(GRANTS).all()
    assert [row.name for row in rows if row.grantee == "PUBLIC" or row.is_grantable] == []
    assert {row.grantee for row in rows} <= {role.value for role in DatabaseRole}


def test_a_new_function_or_right_without_a_reason_is_found(database: TestDatabase) -> None:
    """The guard guarded: what these tests compare does see what is added."""
    with database.connect(DatabaseRole.UPGRADE) as connection:
        before = len(connection.execute(FUNCTIONS).all()), granted(connection)
        connection.execute(
            text(
                "CREATE FUNCTION archive.open() RETURNS int LANGUAGE sql SECURITY DEFINER "
                "AS 'SELECT 1'; GRANT DELETE ON archive.leaf TO homeroom_portal"
            )
        )
        after = len(connection.execute(FUNCTIONS).all()), granted(connection)
        connection.rollback()
    assert after[0] == before[0] + 1
    assert "portal: DELETE, SELECT" in after[1]["archive.leaf"]
    assert "archive.open()" not in documented("Functions with their owner's rights")
