"""Who was told of which rule a moment ago: a notice is sent once, whichever process refused."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = """
CREATE SCHEMA notice;
CREATE TABLE notice.told (
    district text NOT NULL DEFAULT registry.this_district(),
    user_id text NOT NULL,
    rule text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (user_id, rule)
);
CREATE INDEX told_at ON notice.told (at);
"""

# The rows live for minutes; what was told is an entry of the archive.
GRANTS = """
GRANT USAGE ON SCHEMA notice TO homeroom_module;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice.told TO homeroom_module;
"""


def upgrade() -> None:
    """Create it."""
    op.execute(TABLES)
    op.execute(GRANTS)
