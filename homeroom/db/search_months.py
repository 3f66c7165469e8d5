"""The search table by district and month, as its migration makes it; it may be filled before.

A filled archive is copied into `archive.search_by_month` a batch at a time
(`homeroom.archive.by_month`), while the old table goes on being used; the migration then takes it
in.
"""

from __future__ import annotations

COPY = "archive.search_by_month"

# The key is the order of hits; that an entry is there once is kept by its leaf's key.
TABLE = """
CREATE TABLE IF NOT EXISTS archive.search_by_month (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    room_id text,
    sender text,
    event_id text,
    network text,
    verdict text,
    text text NOT NULL,
    tsv tsvector NOT NULL,
    CONSTRAINT search_order PRIMARY KEY (district, at, epoch, index)
) PARTITION BY RANGE (district, at);
CREATE INDEX IF NOT EXISTS search_entry ON archive.search_by_month (district, epoch, index);
CREATE INDEX IF NOT EXISTS search_of_sender ON archive.search_by_month (district, sender, at);
CREATE INDEX IF NOT EXISTS search_of_room ON archive.search_by_month (district, room_id, at);
CREATE INDEX IF NOT EXISTS search_of_kind ON archive.search_by_month (district, kind, at)
    WHERE kind <> 'event';
CREATE INDEX IF NOT EXISTS search_of_network ON archive.search_by_month (district, network, at)
    WHERE network IS NOT NULL;
CREATE INDEX IF NOT EXISTS search_of_verdict ON archive.search_by_month (district, verdict, at)
    WHERE verdict IS NOT NULL;
CREATE INDEX IF NOT EXISTS search_of_words ON archive.search_by_month USING gin (tsv);
CREATE TABLE IF NOT EXISTS archive.search_rest
    PARTITION OF archive.search_by_month DEFAULT;
"""

# What has no month yet lies in `search_rest`, so that sealing never waits for one. Its rows move
# when their month is made, all in one transaction: nobody sees them twice, or not at all.
MONTH = """
CREATE OR REPLACE FUNCTION archive.make_month(parent regclass, here text, month date) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ DECLARE
    name text := format('search_%s_%s', left(md5(here), 8), to_char(month, 'YYYYMM'));
    since timestamptz := month::timestamp AT TIME ZONE 'UTC';
    until timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('archive.' || name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE archive.%I (LIKE %s INCLUDING ALL)', name, parent);
    LOCK TABLE archive.search_rest IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('WITH moved AS (DELETE FROM archive.search_rest AS r WHERE r.district = $1
        AND r.at >= $2 AND r.at < $3 RETURNING r.*) INSERT INTO archive.%I SELECT * FROM moved',
        name) USING here, since, until;
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION archive.%I
        FOR VALUES FROM (%L, %L) TO (%L, %L)', parent, name, here, since, here, until);
END $$;
REVOKE EXECUTE ON FUNCTION archive.make_month(regclass, text, date) FROM PUBLIC;
"""
