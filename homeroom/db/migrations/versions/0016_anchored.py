"""Which checkpoint went where, with what was answered: only added to."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"

TABLE = """
CREATE TABLE archive.anchored (
    district text NOT NULL DEFAULT registry.this_district(),
    target text NOT NULL,
    epoch integer NOT NULL,
    size bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    receipt bytea NOT NULL DEFAULT '',
    PRIMARY KEY (district, target, epoch, size)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.anchored
FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
ALTER TABLE archive.anchored ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT ON archive.anchored TO homeroom_steward, homeroom_portal, homeroom_admin;
GRANT INSERT ON archive.anchored TO homeroom_steward;
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(TABLE)
