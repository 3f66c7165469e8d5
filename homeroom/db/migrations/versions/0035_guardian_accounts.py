"""Whether a guardian has an account is asked by strangers, before a sign-in: by an index alone."""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"

INDEX = """
CREATE INDEX current_guardian_account ON registry.current (seq)
WHERE subject = 'person' AND (state -> 'roles') = '["guardian"]'
    AND (state ->> 'user_id') IS NOT NULL
"""


def upgrade() -> None:
    """Create it."""
    op.execute(INDEX)
