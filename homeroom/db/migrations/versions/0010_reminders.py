"""Which reminders were sent: each once."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = """
CREATE SCHEMA steward;

CREATE TABLE steward.reminder (
    district text NOT NULL DEFAULT registry.this_district(),
    key text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, key)
);
"""

GRANTS = """
GRANT USAGE ON SCHEMA steward TO homeroom_steward;
GRANT SELECT, INSERT ON steward.reminder TO homeroom_steward;
"""


def upgrade() -> None:
    """Create the schema `steward`; nobody changes or deletes what was sent."""
    op.execute(TABLES)
    op.execute(GRANTS)
