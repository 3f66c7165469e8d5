"""Who has a role is found by an index; words by a plan that a connection makes once."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"

ROLES = """
CREATE INDEX current_roles ON registry.current USING gin ((state -> 'roles'))
WHERE subject = 'person'
"""

# To plan a look into every month takes longer than to look: here it is done once a connection. Of
# what is looked for nothing is known then, so only the index of words may be asked, and no dates.
BY_WORDS = """
CREATE FUNCTION archive.by_words(wanted tsquery, most integer,
    without_rooms text[], without_senders text[], without_names tsquery)
RETURNS TABLE (epoch integer, index bigint, at timestamptz, kind text, type text, room_id text,
    sender text, event_id text, network text, verdict text, text text, file text, file_text text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off
SET enable_indexonlyscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
    here text := registry.this_district();
    said bigint;
BEGIN
    -- Fenced off by OFFSET 0, so that what is left out is planned once and not for each month.
    RETURN QUERY SELECT s.epoch, s.index, s.at, s.kind, s.type, s.room_id, s.sender, s.event_id,
            s.network, s.verdict, s.text, NULL::text, NULL::text
        FROM (SELECT m.* FROM archive.search AS m
            WHERE m.district = here AND m.tsv @@ wanted OFFSET 0) AS s
        WHERE (s.epoch, s.index) NOT IN (
                SELECT e.epoch, e.index FROM archive.sealed_entry AS e WHERE e.district = here)
            AND (s.room_id = ANY (without_rooms)) IS NOT TRUE
            AND (s.sender = ANY (without_senders)) IS NOT TRUE
            AND (s.tsv @@ without_names) IS NOT TRUE
        LIMIT most;
    GET DIAGNOSTICS said = ROW_COUNT;
    IF said < most AND EXISTS (SELECT FROM archive.attachment AS a WHERE a.tsv @@ wanted) THEN
        RETURN QUERY SELECT DISTINCT ON (s.at, s.epoch, s.index) s.epoch, s.index, s.at, s.kind,
                s.type, s.room_id, s.sender, s.event_id, s.network, s.verdict, s.text, s.file,
                s.file_text
            FROM (SELECT m.*, a.name AS file, a.text AS file_text
                FROM archive.attachment AS a JOIN archive.search AS m ON m.district = a.district
                    AND m.at = a.at AND m.epoch = a.epoch AND m.index = a.index
                WHERE a.district = here AND a.tsv @@ wanted OFFSET 0) AS s
            WHERE NOT s.tsv @@ wanted
                AND (s.epoch, s.index) NOT IN (
                    SELECT e.epoch, e.index FROM archive.sealed_entry AS e WHERE e.district = here)
                AND (s.room_id = ANY (without_rooms)) IS NOT TRUE
                AND (s.sender = ANY (without_senders)) IS NOT TRUE
                AND (s.tsv @@ without_names) IS NOT TRUE
            LIMIT most - said;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION
    archive.by_words(tsquery, integer, text[], text[], tsquery) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    archive.by_words(tsquery, integer, text[], text[], tsquery)
    TO homeroom_archiver, homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create both."""
    for part in (ROLES, BY_WORDS):
        op.execute(part)
