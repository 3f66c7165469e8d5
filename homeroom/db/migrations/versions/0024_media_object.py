"""The wrapped data key of each of the archive's files, and under which name its ciphertext lies."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"

TABLE = """
CREATE TABLE archive.media_object (
    district text NOT NULL DEFAULT registry.this_district(),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    name text NOT NULL,
    key_id text NOT NULL,
    wrapped bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, sha256)
);
CREATE INDEX media_object_key ON archive.media_object (district, key_id);
GRANT SELECT ON archive.media_object TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT INSERT, UPDATE (key_id, wrapped) ON archive.media_object TO homeroom_archiver;
GRANT UPDATE (key_id, wrapped) ON archive.media_object TO homeroom_admin;
"""

# Invariant 7: a file's key goes after its last entry, which disposition alone removes.
FORGET = """
CREATE FUNCTION archive.forget_file(sha256 bytea) RETURNS text LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    DELETE FROM archive.media_object AS o
    WHERE o.district = registry.this_district() AND o.sha256 = forget_file.sha256
    AND NOT EXISTS (SELECT FROM archive.media AS m
        WHERE m.district = o.district AND m.sha256 = o.sha256)
    RETURNING o.name
$$;
REVOKE EXECUTE ON FUNCTION archive.forget_file(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive.forget_file(bytea) TO homeroom_admin;
"""


def upgrade() -> None:
    """Create the table. A row goes only with lawful disposition: no role may delete one."""
    op.execute(TABLE)
    op.execute(FORGET)
