"""A drill: an alert that nobody's words raised, so that a chain can be tried."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

DRILL = """
CREATE FUNCTION danger.drill(org text, by text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    INSERT INTO danger.alert (source, kind, key, sender, people, room_id, rules)
    VALUES ('drill:' || gen_random_uuid(), 'alert', '', 'drill:' || drill.org, '{}', '', '{drill}')
    RETURNING id INTO made;
    PERFORM outbox.append('alert', made || '/raised', json_build_object('alert', made,
        'action', 'drill', 'actor', drill.by, 'org', drill.org)::text);
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION danger.drill(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION danger.drill(text, text) TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create the function."""
    op.execute(DRILL)
