"""COPY: how many rows are written at once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg2
from psycopg2 import sql
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from homeroom.archive.copy_text import Cell, line

BLOCK = 1 << 16


def copy_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Append rows to a table in one COPY, in the order given."""
    copy_text(connection, table, columns, "".join(map(line, rows)))


def copy_text(connection: Connection, table: Table, columns: Sequence[str], lines: str) -> None:
    """Append what is in COPY's text format already.

    What the driver raises (no room, no connection) comes as SQLAlchemy's, as from any statement:
    whoever seals must not take it for a row that cannot be sealed.
    """
    if not lines:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.schema or "public", table.name),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(statement, io.BytesIO(lines.encode()), BLOCK)
    except psycopg2.Error as error:
        raise DBAPIError.instance(f"COPY {table.fullname}", None, error, psycopg2.Error) from None
    finally:
        cursor.close()
