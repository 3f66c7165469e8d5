"""The review of a request: marks, decisions that are only added to, a second person's word."""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"

TABLES = """
CREATE TABLE disclosure.pseudonym (
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    subject text NOT NULL,
    category text NOT NULL,
    number integer NOT NULL,
    PRIMARY KEY (district, request, subject),
    CONSTRAINT pseudonym_number UNIQUE (district, request, category, number)
);
CREATE TABLE disclosure.review_decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    place text NOT NULL,
    version integer NOT NULL,
    action text NOT NULL CONSTRAINT review_action
        CHECK (action IN ('redact', 'release', 'not_person', 'withhold', 'whole', 'strip')),
    exemption text NOT NULL,
    reason text NOT NULL,
    by text NOT NULL,
    counsel text NOT NULL DEFAULT '',
    counsel_on date,
    reference text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT review_decision_version UNIQUE (district, request, place, version),
    CONSTRAINT review_counsel CHECK (CASE WHEN counsel = '' THEN counsel_on IS NULL
        ELSE counsel_on IS NOT NULL AND reference <> '' AND reason <> '' END)
);
CREATE TABLE disclosure.review_approval (
    district text NOT NULL DEFAULT registry.this_district(),
    request text NOT NULL,
    decision bigint NOT NULL,
    person text NOT NULL,
    account text NOT NULL,
    scope text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, request, decision, scope, person)
);
ALTER TABLE disclosure.production ADD COLUMN review bigint NOT NULL DEFAULT 0,
    ADD COLUMN scope text NOT NULL DEFAULT '';
"""
ADDED_TO_ONLY = ("pseudonym", "review_decision", "review_approval")

# Which records a request covers, as one value: what was approved is what is released.
DIGEST = """
CREATE FUNCTION disclosure.scope_digest(request text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT md5(coalesce(string_agg(s.epoch || '/' || s.index, ',' ORDER BY s.epoch, s.index), ''))
FROM disclosure.scope_item AS s
WHERE s.district = registry.this_district() AND s.request = scope_digest.request AND s.included $$;
"""

# Whoever approves is whose session it is, and somebody else has decided something.
APPROVE = """
CREATE FUNCTION disclosure.approve_review(request text, decision bigint, token_hash bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE who text; whose text; newest bigint; BEGIN
    SELECT s.person, p.state->>'user_id' INTO who, whose FROM portal.session AS s
    JOIN registry.current AS p ON p.subject = 'person' AND p.key = s.person
    WHERE s.token_hash = approve_review.token_hash
    AND s.seen_at > clock_timestamp() - interval '31 minutes'
    AND s.created_at > clock_timestamp() - interval '8 hours';
    IF who IS NULL THEN
        RAISE EXCEPTION 'a review is approved by somebody who is signed in'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(max(d.id), 0) INTO newest FROM disclosure.review_decision AS d
    WHERE d.district = registry.this_district() AND d.request = approve_review.request;
    IF newest <> approve_review.decision THEN
        RAISE EXCEPTION 'something was decided meanwhile' USING ERRCODE = 'check_violation';
    END IF;
    IF newest > 0 AND NOT EXISTS (SELECT FROM disclosure.review_decision AS d
        WHERE d.district = registry.this_district() AND d.request = approve_review.request
        AND d.by NOT IN (who, coalesce(whose, '')))
    THEN
        RAISE EXCEPTION 'a second person approves: all of this was decided by the same one'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO disclosure.review_approval (request, decision, person, account, scope)
    VALUES (approve_review.request, newest, who, coalesce(whose, ''),
        disclosure.scope_digest(approve_review.request)) ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION disclosure.approve_review(text, bigint, bytea) FROM PUBLIC;
"""

GRANTS = """
GRANT SELECT, INSERT ON disclosure.pseudonym, disclosure.review_decision
    TO homeroom_portal, homeroom_admin;
GRANT SELECT ON disclosure.review_approval TO homeroom_portal, homeroom_admin;
GRANT EXECUTE ON FUNCTION disclosure.approve_review(text, bigint, bytea) TO homeroom_portal;
"""


def upgrade() -> None:
    """Create the tables and the function of a review."""
    for part in (TABLES, DIGEST, APPROVE, GRANTS):
        op.execute(part)
    for table in ADDED_TO_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosure.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change()"
        )
        op.execute(f"ALTER TABLE disclosure.{table} ENABLE ALWAYS TRIGGER append_only")
