"""The venue of a room that a user began to make and that was never finished is closed."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"

# Whoever asks says nothing: which room lacks what every finished one has is the database's to see.
# `createRoom` sends m.room.join_rules with the rest of its settings, after the first two events.
CLOSE_UNFINISHED = """
CREATE FUNCTION registry.close_unfinished() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE closed bigint; BEGIN
    INSERT INTO registry.decision (actor, subject, key, state, note)
    SELECT 'steward', 'venue', c.key, c.state || '{"active": false}'::jsonb, 'room not finished'
    FROM registry.current AS c
    WHERE c.subject = 'venue' AND c.key LIKE 'made-%' AND c.state->>'active' = 'true'
    AND c.at < clock_timestamp() - interval '1 minute'
    AND NOT EXISTS (SELECT FROM public.current_state_events AS s
                    WHERE s.room_id = c.state->>'room_id' AND s.type = 'm.room.join_rules')
    ORDER BY c.key;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;
REVOKE EXECUTE ON FUNCTION registry.close_unfinished() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.close_unfinished() TO homeroom_steward;
"""


def upgrade() -> None:
    """Create it."""
    op.execute(CLOSE_UNFINISHED)
