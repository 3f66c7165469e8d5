"""A reviewer's leave is used once; the steward notes whom it told of an answer."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

# Two processes may be asked the same at once: the lock of the registry's writers is taken before
# the state is looked at, so that one of them finds it used.
USE = """
CREATE FUNCTION registry.use_waiver(key text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE known jsonb; BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    SELECT state INTO known FROM registry.current AS c
    WHERE c.subject = 'waiver' AND c.key = use_waiver.key;
    IF known IS NULL OR (known->>'used')::boolean
        OR (known->>'expires')::timestamptz <= clock_timestamp() THEN
        RETURN false;
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES ('module', 'waiver', use_waiver.key, known || '{"used": true}'::jsonb, 'used');
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION registry.use_waiver(text) FROM PUBLIC;
"""

NOTE = """
CREATE FUNCTION registry.note_review(key text, what text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE known jsonb; BEGIN
    IF note_review.what NOT IN ('told', 'escalated') THEN
        RAISE EXCEPTION 'a review is told or escalated, not %', note_review.what;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    SELECT state INTO known FROM registry.current AS c
    WHERE c.subject = 'review' AND c.key = note_review.key;
    IF known IS NULL OR (known->>note_review.what)::boolean THEN
        RETURN false;
    END IF;
    INSERT INTO registry.decision (actor, subject, key, state, note)
    VALUES ('steward', 'review', note_review.key,
            known || jsonb_build_object(note_review.what, true), note_review.what);
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION registry.note_review(text, text) FROM PUBLIC;
"""

GRANTS = """
GRANT EXECUTE ON FUNCTION registry.use_waiver(text) TO homeroom_module;
GRANT EXECUTE ON FUNCTION registry.note_review(text, text) TO homeroom_steward;
"""


def upgrade() -> None:
    """Create both functions."""
    for part in (USE, NOTE, GRANTS):
        op.execute(part)
