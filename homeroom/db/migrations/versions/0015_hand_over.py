"""The hand-overs of the checkpoint key, each a note that both keys signed."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

TABLE = """
CREATE TABLE archive.hand_over (
    district text NOT NULL DEFAULT registry.this_district(),
    epoch integer NOT NULL,
    size bigint NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, epoch, size)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.hand_over
FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
ALTER TABLE archive.hand_over ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT ON archive.hand_over TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT INSERT ON archive.hand_over TO homeroom_admin;
"""


def upgrade() -> None:
    """Create the table; like the log it is only added to."""
    op.execute(TABLE)
