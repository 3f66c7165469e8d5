"""The registry of decisions, the outbox, and the trigger that captures Synapse's events."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

SCHEMAS = """
CREATE SCHEMA registry;
CREATE SCHEMA outbox;
CREATE TABLE registry.district (district text PRIMARY KEY);
CREATE TABLE registry.installed (component text PRIMARY KEY, version text NOT NULL);

CREATE FUNCTION registry.this_district() RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS 'SELECT district FROM registry.district';

CREATE TABLE registry.decision (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    via text NOT NULL DEFAULT SESSION_USER,
    actor text NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    state jsonb NOT NULL,
    note text NOT NULL DEFAULT ''
);
CREATE INDEX decision_key ON registry.decision (district, subject, key, seq);

CREATE TABLE registry.current (
    district text NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (district, subject, key)
);
CREATE INDEX current_seq ON registry.current (seq);

CREATE TABLE outbox.entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL,
    key text NOT NULL,
    payload text NOT NULL,
    metadata text NOT NULL DEFAULT '{}'
);
"""

# One writer at a time, so that the order of `seq` is the order of commit: a reader that has seen
# `seq` n will never find a smaller one later.
IN_ORDER = """
CREATE FUNCTION registry.one_writer() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    RETURN NULL;
END $$;
CREATE TRIGGER one_writer BEFORE INSERT ON registry.decision
FOR EACH STATEMENT EXECUTE FUNCTION registry.one_writer();
"""

PROJECTION = """
CREATE FUNCTION registry.keep_current() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    INSERT INTO registry.current AS kept (district, subject, key, seq, at, actor, state)
    SELECT DISTINCT ON (district, subject, key) district, subject, key, seq, at, actor, state
    FROM added ORDER BY district, subject, key, seq DESC
    ON CONFLICT (district, subject, key) DO UPDATE
    SET seq = excluded.seq, at = excluded.at, actor = excluded.actor, state = excluded.state;
    INSERT INTO outbox.entry (district, at, kind, key, payload)
    SELECT district, at, 'registry', seq::text, json_build_object(
        'seq', seq, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'via', via, 'actor', actor, 'subject', subject, 'key', key, 'state', state,
        'note', note)::text
    FROM added ORDER BY seq;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION registry.keep_current() FROM PUBLIC;
CREATE TRIGGER keep_current AFTER INSERT ON registry.decision
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION registry.keep_current();
"""

# Invariant 1: an event exists if and only if its outbox row does.
CAPTURE = """
CREATE FUNCTION outbox.capture_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    IF TG_RELID <> 'public.event_json'::regclass THEN
        RAISE EXCEPTION 'outbox.capture_event serves public.event_json only';
    END IF;
    INSERT INTO outbox.entry (kind, key, payload, metadata)
    VALUES ('event', NEW.event_id, NEW.json, json_build_object(
        'room_id', NEW.room_id, 'internal_metadata', NEW.internal_metadata,
        'format_version', NEW.format_version)::text);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION outbox.capture_event() FROM PUBLIC;
CREATE TRIGGER homeroom_capture AFTER INSERT ON public.event_json
FOR EACH ROW EXECUTE FUNCTION outbox.capture_event();
ALTER TABLE public.event_json ENABLE ALWAYS TRIGGER homeroom_capture;

CREATE FUNCTION outbox.capture_state() RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce((
    SELECT CASE WHEN tgenabled <> 'A' THEN 'disabled'
                WHEN tgfoid <> 'outbox.capture_event()'::regprocedure THEN 'replaced'
                WHEN tgtype <> 5 OR tgqual IS NOT NULL THEN 'altered'
                ELSE 'working' END
    FROM pg_trigger WHERE tgrelid = to_regclass('public.event_json')
    AND tgname = 'homeroom_capture' AND NOT tgisinternal), 'missing') $$;
"""

# What a process says of itself (verdicts, adoptions, productions …). It can never claim to be an
# event or a registry decision, and its login is noted beside it.
APPEND = """
CREATE FUNCTION outbox.append(kind text, key text, payload text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF append.kind IN ('event', 'registry', 'media') THEN
        RAISE EXCEPTION 'entries of kind % are captured, not appended', append.kind;
    END IF;
    INSERT INTO outbox.entry (kind, key, payload, metadata)
    VALUES (append.kind, append.key, append.payload,
            json_build_object('via', SESSION_USER)::text)
    RETURNING id INTO made;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION outbox.append(text, text, text) FROM PUBLIC;
"""

# A bridge may record the venue of a portal room that it made, and nothing else.
RECORD_VENUE = """
CREATE FUNCTION registry.record_venue(key text, state jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF record_venue.state->>'kind' IS DISTINCT FROM 'family' THEN
        RAISE EXCEPTION 'a bridge records family venues only';
    END IF;
    IF record_venue.state->>'id' IS DISTINCT FROM record_venue.key THEN
        RAISE EXCEPTION 'venue % has another id in its state', record_venue.key;
    END IF;
    IF EXISTS (SELECT FROM registry.current AS c WHERE c.subject = 'venue'
               AND (c.key = record_venue.key
                    OR c.state->>'room_id' = record_venue.state->>'room_id')
               AND c.state->>'kind' <> 'family') THEN
        RAISE EXCEPTION 'venue % or its room is not a family venue', record_venue.key;
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES ('bridge', 'venue', record_venue.key, record_venue.state, 'portal room made')
    RETURNING seq INTO made;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION registry.record_venue(text, jsonb) FROM PUBLIC;
"""

GRANTS = """
GRANT USAGE ON SCHEMA registry TO homeroom_module, homeroom_archiver, homeroom_portal,
    homeroom_bridge, homeroom_admin;
GRANT USAGE ON SCHEMA outbox TO homeroom_module, homeroom_archiver, homeroom_portal,
    homeroom_bridge, homeroom_admin;
GRANT SELECT ON registry.district, registry.decision, registry.current TO homeroom_module,
    homeroom_archiver, homeroom_portal, homeroom_bridge, homeroom_admin;
GRANT INSERT (actor, subject, key, state, note) ON registry.decision
    TO homeroom_portal, homeroom_admin;
GRANT EXECUTE ON FUNCTION outbox.append(text, text, text)
    TO homeroom_module, homeroom_portal, homeroom_bridge, homeroom_admin;
GRANT EXECUTE ON FUNCTION registry.record_venue(text, jsonb) TO homeroom_bridge;
GRANT SELECT, DELETE ON outbox.entry TO homeroom_archiver;
GRANT SELECT ON outbox.entry TO homeroom_admin, homeroom_portal;
GRANT SELECT ON public.event_json, public.events, public.rejections
    TO homeroom_archiver, homeroom_admin;
"""


def upgrade() -> None:
    """Create the registry, the outbox and the capture."""
    for part in (SCHEMAS, IN_ORDER, PROJECTION, CAPTURE, APPEND, RECORD_VENUE, GRANTS):
        op.execute(part)
