"""The roster's rows as they came last, for imports that bring changes alone."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = """
CREATE SCHEMA roster;
CREATE TABLE roster.file (
    district text NOT NULL DEFAULT registry.this_district(),
    name text NOT NULL,
    version text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    content bytea NOT NULL,
    PRIMARY KEY (district, name)
);
"""

# Whoever records decisions of the roster keeps its rows; no other login reads them.
GRANTS = """
GRANT USAGE ON SCHEMA roster TO homeroom_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON roster.file TO homeroom_admin;
"""


def upgrade() -> None:
    """Create it."""
    op.execute(TABLES)
    op.execute(GRANTS)
