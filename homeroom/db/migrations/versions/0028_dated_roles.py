"""Roles that begin or end with a day: the roster's rows, and the steward's right to apply them."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"

TABLES = """
CREATE TABLE roster.dated_role (
    district text NOT NULL DEFAULT registry.this_district(),
    number integer NOT NULL,
    roster_id text NOT NULL,
    role text,
    rank integer NOT NULL,
    org text,
    begins date,
    ends date,
    PRIMARY KEY (district, number)
);
"""

# The steward says which day it is, within what the earth's time zones allow, and no more. Of a
# person nothing but roles, schools and being of the roster changes; an account is only taken from
# who is a guardian alone. As with an import, a school does not lose many at once unasked.
RECORD_ROLES = """
CREATE FUNCTION registry.record_roles(day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE changed bigint; utc timestamp := clock_timestamp() AT TIME ZONE 'UTC'; BEGIN
    IF record_roles.day IS NULL OR record_roles.day NOT BETWEEN
       (utc - interval '12 hours')::date AND (utc + interval '14 hours')::date THEN
        RAISE EXCEPTION 'roles are those of today, not of %', record_roles.day;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    WITH today AS (
        SELECT r.roster_id, r.role, r.rank, r.org FROM roster.dated_role AS r
        WHERE coalesce(r.begins <= record_roles.day, true)
        AND coalesce(record_roles.day <= r.ends, true)
    ), roles AS (
        SELECT d.roster_id, jsonb_agg(d.role ORDER BY d.rank) AS held FROM (
            SELECT DISTINCT t.roster_id, t.role, t.rank FROM today AS t WHERE t.role IS NOT NULL
        ) AS d GROUP BY d.roster_id
    ), orgs AS (
        SELECT d.roster_id, jsonb_agg(d.org ORDER BY d.org COLLATE "C") AS places FROM (
            SELECT DISTINCT t.roster_id, t.org FROM today AS t WHERE t.org IS NOT NULL
        ) AS d GROUP BY d.roster_id
    ), people AS (
        SELECT p.key, p.state, p.state || CASE
            WHEN r.held IS NULL THEN '{"active": false}'::jsonb
            ELSE jsonb_build_object('active', true, 'roles', r.held,
                                    'orgs', coalesce(o.places, '[]'::jsonb))
                 || CASE WHEN r.held = '["guardian"]'::jsonb THEN '{"user_id": null}'::jsonb
                         ELSE '{}'::jsonb END
            END AS after
        FROM registry.current AS p
        JOIN (SELECT DISTINCT d.roster_id FROM roster.dated_role AS d) AS k
            ON k.roster_id = p.state->>'roster_id'
        LEFT JOIN roles AS r ON r.roster_id = k.roster_id
        LEFT JOIN orgs AS o ON o.roster_id = k.roster_id
        WHERE p.subject = 'person'
    ), sizes AS (
        SELECT o.org, count(*) AS people FROM registry.current AS c
        CROSS JOIN LATERAL jsonb_array_elements_text(c.state->'orgs') AS o(org)
        WHERE c.subject = 'person' AND c.state->>'active' = 'true' GROUP BY o.org
    ), stopped AS (
        SELECT o.org FROM people AS p
        CROSS JOIN LATERAL jsonb_array_elements_text(p.state->'orgs') AS o(org)
        JOIN sizes AS s ON s.org = o.org
        WHERE p.state->>'active' = 'true' AND p.after->>'active' = 'false'
        GROUP BY o.org, s.people HAVING count(*) > greatest(10, 0.05 * s.people)
    )
    INSERT INTO registry.decision (actor, subject, key, state, note)
    SELECT 'steward', 'person', p.key, p.after, 'roles of the day' FROM people AS p
    WHERE p.after <> p.state AND NOT (p.after->>'active' = 'false' AND EXISTS (
        SELECT FROM jsonb_array_elements_text(p.state->'orgs') AS o(org)
        JOIN stopped AS s ON s.org = o.org)) ORDER BY p.key;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
REVOKE EXECUTE ON FUNCTION registry.record_roles(date) FROM PUBLIC;
"""

GRANTS = """
GRANT SELECT, INSERT, DELETE ON roster.dated_role TO homeroom_admin;
GRANT EXECUTE ON FUNCTION registry.record_roles(date) TO homeroom_steward;
"""


def upgrade() -> None:
    """Create them."""
    for part in (TABLES, RECORD_ROLES, GRANTS):
        op.execute(part)
