"""Taking in events from before the capture: what Synapse holds and neither archive nor outbox."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"

# Oldest first: what was backfilled has negative numbers, what was never ordered comes before all.
ADOPT = """
CREATE FUNCTION outbox.adopt(most bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.adopt'));
    INSERT INTO outbox.entry (kind, key, payload, metadata)
    SELECT 'event', e.event_id, e.json, json_build_object(
        'room_id', e.room_id, 'internal_metadata', e.internal_metadata,
        'format_version', e.format_version,
        'adopted', json_build_object(
            'received', v.received_ts,
            'backfilled', coalesce(v.stream_ordering < 0, false),
            'redacted', EXISTS (SELECT FROM public.redactions AS r
                WHERE r.redacts = e.event_id),
            'pruned', EXISTS (SELECT FROM public.redactions AS r
                WHERE r.redacts = e.event_id AND r.have_censored)))::text
    FROM public.event_json AS e LEFT JOIN public.events AS v ON v.event_id = e.event_id
    WHERE NOT EXISTS (SELECT FROM archive.origin AS o
        WHERE o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id)
    AND NOT EXISTS (SELECT FROM outbox.entry AS w WHERE w.kind = 'event' AND w.key = e.event_id)
    ORDER BY v.stream_ordering NULLS FIRST, e.event_id LIMIT most;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION outbox.adopt(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox.adopt(bigint) TO homeroom_admin;
"""


def upgrade() -> None:
    """Create the function; only the command's login may call it."""
    op.execute(ADOPT)
