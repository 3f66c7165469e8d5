"""Urgent notices: first out of a bridge, what the network says of them, and those of clients."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"

COLUMN = "ALTER TABLE bridge.item ADD COLUMN urgent boolean NOT NULL DEFAULT false;"

# How far what was sent got, without a word of it.
REACHED = """
CREATE VIEW bridge.reached AS
    SELECT i.remote_id AS event_id, i.network, i.state, i.delivery, a.value AS phone
    FROM bridge.item AS i
    JOIN bridge.portal AS p ON p.network = i.network AND p.room_id = i.conversation
    JOIN bridge.alias AS a ON a.ghost = p.ghost AND a.network = p.network
    WHERE i.direction = 'out' AND a.kind = 'phone' AND a.until IS NULL;
GRANT SELECT ON bridge.reached TO homeroom_portal, homeroom_admin;
"""

# The verdict and the record that somebody must look at are one transaction.
NOTE = """
CREATE FUNCTION registry.note_urgent(key text, state jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    IF note_urgent.key NOT LIKE 'client-%' OR note_urgent.state->>'id' <> note_urgent.key
        OR note_urgent.state->>'reviewed_by' <> '' THEN
        RAISE EXCEPTION 'a notice of a client is new, and named client-…';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    IF EXISTS (SELECT FROM registry.current AS c
               WHERE c.subject = 'urgent_notice' AND c.key = note_urgent.key) THEN
        RETURN false;
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES ('module', 'urgent_notice', note_urgent.key, note_urgent.state, 'sent');
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION registry.note_urgent(text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.note_urgent(text, jsonb) TO homeroom_module;
"""


def upgrade() -> None:
    """Add column, view and function."""
    for part in (COLUMN, REACHED, NOTE):
        op.execute(part)
