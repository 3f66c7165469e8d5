"""Copies a filled search table into the one by month, before the migration takes that in.

A batch a transaction, in the order of the log: stopped anywhere it goes on from there, and the old
table is used meanwhile. What is destroyed in the old one goes in the copy with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Row, Table, text

from homeroom.archive.copying import copy_rows
from homeroom.archive.entry import SEARCH_COLUMNS, search_row
from homeroom.archive.log import ENTRY
from homeroom.archive.words import tsvector
from homeroom.db.search_months import COPY, MONTH, TABLE

BATCH = 5_000
BY_MONTH = Table("search_by_month", MetaData(), schema="archive")
Progress = Callable[[int], None]
"""Told how many entries are copied."""

UNCOPIED = text("""
    SELECT c.relkind = 'r' FROM pg_class AS c WHERE c.oid = to_regclass('archive.search')
""")
FOLLOW = """
CREATE OR REPLACE FUNCTION archive.forget_copy() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    DELETE FROM archive.search_by_month AS m WHERE m.district = OLD.district
    AND m.epoch = OLD.epoch AND m.index = OLD.index;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER forget_copy AFTER DELETE ON archive.search
FOR EACH ROW EXECUTE FUNCTION archive.forget_copy();
"""
DONE = text("""
    SELECT m.epoch, m.index FROM archive.search_by_month AS m WHERE m.district = :district
    ORDER BY m.epoch DESC, m.index DESC LIMIT 1
""")
# Locked, so that no destruction comes between the reading of a row and its copy.
NEXT = text("""
    SELECT s.district, s.epoch, s.index AS place, s.at, s.kind, s.text, p.payload
    FROM archive.search AS s LEFT JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.district = :district AND (s.epoch, s.index) > (:epoch, :index)
    ORDER BY s.epoch, s.index LIMIT :most FOR UPDATE OF s
""")
MONTHS = text("""
    SELECT archive.make_month(CAST(:parent AS regclass), :district, m.month) FROM (
        SELECT DISTINCT date_trunc('month', g.at AT TIME ZONE 'UTC')::date AS month
        FROM unnest(CAST(:times AS timestamptz[])) AS g (at)
        WHERE g.at >= '2000-01-01' AND g.at < now() + interval '2 months') AS m
""")
DISTRICTS = text("SELECT DISTINCT t.district FROM archive.tree AS t ORDER BY 1")


def prepare(engine: Engine, progress: Progress = lambda done: None, *, most: int = BATCH) -> int:
    """Copy what is not copied yet; how many entries. Nothing to do is done at once."""
    with engine.connect() as connection:
        if not connection.scalar(UNCOPIED):
            return 0
        for part in (TABLE, MONTH, FOLLOW):
            connection.execute(text(part))
        districts = list(connection.scalars(DISTRICTS))
        connection.commit()
        done = 0
        for district in districts:
            while copied := _copy(connection, district, most):
                done += copied
                progress(done)
        return done


def _copy(connection: Connection, district: str, most: int) -> int:
    """One batch, in one transaction."""
    after = connection.execute(DONE, {"district": district}).one_or_none()
    place = {"epoch": after[0], "index": after[1]} if after else {"epoch": 0, "index": -1}
    rows = connection.execute(NEXT, {"district": district, "most": most, **place}).all()
    if rows:
        times = [row.at for row in rows]
        asked = {"parent": COPY, "district": district, "times": times}
        connection.execute(MONTHS, asked)
        copy_rows(connection, BY_MONTH, (*ENTRY, *SEARCH_COLUMNS), map(_row, rows))
    connection.commit()
    return len(rows)


def _row(row: Row[Any]) -> tuple[Any, ...]:
    """From the payload, as when it is sealed; from what stood there where that is gone."""
    place = (row.district, row.epoch, row.place)
    payload = json.loads(row.payload) if row.payload is not None else {}
    made = (*place, *search_row(row.kind, row.at, payload))
    if row.payload is not None:
        return made
    return (*made[:-2], row.text, tsvector(row.text))
