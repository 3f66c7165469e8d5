"""Stores the rows of the last imports, so that a delta finds what it changes."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from homeroom.db.tables.roster import file
from homeroom.importers.oneroster import Kept


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
