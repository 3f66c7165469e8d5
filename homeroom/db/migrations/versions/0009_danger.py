"""Alerts of danger: an alert exists if and only if the entry that raised it does."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = """
CREATE SCHEMA danger;

CREATE TABLE danger.alert (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    source text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    sender text NOT NULL,
    people text[] NOT NULL,
    room_id text NOT NULL,
    rules text[] NOT NULL,
    CONSTRAINT alert_once UNIQUE (district, source)
);

CREATE TABLE danger.step (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    alert bigint NOT NULL REFERENCES danger.alert,
    action text NOT NULL,
    by text NOT NULL,
    person text NOT NULL DEFAULT '',
    channel text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    CONSTRAINT step_action
        CHECK (action IN ('told', 'not_told', 'acknowledged', 'guardian_told', 'closed'))
);
CREATE INDEX step_alert ON danger.step (alert, action);
"""

# Invariant 14. The entry (a verdict, or what came to a bridge) and the alert are one transaction.
# `source` names what was said, so that a message seen at its bridge and again in Synapse makes one
# alert; the entry is appended both times.
RAISE = """
CREATE FUNCTION danger.raise_alert(kind text, key text, payload text, source text, sender text,
    people text[], room_id text, rules text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF raise_alert.kind NOT IN ('decision', 'bridge') THEN
        RAISE EXCEPTION 'an alert is raised by a decision or a bridge, not by %', raise_alert.kind;
    END IF;
    PERFORM outbox.append(raise_alert.kind, raise_alert.key, raise_alert.payload);
    INSERT INTO danger.alert (source, kind, key, sender, people, room_id, rules)
    VALUES (raise_alert.source, raise_alert.kind, raise_alert.key, raise_alert.sender,
            raise_alert.people, raise_alert.room_id, raise_alert.rules)
    ON CONFLICT ON CONSTRAINT alert_once DO NOTHING RETURNING id INTO made;
    IF made IS NOT NULL THEN
        PERFORM outbox.append('alert', made || '/raised', json_build_object('alert', made,
            'action', 'raised', 'entry_kind', raise_alert.kind, 'entry_key', raise_alert.key,
            'rules', raise_alert.rules)::text);
    END IF;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION
    danger.raise_alert(text, text, text, text, text, text[], text, text[]) FROM PUBLIC;
"""

# Each step stands in the record. Whom the steward told, only the steward says; what an adult
# decided (seen, closed, a guardian told), only the portal and the command.
STEP = """
CREATE FUNCTION danger.note(alert bigint, action text, by text, person text, channel text,
    note text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF (note.action IN ('told', 'not_told')) <> (SESSION_USER = 'homeroom_steward') THEN
        RAISE EXCEPTION '% is not for % to say', note.action, SESSION_USER;
    END IF;
    INSERT INTO danger.step (alert, action, by, person, channel, note)
    VALUES (note.alert, note.action, note.by, note.person, note.channel, note.note)
    RETURNING id INTO made;
    PERFORM outbox.append('alert', note.alert || '/' || made, json_build_object(
        'alert', note.alert, 'action', note.action, 'actor', note.by, 'person', note.person,
        'channel', note.channel, 'note', note.note)::text);
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION danger.note(bigint, text, text, text, text, text) FROM PUBLIC;
"""

GRANTS = """
GRANT USAGE ON SCHEMA danger TO homeroom_module, homeroom_bridge, homeroom_steward,
    homeroom_portal, homeroom_admin;
GRANT SELECT ON danger.alert, danger.step TO homeroom_steward, homeroom_portal, homeroom_admin;
GRANT EXECUTE ON FUNCTION danger.raise_alert(text, text, text, text, text, text[], text, text[])
    TO homeroom_module, homeroom_bridge;
GRANT EXECUTE ON FUNCTION danger.note(bigint, text, text, text, text, text)
    TO homeroom_steward, homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create the schema `danger`."""
    for part in (TABLES, RAISE, STEP, GRANTS):
        op.execute(part)
