"""Holds and retention: what protects an entry, plans, and the approvals of two people."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

TABLES = """
CREATE SCHEMA retention;
CREATE TABLE retention.plan (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL CONSTRAINT plan_kind CHECK (kind IN ('schedule', 'order')),
    by text NOT NULL,
    until date NOT NULL,
    epoch integer NOT NULL,
    size bigint NOT NULL,
    backup_days integer NOT NULL CONSTRAINT plan_backups CHECK (backup_days >= 0),
    basis jsonb NOT NULL,
    overrides text[] NOT NULL DEFAULT '{}'
);
CREATE TABLE retention.plan_summary (
    plan bigint PRIMARY KEY REFERENCES retention.plan,
    summary jsonb NOT NULL
);
CREATE TABLE retention.plan_cell (
    plan bigint NOT NULL REFERENCES retention.plan,
    kind text NOT NULL,
    type text NOT NULL,
    room text NOT NULL,
    month date NOT NULL,
    marks text NOT NULL,
    closed text NOT NULL,
    rule text NOT NULL,
    PRIMARY KEY (plan, kind, type, room, month, marks, closed)
);
CREATE TABLE retention.plan_entry (
    plan bigint NOT NULL REFERENCES retention.plan,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    PRIMARY KEY (plan, epoch, index)
);
CREATE TABLE retention.approval (
    plan bigint NOT NULL REFERENCES retention.plan,
    person text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    via text NOT NULL DEFAULT SESSION_USER,
    PRIMARY KEY (plan, person)
);
CREATE TABLE retention.progress (
    plan bigint PRIMARY KEY REFERENCES retention.plan,
    epoch integer NOT NULL,
    next bigint NOT NULL,
    part integer NOT NULL DEFAULT 0,
    gone bigint NOT NULL DEFAULT 0,
    kept bigint NOT NULL DEFAULT 0,
    finished timestamptz
);
CREATE TABLE retention.file_due (
    district text NOT NULL DEFAULT registry.this_district(),
    mxc text NOT NULL,
    sha256 bytea NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, mxc)
);
"""
ADDED_TO_ONLY = ("plan", "plan_summary", "plan_cell", "plan_entry", "approval")

# What stands against destruction: each hold in force, each open request (34 CFR 99.10). What is
# NULL is any. Who was once known by an account or a name stays covered by it. A hold or request
# whose names nobody has written down protects everything.
PROTECTIONS = """
CREATE FUNCTION retention.protections() RETURNS TABLE (
    source text, id text, person text, accounts text[], person_rooms text[], mentions tsquery,
    everything boolean, rooms text[], words tsquery, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH standing AS (
        SELECT 'hold' AS source, c.key AS id, nullif(c.state->>'person', '') AS person,
            c.state->>'mentions' AS mentions, nullif(c.state->>'room', '') AS room,
            nullif(c.state->>'query', '') AS words,
            (c.state->>'since')::timestamptz AS since, (c.state->>'until')::timestamptz AS until
        FROM registry.current AS c WHERE c.district = registry.this_district()
        AND c.subject = 'hold' AND coalesce((c.state->>'active')::boolean, true)
        UNION ALL
        SELECT 'request', c.key, c.state->>'about', c.state->>'mentions', NULL, NULL, NULL, NULL
        FROM registry.current AS c WHERE c.district = registry.this_district()
        AND c.subject = 'request' AND c.state->>'state' NOT IN ('closed', 'denied')
    ), known AS (
        SELECT s.*, ARRAY(
            SELECT s.person
            UNION SELECT d.state->>'user_id' FROM registry.decision AS d
            WHERE d.district = registry.this_district() AND d.subject = 'person'
            AND d.key = s.person AND d.state->>'user_id' IS NOT NULL
            UNION SELECT d.state->>'ghost' FROM registry.decision AS d
            WHERE d.district = registry.this_district() AND d.subject = 'venue'
            AND d.state->>'guardian' = s.person AND d.state->>'ghost' IS NOT NULL
        ) AS accounts
        FROM standing AS s
    )
    SELECT k.source, k.id, k.person, k.accounts, ARRAY(
            SELECT e.room_id FROM archive.search AS e WHERE e.district = registry.this_district()
            AND e.sender = ANY (k.accounts) AND e.room_id IS NOT NULL
            UNION SELECT d.state->>'room_id' FROM registry.decision AS d
            WHERE d.district = registry.this_district() AND d.subject = 'venue'
            AND k.person IN (d.state->>'student', d.state->>'guardian')
            AND d.state->>'room_id' IS NOT NULL),
        nullif(k.mentions, '')::tsquery, k.person IS NOT NULL AND k.mentions IS NULL,
        CASE WHEN k.room IS NOT NULL THEN ARRAY(
            SELECT k.room
            UNION SELECT d.state->>'room_id' FROM registry.decision AS d
            WHERE d.district = registry.this_district() AND d.subject = 'venue' AND d.key = k.room
            AND d.state->>'room_id' IS NOT NULL) END,
        k.words::tsquery, k.since, k.until
    FROM known AS k
$$;
REVOKE EXECUTE ON FUNCTION retention.protections() FROM PUBLIC;
"""

# A file is protected with any entry that names it. Of a text that is longer than what is indexed
# nobody can say what it does not hold.
PROTECTED = """
CREATE FUNCTION retention.protected(epochs integer[], indexes bigint[])
RETURNS TABLE (epoch integer, index bigint, source text, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH given AS (
        SELECT g.epoch, g.index FROM unnest(epochs, indexes) AS g (epoch, index)
    ), asked AS (
        SELECT g.epoch, g.index, g.epoch AS at_epoch, g.index AS at_index FROM given AS g
        UNION
        SELECT g.epoch, g.index, r.epoch, r.index FROM given AS g
        JOIN archive.media AS m ON m.district = registry.this_district()
            AND m.epoch = g.epoch AND m.index = g.index
        JOIN archive.media_reference AS r ON r.district = m.district AND r.mxc = m.mxc
    ), entry AS MATERIALIZED (
        SELECT a.epoch, a.index, s.at, s.sender, s.room_id, s.tsv, y.payload,
            length(s.text) >= 20000 AS long
        FROM asked AS a
        JOIN archive.search AS s ON s.district = registry.this_district()
            AND s.epoch = a.at_epoch AND s.index = a.at_index
        LEFT JOIN archive.payload AS y ON y.district = s.district
            AND y.epoch = s.epoch AND y.index = s.index
    ), p AS MATERIALIZED (SELECT * FROM retention.protections())
    SELECT e.epoch, e.index, p.source, p.id FROM entry AS e JOIN p ON
        (p.person IS NULL OR p.everything OR e.long OR e.sender = ANY (p.accounts)
            OR e.room_id = ANY (p.person_rooms) OR e.tsv @@ p.mentions
            OR EXISTS (SELECT FROM unnest(p.accounts) AS a WHERE strpos(e.payload, a) > 0))
        AND (p.rooms IS NULL OR e.room_id = ANY (p.rooms))
        AND (p.words IS NULL OR e.long OR e.tsv @@ p.words)
        AND (p.since IS NULL OR e.at >= p.since) AND (p.until IS NULL OR e.at < p.until)
    UNION
    SELECT a.epoch, a.index, 'request', o.request FROM asked AS a
    JOIN disclosure.scope_item AS i ON i.district = registry.this_district()
        AND i.epoch = a.at_epoch AND i.index = a.at_index
    JOIN disclosure.open_request AS o ON o.district = i.district AND o.request = i.request
$$;
REVOKE EXECUTE ON FUNCTION retention.protected(integer[], bigint[]) FROM PUBLIC;
"""

# Entries that are more than what they say: part of an alert of danger, or of a request.
MARKED = """
CREATE VIEW retention.marked AS
SELECT m.district, m.epoch, m.index, string_agg(DISTINCT m.mark, ',' ORDER BY m.mark) AS marks,
    CASE WHEN bool_or(m.closed IS NULL) THEN 'open'
         ELSE to_char(max(m.closed) AT TIME ZONE 'UTC', 'YYYY-MM-DD') END AS closed
FROM (
    SELECT o.district, o.epoch, o.index, 'danger' AS mark,
        (SELECT max(s.at) FROM danger.step AS s WHERE s.alert = a.id AND s.action = 'closed')
            AS closed
    FROM danger.alert AS a JOIN archive.origin AS o ON o.district = a.district
        AND ((o.kind = a.kind AND o.key = a.key) OR (o.kind = 'event' AND o.key = a.source))
    UNION ALL
    SELECT i.district, i.epoch, i.index, 'requested',
        CASE WHEN c.state->>'state' IN ('closed', 'denied') THEN c.at END
    FROM disclosure.scope_item AS i JOIN registry.current AS c ON c.district = i.district
        AND c.subject = 'request' AND c.key = i.request
) AS m GROUP BY m.district, m.epoch, m.index;
"""

# A plan never changes once it is made, so what was approved is what is carried out.
PROPOSE = """
CREATE FUNCTION retention.propose(by text, until date, backup_days integer, basis jsonb,
    cells jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    INSERT INTO retention.plan (kind, by, until, epoch, size, backup_days, basis)
    SELECT 'schedule', propose.by, propose.until, t.epoch, t.size, propose.backup_days,
        propose.basis
    FROM archive.tree AS t WHERE t.district = registry.this_district()
    ORDER BY t.epoch DESC LIMIT 1 RETURNING id INTO made;
    INSERT INTO retention.plan_cell (plan, kind, type, room, month, marks, closed, rule)
    SELECT made, c.kind, c.type, c.room, c.month, c.marks, c.closed, c.rule
    FROM jsonb_to_recordset(propose.cells) AS c (kind text, type text, room text, month date,
        marks text, closed text, rule text);
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION retention.propose(text, date, integer, jsonb, jsonb) FROM PUBLIC;

CREATE FUNCTION retention.propose_order(by text, backup_days integer, basis jsonb,
    overrides text[], epochs integer[], indexes bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF coalesce(propose_order.basis->>'order', '') = ''
        OR coalesce(propose_order.basis->>'counsel', '') = ''
    THEN
        RAISE EXCEPTION 'an order and the counsel who has read it must be named'
        USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO retention.plan
        (kind, by, until, epoch, size, backup_days, basis, overrides)
    SELECT 'order', propose_order.by, CURRENT_DATE, t.epoch, t.size, propose_order.backup_days,
        propose_order.basis, propose_order.overrides
    FROM archive.tree AS t WHERE t.district = registry.this_district()
    ORDER BY t.epoch DESC LIMIT 1 RETURNING id INTO made;
    INSERT INTO retention.plan_entry (plan, epoch, index)
    SELECT DISTINCT made, g.epoch, g.index
    FROM unnest(propose_order.epochs, propose_order.indexes) AS g (epoch, index);
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION
    retention.propose_order(text, integer, jsonb, text[], integer[], bigint[]) FROM PUBLIC;
"""

# Two people, each by a session of their own in the portal; the command alone in a sandbox only.
APPROVE = """
CREATE FUNCTION retention.approve(plan bigint, token_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE who text := (
    SELECT s.person FROM portal.session AS s WHERE s.token_hash = approve.token_hash
    AND s.seen_at > clock_timestamp() - interval '31 minutes'
    AND s.created_at > clock_timestamp() - interval '8 hours');
BEGIN
    IF who IS NULL THEN
        RAISE EXCEPTION 'a plan is approved by somebody who is signed in'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO retention.approval (plan, person) VALUES (approve.plan, who)
    ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION retention.approve(bigint, bytea) FROM PUBLIC;

CREATE FUNCTION retention.approve_in_sandbox(plan bigint, by text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    IF NOT EXISTS (SELECT FROM registry.installed AS i WHERE i.component = 'sandbox') THEN
        RAISE EXCEPTION 'two people approve a plan, each signed in to the portal'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO retention.approval (plan, person)
    SELECT approve_in_sandbox.plan, approve_in_sandbox.by || each
    FROM unnest(ARRAY['', ' (for a second person, in a sandbox)']) AS each
    ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION retention.approve_in_sandbox(bigint, text) FROM PUBLIC;
"""

GRANTS = """
GRANT USAGE ON SCHEMA retention TO homeroom_portal, homeroom_admin, homeroom_archiver,
    homeroom_steward;
GRANT SELECT ON retention.plan, retention.plan_cell, retention.plan_entry, retention.approval,
    retention.plan_summary, retention.progress, retention.file_due, retention.marked
    TO homeroom_portal, homeroom_admin;
GRANT INSERT ON retention.plan_summary TO homeroom_admin;
GRANT EXECUTE ON FUNCTION retention.protections(), retention.protected(integer[], bigint[])
    TO homeroom_portal, homeroom_admin;
GRANT EXECUTE ON FUNCTION retention.propose(text, date, integer, jsonb, jsonb),
    retention.propose_order(text, integer, jsonb, text[], integer[], bigint[]),
    retention.approve_in_sandbox(bigint, text) TO homeroom_admin;
GRANT EXECUTE ON FUNCTION retention.approve(bigint, bytea) TO homeroom_portal;
"""


def upgrade() -> None:
    """Create it. Destruction itself is the next migration."""
    for part in (TABLES, PROTECTIONS, PROTECTED, MARKED, PROPOSE, APPROVE, GRANTS):
        op.execute(part)
    for table in ADDED_TO_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON retention.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change()"
        )
        op.execute(f"ALTER TABLE retention.{table} ENABLE ALWAYS TRIGGER append_only")
