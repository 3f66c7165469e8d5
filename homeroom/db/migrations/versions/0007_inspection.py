"""What was found in each uploaded file: its kind, size and words."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = """
CREATE SCHEMA inspection;

CREATE TABLE inspection.media (
    media_id text PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    kind text NOT NULL,
    text jsonb NOT NULL,
    complete boolean NOT NULL
);
"""

GRANTS = """
GRANT USAGE ON SCHEMA inspection TO homeroom_module, homeroom_archiver;
GRANT SELECT ON inspection.media TO homeroom_module, homeroom_archiver;
GRANT INSERT (media_id, sha256, bytes, kind, text, complete) ON inspection.media
    TO homeroom_module;
"""


def upgrade() -> None:
    """Create it; the module writes each row once, and nobody changes one."""
    op.execute(TABLES)
    op.execute(GRANTS)
