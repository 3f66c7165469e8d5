"""The few sealed images are found without a look at everybody: each search leaves them out."""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"

INDEX = """
CREATE INDEX current_sealed_image ON registry.current (seq) WHERE subject = 'sealed_image'
"""


def upgrade() -> None:
    """Create it."""
    op.execute(INDEX)
