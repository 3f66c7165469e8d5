"""A draft is tried on what was said, and on what the files that were sent hold."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"

GRANTS = """
GRANT USAGE ON SCHEMA inspection TO homeroom_portal, homeroom_admin;
GRANT SELECT ON inspection.media TO homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Grant it."""
    op.execute(GRANTS)
