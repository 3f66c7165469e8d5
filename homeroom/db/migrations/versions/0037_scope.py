"""A scope's rules; and whom and what an entry speaks of by id, found by the index of words."""

from __future__ import annotations

from alembic import op

from homeroom.archive import redescribing

revision = "0037"
down_revision = "0036"

TABLES = """
ALTER TABLE disclosure.scope_item ADD COLUMN included boolean NOT NULL DEFAULT true;
CREATE TABLE disclosure.scope_rule (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    action text NOT NULL CONSTRAINT scope_rule_action
        CHECK (action IN ('include', 'exclude', 'context', 'withdraw')),
    wanted jsonb NOT NULL,
    reason text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX scope_rule_request ON disclosure.scope_rule (district, request, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosure.scope_rule
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
ALTER TABLE disclosure.scope_rule ENABLE ALWAYS TRIGGER append_only;
"""

# Whose phone a bridged account is: what they said there is in the scope of their request.
GRANTS = """
GRANT SELECT, INSERT ON disclosure.scope_rule TO homeroom_portal, homeroom_admin;
GRANT USAGE ON SCHEMA bridge TO homeroom_portal;
GRANT SELECT (kind, value, ghost) ON bridge.alias TO homeroom_portal;
GRANT SELECT (id, localpart) ON bridge.ghost TO homeroom_portal;
"""


def upgrade() -> None:
    """Create the table, and describe anew what speaks of somebody or something by id."""
    for part in (TABLES, GRANTS):
        op.execute(part)
    redescribing.describe_anew(op.get_bind())
