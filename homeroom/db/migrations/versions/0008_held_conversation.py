"""What waits at a bridge names its conversation: who looks at it must know whom to ask."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

HELD = """
CREATE OR REPLACE VIEW bridge.held AS
SELECT id, network, direction, state, code, reason, sent_at, added, changed, tries, room_id,
    conversation
FROM bridge.item WHERE state IN ('quarantined', 'stopped', 'aside')
UNION ALL
SELECT -id, network, CASE source WHEN 'webhook' THEN 'in' ELSE 'out' END, 'aside', 'unreadable',
    reason, received, received, coalesce(opened, received), 0, NULL, NULL
FROM bridge.inbox WHERE reason <> '';
"""


def upgrade() -> None:
    """Show the conversation, too."""
    op.execute(HELD)
