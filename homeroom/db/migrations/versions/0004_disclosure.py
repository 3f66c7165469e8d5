"""Disclosure: what a request covers, the productions made of it, and which requests are open."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = """
CREATE SCHEMA disclosure;
CREATE TABLE disclosure.scope_item (
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    room_id text,
    event_id text,
    reasons text[] NOT NULL,
    PRIMARY KEY (district, request, epoch, index)
);
CREATE INDEX scope_item_entry ON disclosure.scope_item (district, epoch, index);
CREATE TABLE disclosure.production (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    number integer NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT production_state
        CHECK (state IN ('waiting', 'running', 'draft', 'released', 'failed')),
    formats text[] NOT NULL,
    language text NOT NULL,
    requested_by text NOT NULL,
    released_by text,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    folder text NOT NULL,
    manifest text,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started timestamptz,
    finished timestamptz,
    error text,
    CONSTRAINT production_number UNIQUE (district, request, number)
);
"""

# Invariant 7: nothing under an open request is disposed of (34 CFR 99.10). Disposition asks here.
OPEN_REQUESTS = """
CREATE VIEW disclosure.open_request AS
SELECT district, key AS request, state->>'about' AS person, at AS since
FROM registry.current
WHERE subject = 'request' AND state->>'state' NOT IN ('closed', 'denied');
"""

GRANTS = """
GRANT USAGE ON SCHEMA disclosure TO homeroom_portal, homeroom_admin, homeroom_archiver;
GRANT SELECT, INSERT, DELETE ON disclosure.scope_item TO homeroom_portal, homeroom_admin;
GRANT SELECT, INSERT, UPDATE ON disclosure.production TO homeroom_portal, homeroom_admin;
GRANT SELECT ON disclosure.open_request
    TO homeroom_portal, homeroom_admin, homeroom_archiver;
GRANT SELECT ON disclosure.scope_item TO homeroom_archiver;
"""


def upgrade() -> None:
    """Create the tables of requests and productions."""
    for part in (TABLES, OPEN_REQUESTS, GRANTS):
        op.execute(part)
