"""What the steward's login may do: read the registry, say where a venue's room is, and report."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

# The steward makes rooms for venues that the district has designated; it designates none.
RECORD_ROOM = """
CREATE FUNCTION registry.record_room(venue text, room_id text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; known jsonb; BEGIN
    SELECT state INTO known FROM registry.current
    WHERE subject = 'venue' AND key = record_room.venue;
    IF known IS NULL THEN
        RAISE EXCEPTION 'venue % is not designated', record_room.venue;
    END IF;
    IF EXISTS (SELECT FROM registry.current AS c WHERE c.subject = 'venue'
               AND c.key <> record_room.venue AND c.state->>'room_id' = record_room.room_id) THEN
        RAISE EXCEPTION 'room % is the place of another venue', record_room.room_id;
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES ('steward', 'venue', record_room.venue,
            known || jsonb_build_object('room_id', record_room.room_id), 'room made')
    RETURNING seq INTO made;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION registry.record_room(text, text) FROM PUBLIC;
"""

GRANTS = """
GRANT USAGE ON SCHEMA registry, outbox TO homeroom_steward;
GRANT SELECT ON registry.district, registry.decision, registry.current TO homeroom_steward;
GRANT EXECUTE ON FUNCTION registry.record_room(text, text) TO homeroom_steward;
GRANT EXECUTE ON FUNCTION outbox.append(text, text, text) TO homeroom_steward;
"""


def upgrade() -> None:
    """Create it."""
    op.execute(RECORD_ROOM)
    op.execute(GRANTS)
