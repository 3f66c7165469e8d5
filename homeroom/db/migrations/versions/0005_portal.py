"""The portal's sessions and sign-in attempts."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = """
CREATE SCHEMA portal;

CREATE TABLE portal.session (
    token_hash bytea PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    person text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);

CREATE TABLE portal.attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    address text NOT NULL,
    account text NOT NULL,
    failed boolean NOT NULL DEFAULT true
);
CREATE INDEX attempt_account ON portal.attempt (account, at);
CREATE INDEX attempt_address ON portal.attempt (address, at);
"""

GRANTS = """
GRANT USAGE ON SCHEMA portal TO homeroom_portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON portal.session, portal.attempt TO homeroom_portal;
"""


def upgrade() -> None:
    """Create the portal's tables; no other login reads them."""
    op.execute(TABLES)
    op.execute(GRANTS)
