"""People are found by their number in the roster: a search asks whom somebody means."""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"

INDEX = """
CREATE INDEX current_roster_id ON registry.current (subject, (state ->> 'roster_id'))
WHERE (state ->> 'roster_id') IS NOT NULL
"""


def upgrade() -> None:
    """Create it."""
    op.execute(INDEX)
