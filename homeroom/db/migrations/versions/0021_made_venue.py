"""A room that a user makes, where the policy lets them, is a venue of the registry at once."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"

# The module may designate what a user has just made, in a room that is no venue yet, and no more.
RECORD_MADE = """
CREATE FUNCTION registry.record_made(maker text, state jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF NOT coalesce(record_made.state->>'kind', '') = ANY ('{club,team,announcement,staff}') THEN
        RAISE EXCEPTION 'users make no venue of this kind';
    END IF;
    IF record_made.state->>'id' IS NULL OR record_made.state->>'room_id' IS NULL THEN
        RAISE EXCEPTION 'a venue that a user made has an id and a room';
    END IF;
    IF EXISTS (SELECT FROM registry.current AS c WHERE c.subject = 'venue'
               AND (c.key = record_made.state->>'id'
                    OR c.state->>'room_id' = record_made.state->>'room_id')) THEN
        RAISE EXCEPTION 'venue % or its room is designated already', record_made.state->>'id';
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES (record_made.maker, 'venue', record_made.state->>'id', record_made.state, 'room made')
    RETURNING seq INTO made;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION registry.record_made(text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.record_made(text, jsonb) TO homeroom_module;
"""


def upgrade() -> None:
    """Create it."""
    op.execute(RECORD_MADE)
