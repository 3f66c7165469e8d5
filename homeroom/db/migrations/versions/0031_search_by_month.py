"""The search table by district and month, with networks and verdicts; words in files beside it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from homeroom.db.search_months import MONTH, TABLE
from homeroom.errors import HomeroomError

revision = "0031"
down_revision = "0030"

UNCOPIED = text("""
    SELECT EXISTS (SELECT FROM archive.search AS s WHERE NOT EXISTS (
        SELECT FROM archive.search_by_month AS m WHERE m.district = s.district
        AND m.epoch = s.epoch AND m.index = s.index))
""")
TAKE_IN = """
DROP TABLE archive.search;
DROP FUNCTION IF EXISTS archive.forget_copy();
ALTER TABLE archive.search_by_month RENAME TO search;
GRANT SELECT ON archive.search TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT INSERT ON archive.search TO homeroom_archiver;
"""

# Made ahead, and for whatever lies in the rest. Odd dates stay there: no table for each.
MONTHS = """
CREATE FUNCTION archive.make_months() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$ DECLARE
    here text := registry.this_district();
    month date;
    made integer := 0;
BEGIN
    IF here IS NULL THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.months'));
    FOR month IN
        SELECT m.month FROM (
            SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
                (now() AT TIME ZONE 'UTC') + interval '2 months', interval '1 month')::date
            UNION
            SELECT date_trunc('month', r.at AT TIME ZONE 'UTC')::date FROM archive.search_rest AS r
            WHERE r.district = here AND r.at >= '2000-01-01' AND r.at < now() + interval '2 months'
        ) AS m (month)
        WHERE to_regclass(format('archive.search_%s_%s', left(md5(here), 8),
            to_char(m.month, 'YYYYMM'))) IS NULL
        ORDER BY 1 LIMIT 12
    LOOP
        PERFORM archive.make_month('archive.search', here, month);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION archive.make_months() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive.make_months() TO homeroom_archiver, homeroom_admin;
"""

# A row for each file that an entry names and each stretch of its text; `at` leads to the entry's
# own month.
ATTACHMENTS = """
CREATE TABLE archive.attachment (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    mxc text NOT NULL,
    part integer NOT NULL CONSTRAINT attachment_part CHECK (part >= 0),
    at timestamptz NOT NULL,
    name text NOT NULL,
    names tsvector NOT NULL,
    text text NOT NULL,
    tsv tsvector NOT NULL,
    PRIMARY KEY (district, epoch, index, mxc, part)
);
CREATE INDEX attachment_words ON archive.attachment USING gin (tsv);
CREATE INDEX attachment_names ON archive.attachment USING gin (names);
CREATE TABLE archive.attachment_progress (
    district text PRIMARY KEY DEFAULT registry.this_district(),
    epoch integer NOT NULL,
    next bigint NOT NULL
);
CREATE FUNCTION archive.forget_attachments() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    DELETE FROM archive.attachment AS a USING gone AS g
    WHERE a.district = g.district AND a.epoch = g.epoch AND a.index = g.index;
    RETURN NULL;
END $$;
-- Their text goes with the last trace that the entry named a file: disposition deletes that first.
CREATE TRIGGER forget_attachments AFTER DELETE ON archive.media_reference
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION archive.forget_attachments();
ALTER TABLE archive.media_reference ENABLE ALWAYS TRIGGER forget_attachments;
GRANT SELECT ON archive.attachment, archive.attachment_progress
    TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT INSERT ON archive.attachment TO homeroom_archiver;
GRANT INSERT, UPDATE ON archive.attachment_progress TO homeroom_archiver;
"""


def upgrade() -> None:
    """Take in what was copied; an archive with entries must have been copied before."""
    connection = op.get_bind()
    for part in (TABLE, MONTH, "LOCK TABLE archive.search IN ACCESS EXCLUSIVE MODE"):
        op.execute(part)
    if connection.scalar(UNCOPIED):
        raise HomeroomError(
            "the search table is not copied yet: run `homeroom migrate` again, it goes on where "
            "it was stopped"
        )
    for part in (TAKE_IN, MONTHS, "SELECT archive.make_months()", ATTACHMENTS):
        op.execute(part)
