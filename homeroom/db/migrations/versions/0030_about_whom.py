"""States about one student, person or place are found without a look at everybody's."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"

INDEXES = """
CREATE INDEX current_student ON registry.current (subject, (state ->> 'student'))
    WHERE (state ->> 'student') IS NOT NULL;
CREATE INDEX current_guardian ON registry.current (subject, (state ->> 'guardian'))
    WHERE (state ->> 'guardian') IS NOT NULL;
CREATE INDEX current_person ON registry.current (subject, (state ->> 'person'))
    WHERE (state ->> 'person') IS NOT NULL;
CREATE INDEX current_class_id ON registry.current (subject, (state ->> 'class_id'))
    WHERE (state ->> 'class_id') IS NOT NULL;
CREATE INDEX current_room_id ON registry.current (subject, (state ->> 'room_id'))
    WHERE (state ->> 'room_id') IS NOT NULL;
CREATE INDEX current_user_id ON registry.current (subject, (state ->> 'user_id'))
    WHERE (state ->> 'user_id') IS NOT NULL;
CREATE INDEX current_phones ON registry.current USING gin ((state -> 'phones'))
    WHERE subject = 'person';
CREATE INDEX current_policy ON registry.current (seq) WHERE subject = 'policy';
"""


def upgrade() -> None:
    """Create them; consents, guardianships, orders and enrollments are asked for so."""
    op.execute(INDEXES)
