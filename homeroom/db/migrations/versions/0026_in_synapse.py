"""Pruning fires triggers of Synapse, which name its tables without their schema."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"


# By this each process of Synapse learns that something was destroyed, and forgets it too.
PARTS = """
CREATE FUNCTION retention.parts() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'SELECT coalesce(sum(g.part), 0)::bigint FROM retention.progress AS g';
REVOKE EXECUTE ON FUNCTION retention.parts() FROM PUBLIC;
GRANT USAGE ON SCHEMA retention TO homeroom_module;
GRANT EXECUTE ON FUNCTION retention.parts() TO homeroom_module;
"""

# What may be evidence of a crime against a child goes by no schedule.
ASKED = """
CREATE OR REPLACE FUNCTION retention.asked(plan bigint, in_epoch integer, first bigint, last bigint)
RETURNS TABLE (index bigint, rule text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.index, c.rule FROM archive.search AS s
    LEFT JOIN retention.marked AS m ON m.district = s.district
        AND m.epoch = s.epoch AND m.index = s.index
    JOIN retention.plan_cell AS c ON c.plan = asked.plan AND c.kind = s.kind AND c.type = s.type
        AND c.room = coalesce(s.room_id, '')
        AND c.month = date_trunc('month', s.at AT TIME ZONE 'UTC')::date
        AND c.marks = coalesce(m.marks, '') AND c.closed = coalesce(m.closed, '')
    WHERE s.district = registry.this_district() AND s.epoch = in_epoch
        AND s.index BETWEEN first AND last AND s.kind <> 'disposition'
        AND NOT EXISTS (SELECT FROM public.current_state_events AS n WHERE n.event_id = s.event_id)
        AND NOT EXISTS (SELECT FROM archive.sealed_entry AS x WHERE x.district = s.district
            AND x.epoch = s.epoch AND x.index = s.index)
    UNION ALL
    SELECT e.index, 'order' FROM retention.plan_entry AS e
    JOIN archive.search AS s ON s.district = registry.this_district()
        AND s.epoch = e.epoch AND s.index = e.index AND s.kind <> 'disposition'
    WHERE e.plan = asked.plan AND e.epoch = in_epoch AND e.index BETWEEN first AND last
$$;
"""


def upgrade() -> None:
    """Let them be found; all that is ours names its schema."""
    op.execute(PARTS)
    op.execute(ASKED)
    op.execute(
        "ALTER FUNCTION retention.prune_events(text[], text) "
        "SET search_path = pg_catalog, public, pg_temp"
    )
