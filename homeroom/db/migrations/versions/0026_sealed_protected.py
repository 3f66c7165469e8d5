"""What shows a sealed image is evidence: no disposition takes it, unless a court names it."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"

PROTECTED = """
ALTER FUNCTION retention.protected(integer[], bigint[]) RENAME TO held_or_requested;
CREATE FUNCTION retention.protected(epochs integer[], indexes bigint[])
RETURNS TABLE (epoch integer, index bigint, source text, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT h.epoch, h.index, h.source, h.id
    FROM retention.held_or_requested(protected.epochs, protected.indexes) AS h
    UNION
    SELECT g.epoch, g.index, 'sealed', 'image'
    FROM unnest(protected.epochs, protected.indexes) AS g (epoch, index)
    JOIN archive.sealed_entry AS s ON s.district = registry.this_district()
        AND s.epoch = g.epoch AND s.index = g.index
$$;
REVOKE EXECUTE ON FUNCTION retention.protected(integer[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.protected(integer[], bigint[])
    TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Put the question of sealed images before that of holds and requests."""
    op.execute(PROTECTED)
