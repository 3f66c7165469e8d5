"""What the daily comparison found, which alarms are up, and how much waits to be archived."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

TABLES = """
CREATE TABLE archive.reconciliation (
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    events bigint NOT NULL,
    capture text NOT NULL,
    differences bigint NOT NULL,
    PRIMARY KEY (district, at)
);
CREATE TABLE steward.alarm (
    district text NOT NULL DEFAULT registry.this_district(),
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    fault text NOT NULL,
    up boolean NOT NULL,
    PRIMARY KEY (district, id)
);
"""

# How much waits, counted no further than `most`: the module reads no row of the outbox.
WAITING = """
CREATE FUNCTION outbox.waiting(most bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'SELECT count(*) FROM (SELECT FROM outbox.entry LIMIT most) AS waiting';
REVOKE EXECUTE ON FUNCTION outbox.waiting(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox.waiting(bigint) TO homeroom_module, homeroom_archiver,
    homeroom_portal, homeroom_steward, homeroom_admin;
"""

GRANTS = """
GRANT SELECT, INSERT ON archive.reconciliation TO homeroom_archiver, homeroom_admin;
GRANT SELECT ON archive.reconciliation TO homeroom_portal, homeroom_steward;
GRANT EXECUTE ON FUNCTION outbox.append(text, text, text) TO homeroom_archiver;
GRANT USAGE ON SCHEMA archive TO homeroom_steward;
GRANT SELECT ON archive.tree, archive.checkpoint, archive.media_pending, outbox.entry
    TO homeroom_steward;
GRANT SELECT, INSERT ON steward.alarm TO homeroom_steward;
GRANT USAGE ON SCHEMA steward TO homeroom_portal, homeroom_admin;
GRANT SELECT ON steward.alarm TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create it; what was found and told is added to, never changed."""
    op.execute(TABLES)
    op.execute(WAITING)
    op.execute(GRANTS)
