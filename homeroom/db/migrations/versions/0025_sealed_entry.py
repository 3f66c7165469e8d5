"""Which entries show a sealed image: what searches, scopes and pages leave out."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"

# The same bytes under another address are meant, too: a picture is sent again as another upload.
VIEW = """
CREATE VIEW archive.sealed_entry AS
WITH named AS MATERIALIZED (
    SELECT c.district, jsonb_array_elements_text(c.state -> 'media') AS mxc
    FROM registry.current AS c
    WHERE c.subject = 'sealed_image' AND NOT coalesce((c.state ->> 'lifted')::boolean, false)
), shown AS MATERIALIZED (
    SELECT district, mxc FROM named
    UNION
    SELECT m.district, m.mxc FROM named AS n
    JOIN archive.media AS f ON f.district = n.district AND f.mxc = n.mxc
    JOIN archive.media AS m ON m.district = f.district AND m.sha256 = f.sha256
)
SELECT r.district, r.epoch, r.index FROM shown AS s
JOIN archive.media_reference AS r ON r.district = s.district AND r.mxc = s.mxc
UNION
SELECT m.district, m.epoch, m.index FROM shown AS s
JOIN archive.media AS m ON m.district = s.district AND m.mxc = s.mxc;
GRANT SELECT ON archive.sealed_entry TO homeroom_archiver, homeroom_portal, homeroom_admin;
"""


def upgrade() -> None:
    """Create the view; it has its owner's rights, so that a reader needs none on the registry."""
    op.execute(VIEW)
