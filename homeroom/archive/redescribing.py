"""Describes entries anew that were sealed before the index knew ids, and words that tags cut."""

from __future__ import annotations

import json

from sqlalchemy import Connection, text

from homeroom.archive.entry import search_row

AT_ONCE = 5_000
# Whatever can differ from how it was described before; the rest is as it would be made now.
NEXT = text(r"""
    SELECT s.district, s.epoch, s.index AS place, s.at, s.kind, p.payload
    FROM archive.search AS s
    JOIN archive.payload AS p
        ON p.district = s.district AND p.epoch = s.epoch AND p.index = s.index
    WHERE (s.district, s.epoch, s.index) > (:district, :epoch, :place) AND (
        s.type IN ('m.room.member', 'm.room.redaction') OR length(s.text) >= 20000
        OR p.payload LIKE '%"m.relates_to"%' OR p.payload LIKE '%"m.mentions"%'
        OR p.payload LIKE '%"formatted_body"%' OR p.payload LIKE '%\%40%'
        OR s.text LIKE '%@%:%' OR p.payload ~ '[a-z0-9]\.[a-z_]+":"'
        OR s.text ~ '[^\x01-\x7f]')
    ORDER BY s.district, s.epoch, s.index LIMIT :most
""")
CHANGE = text("""
    UPDATE archive.search AS s SET text = made.text, tsv = CAST(made.tsv AS tsvector)
    FROM unnest(CAST(:places AS bigint[]), CAST(:texts AS text[]), CAST(:vectors AS text[]))
        AS made (place, text, tsv)
    WHERE s.district = :district AND s.epoch = :epoch AND s.index = made.place
""")


def describe_anew(connection: Connection, most: int = AT_ONCE) -> int:
    """All that may be found by more than before; how many entries. The caller commits."""
    after = {"district": "", "epoch": 0, "place": -1}
    done = 0
    while rows := connection.execute(NEXT, {**after, "most": most}).all():
        for district, epoch in sorted({(row.district, row.epoch) for row in rows}):
            here = [row for row in rows if (row.district, row.epoch) == (district, epoch)]
            made = [search_row(row.kind, row.at, json.loads(row.payload)) for row in here]
            asked = {
                "places": [row.place for row in here],
                "texts": [row[-2] for row in made],
                "vectors": [row[-1] for row in made],
            }
            connection.execute(CHANGE, {"district": district, "epoch": epoch, **asked})
        last = rows[-1]
        after = {"district": last.district, "epoch": last.epoch, "place": last.place}
        done += len(rows)
    return done
