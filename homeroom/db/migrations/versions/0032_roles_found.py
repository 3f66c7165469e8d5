"""Who has a role is found by an index: a search narrows by it."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"

INDEX = """
CREATE INDEX current_roles ON registry.current USING gin ((state -> 'roles'))
WHERE subject = 'person'
"""


def upgrade() -> None:
    """Create it."""
    op.execute(INDEX)
