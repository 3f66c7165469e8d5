"""What bridges keep: a durable inbox, items with their state, ghosts and portal rooms."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE SCHEMA bridge;

CREATE TABLE bridge.inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    network text NOT NULL,
    source text NOT NULL CONSTRAINT inbox_source CHECK (source IN ('webhook', 'matrix')),
    received timestamptz NOT NULL DEFAULT clock_timestamp(),
    body bytea NOT NULL,
    opened timestamptz,
    reason text NOT NULL DEFAULT ''
);
CREATE INDEX inbox_unopened ON bridge.inbox (network, id) WHERE opened IS NULL;

CREATE TABLE bridge.item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    network text NOT NULL,
    direction text NOT NULL CONSTRAINT item_direction CHECK (direction IN ('in', 'out')),
    inbox bigint NOT NULL REFERENCES bridge.inbox,
    kind text NOT NULL,
    remote_id text NOT NULL,
    conversation text NOT NULL,
    sent_at timestamptz NOT NULL,
    payload text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT item_state
        CHECK (state IN ('waiting', 'quarantined', 'done', 'stopped', 'aside')),
    code text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    tries integer NOT NULL DEFAULT 0,
    due timestamptz NOT NULL DEFAULT clock_timestamp(),
    judged bigint NOT NULL DEFAULT 0,
    started timestamptz,
    result text,
    room_id text,
    delivery text NOT NULL DEFAULT '',
    notice text NOT NULL DEFAULT '',
    noticed boolean NOT NULL DEFAULT false,
    added timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT item_once UNIQUE (district, network, direction, remote_id)
);
CREATE INDEX item_open ON bridge.item (network, direction, conversation)
    WHERE state IN ('waiting', 'quarantined');
CREATE INDEX item_result ON bridge.item (network, result);
CREATE INDEX item_notice ON bridge.item (network, id) WHERE notice <> '' AND NOT noticed;

CREATE TABLE bridge.media (
    item bigint PRIMARY KEY REFERENCES bridge.item,
    sha256 text,
    size bigint,
    mime text NOT NULL,
    name text NOT NULL,
    reason text NOT NULL DEFAULT ''
);

CREATE TABLE bridge.ghost (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    network text NOT NULL,
    localpart text NOT NULL,
    name text NOT NULL DEFAULT '',
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ghost_localpart UNIQUE (district, localpart)
);

CREATE TABLE bridge.alias (
    district text NOT NULL DEFAULT registry.this_district(),
    network text NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    ghost bigint NOT NULL REFERENCES bridge.ghost,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    until timestamptz,
    PRIMARY KEY (district, network, kind, value, since)
);
CREATE UNIQUE INDEX alias_now ON bridge.alias (district, network, kind, value)
    WHERE until IS NULL;

CREATE TABLE bridge.portal (
    id text PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    network text NOT NULL,
    ghost bigint NOT NULL REFERENCES bridge.ghost,
    student text NOT NULL,
    class_id text NOT NULL,
    room_id text,
    invited text[] NOT NULL DEFAULT '{}',
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT portal_once UNIQUE (district, network, ghost, student)
);
CREATE UNIQUE INDEX portal_room ON bridge.portal (room_id);
"""

# Invariant 9: what is not delivered is visible with its reason, and releasable.
HELD = """
CREATE VIEW bridge.held AS
SELECT id, network, direction, state, code, reason, sent_at, added, changed, tries, room_id
FROM bridge.item WHERE state IN ('quarantined', 'stopped', 'aside')
UNION ALL
SELECT -id, network, CASE source WHEN 'webhook' THEN 'in' ELSE 'out' END, 'aside', 'unreadable',
    reason, received, received, coalesce(opened, received), 0, NULL
FROM bridge.inbox WHERE reason <> '';

CREATE FUNCTION bridge.release(item bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    UPDATE bridge.item SET state = 'waiting', due = clock_timestamp(), tries = 0, judged = 0,
        code = '', noticed = false, notice = '', changed = clock_timestamp()
    WHERE id = release.item AND state IN ('quarantined', 'stopped', 'aside');
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION bridge.release(bigint) FROM PUBLIC;
"""

# What came in is never changed; of an item only what became of it.
GRANTS = """
GRANT USAGE ON SCHEMA bridge TO homeroom_bridge, homeroom_portal, homeroom_admin;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA bridge TO homeroom_bridge;
GRANT UPDATE (opened, reason) ON bridge.inbox TO homeroom_bridge;
GRANT UPDATE (state, code, reason, tries, due, judged, started, result, room_id, delivery,
    notice, noticed, changed) ON bridge.item TO homeroom_bridge;
GRANT UPDATE (name) ON bridge.ghost TO homeroom_bridge;
GRANT UPDATE (until) ON bridge.alias TO homeroom_bridge;
GRANT UPDATE (room_id, class_id, invited) ON bridge.portal TO homeroom_bridge;
GRANT SELECT ON bridge.held TO homeroom_portal;
GRANT SELECT ON ALL TABLES IN SCHEMA bridge TO homeroom_admin;
GRANT EXECUTE ON FUNCTION bridge.release(bigint) TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create the schema `bridge`."""
    for part in (TABLES, HELD, GRANTS):
        op.execute(part)
