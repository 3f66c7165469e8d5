"""Links by which a requester without an account takes a released production, once."""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"

TABLES = """
CREATE TABLE disclosure.download_link (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    production bigint NOT NULL REFERENCES disclosure.production (id),
    token_hash bytea NOT NULL CONSTRAINT download_link_token UNIQUE,
    passcode_mac bytea NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    wrong integer NOT NULL DEFAULT 0,
    spent_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
CREATE UNIQUE INDEX download_link_open ON disclosure.download_link (district, request)
    WHERE spent_at IS NULL AND revoked_at IS NULL;
CREATE TABLE disclosure.download_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    link bigint NOT NULL REFERENCES disclosure.download_link (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    address text NOT NULL,
    outcome text NOT NULL
);
CREATE INDEX download_attempt_link ON disclosure.download_attempt (link, at);
"""

# What a link says is never changed: only that it was used, taken back, or guessed at.
GRANTS = """
GRANT SELECT, INSERT ON disclosure.download_link TO homeroom_portal, homeroom_admin;
GRANT UPDATE (wrong, spent_at, revoked_at, revoked_by) ON disclosure.download_link
    TO homeroom_portal, homeroom_admin;
GRANT SELECT, INSERT ON disclosure.download_attempt TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create both tables."""
    for part in (TABLES, GRANTS):
        op.execute(part)
