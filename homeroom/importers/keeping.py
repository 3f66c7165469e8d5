"""Stores the rows of the last imports, so that a delta finds what it changes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from homeroom.db.tables.roster import dated_role, file
from homeroom.importers.oneroster import Kept
from homeroom.importers.roster import RosterPost
from homeroom.policy.roles import Role

RANKS = {role: rank for rank, role in enumerate(Role)}
"""Roles are listed in the order in which they are declared."""


def load(connection: Connection) -> Kept:
    """What earlier imports left."""
    rows = connection.execute(select(file.c.name, file.c.version, file.c.content)).all()
    versions = {row.version for row in rows}
    return Kept(
        version=versions.pop() if len(versions) == 1 else "",
        files={row.name: bytes(row.content) for row in rows},
    )


def store(connection: Connection, kept: Kept) -> None:
    """Keep the files of an import; those of another version of the standard go."""
    connection.execute(delete(file).where(file.c.version != kept.version))
    for name, content in sorted(kept.files.items()):
        values = insert(file).values(name=name, version=kept.version, content=content)
        connection.execute(
            values.on_conflict_do_update(
                index_elements=[file.c.district, file.c.name],
                set_={"content": values.excluded.content, "at": func.clock_timestamp()},
                where=file.c.content != values.excluded.content,
            )
        )


def store_posts(connection: Connection, posts: Iterable[RosterPost]) -> None:
    """Keep the roles that change with the days, in place of those of the last import."""
    rows = [
        {
            "number": number,
            "roster_id": post.roster_id,
            "role": post.role,
            "rank": RANKS[post.role] if post.role else len(RANKS),
            "org": post.org,
            "begins": post.period.begins,
            "ends": post.period.ends,
        }
        for number, post in enumerate(posts)
    ]
    connection.execute(delete(dated_role))
    if rows:
        connection.execute(dated_role.insert(), rows)
