"""Pruning fires triggers of Synapse, which name its tables without their schema."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


# By this each process of Synapse learns that something was destroyed, and forgets it too.
PARTS = """
CREATE FUNCTION retention.parts() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'SELECT coalesce(sum(g.part), 0)::bigint FROM retention.progress AS g';
REVOKE EXECUTE ON FUNCTION retention.parts() FROM PUBLIC;
GRANT USAGE ON SCHEMA retention TO homeroom_module;
GRANT EXECUTE ON FUNCTION retention.parts() TO homeroom_module;
"""


def upgrade() -> None:
    """Let them be found; all that is ours names its schema."""
    op.execute(PARTS)
    op.execute(
        "ALTER FUNCTION retention.prune_events(text[], text) "
        "SET search_path = pg_catalog, public, pg_temp"
    )
