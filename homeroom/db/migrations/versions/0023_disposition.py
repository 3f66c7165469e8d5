"""Disposition: the one way in which content is destroyed, and the certificate that it leaves.

Everything happens in one transaction a part: what stands against it is asked, content goes here and
in Synapse's tables, and the certificate is put into the outbox, so that nothing is half done.
"""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"

# What the protocol itself needs of an event stays, as Synapse's own erasing of redacted events
# keeps it: its id is a hash of that, and the room's history hangs together by it.
PRUNED = """
CREATE FUNCTION retention.pruned(event jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(event) AS e
        WHERE e.key = ANY ('{event_id,type,room_id,sender,state_key,hashes,signatures,depth,
            prev_events,auth_events,origin_server_ts,prev_state,origin,membership,redacts}')),
        '{}') || jsonb_build_object('content', coalesce((
            SELECT jsonb_object_agg(c.key, c.value)
            FROM jsonb_each(CASE jsonb_typeof(event->'content')
                WHEN 'object' THEN event->'content' ELSE '{}' END) AS c
            WHERE c.key = ANY (CASE event->>'type'
                WHEN 'm.room.member' THEN '{membership,join_authorised_via_users_server}'::text[]
                WHEN 'm.room.join_rules' THEN '{join_rule,allow}'::text[]
                WHEN 'm.room.history_visibility' THEN '{history_visibility}'::text[]
                WHEN 'm.room.redaction' THEN '{redacts}'::text[]
                ELSE '{}'::text[] END)
            OR event->>'type' IN ('m.room.create', 'm.room.power_levels')), '{}'))
$$;
REVOKE EXECUTE ON FUNCTION retention.pruned(jsonb) FROM PUBLIC;
"""

IN_SYNAPSE = r"""
CREATE FUNCTION retention.prune_events(event_ids text[], certificate text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ DECLARE pruned bigint; BEGIN
    -- jsonb cannot hold the escape of NUL; nothing that stays has one.
    UPDATE public.event_json AS j SET
        json = retention.pruned(regexp_replace(
            j.json, '(^|[^\\])((\\\\)*)\\u0000', '\1\2', 'g')::jsonb)::text,
        internal_metadata = (j.internal_metadata::jsonb
            || jsonb_build_object('homeroom_disposed', certificate))::text
    WHERE j.event_id = ANY (event_ids);
    GET DIAGNOSTICS pruned = ROW_COUNT;
    DELETE FROM public.event_search WHERE event_id = ANY (event_ids);
    UPDATE public.event_relations SET aggregation_key = NULL WHERE event_id = ANY (event_ids);
    UPDATE public.room_memberships SET display_name = NULL, avatar_url = NULL
    WHERE event_id = ANY (event_ids);
    UPDATE public.room_stats_state AS r SET name = NULL FROM public.current_state_events AS c
    WHERE c.event_id = ANY (event_ids) AND c.type = 'm.room.name' AND r.room_id = c.room_id;
    UPDATE public.room_stats_state AS r SET topic = NULL FROM public.current_state_events AS c
    WHERE c.event_id = ANY (event_ids) AND c.type = 'm.room.topic' AND r.room_id = c.room_id;
    UPDATE public.sliding_sync_joined_rooms AS r SET room_name = NULL
    FROM public.current_state_events AS c
    WHERE c.event_id = ANY (event_ids) AND c.type = 'm.room.name' AND r.room_id = c.room_id;
    UPDATE public.sliding_sync_membership_snapshots AS r SET room_name = NULL
    FROM public.current_state_events AS c
    WHERE c.event_id = ANY (event_ids) AND c.type = 'm.room.name' AND r.room_id = c.room_id;
    DELETE FROM public.event_reports WHERE event_id = ANY (event_ids);
    DELETE FROM public.event_push_actions_staging WHERE event_id = ANY (event_ids);
    RETURN pruned;
END $$;
REVOKE EXECUTE ON FUNCTION retention.prune_events(text[], text) FROM PUBLIC;

CREATE FUNCTION retention.forget_crossings(event_ids text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    UPDATE bridge.item AS i SET payload = '{}' WHERE i.state IN ('done', 'stopped', 'aside')
    AND (i.result = ANY (event_ids) OR (i.direction = 'out' AND i.remote_id = ANY (event_ids)));
    UPDATE bridge.inbox AS b SET body = '' WHERE b.body <> ''
    AND EXISTS (SELECT FROM bridge.item AS i WHERE i.inbox = b.id
        AND (i.result = ANY (event_ids) OR i.remote_id = ANY (event_ids)))
    AND NOT EXISTS (SELECT FROM bridge.item AS i WHERE i.inbox = b.id AND i.payload <> '{}');
END $$;
REVOKE EXECUTE ON FUNCTION retention.forget_crossings(text[]) FROM PUBLIC;
"""

# Which of a stretch of the log a plan asks for. What is the state of a room now is in use.
ASKED = """
CREATE FUNCTION retention.asked(plan bigint, in_epoch integer, first bigint, last bigint)
RETURNS TABLE (index bigint, rule text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.index, c.rule FROM archive.search AS s
    LEFT JOIN retention.marked AS m ON m.district = s.district
        AND m.epoch = s.epoch AND m.index = s.index
    JOIN retention.plan_cell AS c ON c.plan = asked.plan AND c.kind = s.kind AND c.type = s.type
        AND c.room = coalesce(s.room_id, '')
        AND c.month = date_trunc('month', s.at AT TIME ZONE 'UTC')::date
        AND c.marks = coalesce(m.marks, '') AND c.closed = coalesce(m.closed, '')
    WHERE s.district = registry.this_district() AND s.epoch = in_epoch
        AND s.index BETWEEN first AND last AND s.kind <> 'disposition'
        AND NOT EXISTS (SELECT FROM public.current_state_events AS n WHERE n.event_id = s.event_id)
    UNION ALL
    SELECT e.index, 'order' FROM retention.plan_entry AS e
    JOIN archive.search AS s ON s.district = registry.this_district()
        AND s.epoch = e.epoch AND s.index = e.index AND s.kind <> 'disposition'
    WHERE e.plan = asked.plan AND e.epoch = in_epoch AND e.index BETWEEN first AND last
$$;
REVOKE EXECUTE ON FUNCTION retention.asked(bigint, integer, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.asked(bigint, integer, bigint, bigint) TO homeroom_admin;
"""

DESTROY = """
CREATE FUNCTION retention.destroy(plan bigint, part integer, in_epoch integer, indexes bigint[],
    rules jsonb) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ DECLARE
    here text := registry.this_district();
    certificate text := destroy.plan || '/' || destroy.part;
    named retention.plan;
    orphans text[]; epochs integer[]; places bigint[]; events text[]; said jsonb; pruned bigint;
BEGIN
    SELECT * INTO STRICT named FROM retention.plan AS p WHERE p.id = destroy.plan;
    WITH gone AS (
        DELETE FROM archive.media_reference AS r WHERE r.district = here AND r.epoch = in_epoch
        AND r.index = ANY (destroy.indexes) RETURNING r.mxc)
    SELECT array_agg(DISTINCT g.mxc) INTO orphans FROM gone AS g;
    -- A file goes with the last entry that names it, and not while it is protected itself.
    SELECT array_agg(m.mxc), array_agg(m.epoch), array_agg(m.index)
    INTO orphans, epochs, places FROM archive.media AS m
    WHERE m.district = here AND m.mxc = ANY (orphans)
    AND NOT EXISTS (SELECT FROM archive.media_reference AS r WHERE r.district = here
        AND r.mxc = m.mxc)
    AND NOT EXISTS (SELECT FROM retention.protected(ARRAY[m.epoch], ARRAY[m.index]));
    epochs := array_fill(in_epoch, ARRAY[cardinality(destroy.indexes)]) || epochs;
    places := destroy.indexes || places;

    SELECT jsonb_build_object(
        'count', count(*),
        'commitments', encode(sha256(string_agg(l.commitment, ''::bytea
            ORDER BY l.epoch, l.index)), 'hex'),
        'first', to_char(min(l.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
        'last', to_char(max(l.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
    INTO said FROM (
        SELECT DISTINCT u.epoch, u.index FROM unnest(epochs, places) AS u (epoch, index)) AS g
    JOIN archive.leaf AS l ON l.district = here AND l.epoch = g.epoch AND l.index = g.index;
    SELECT said || jsonb_build_object('ranges', jsonb_agg(jsonb_build_array(r.epoch, r.low, r.high)
        ORDER BY r.epoch, r.low))
    INTO said FROM (
        SELECT g.epoch, min(g.index) AS low, max(g.index) AS high FROM (
            SELECT d.epoch, d.index, d.index - row_number() OVER (PARTITION BY d.epoch
                ORDER BY d.index) AS island
            FROM (SELECT DISTINCT u.epoch, u.index FROM unnest(epochs, places) AS u (epoch, index))
                AS d) AS g
        GROUP BY g.epoch, g.island) AS r;

    SELECT array_agg(s.event_id) INTO events FROM unnest(epochs, places) AS g (epoch, index)
    JOIN archive.search AS s ON s.district = here AND s.epoch = g.epoch AND s.index = g.index
    WHERE s.event_id IS NOT NULL;
    pruned := retention.prune_events(events, certificate);
    PERFORM retention.forget_crossings(events);

    DELETE FROM archive.payload AS x USING unnest(epochs, places) AS g (epoch, index)
    WHERE x.district = here AND x.epoch = g.epoch AND x.index = g.index;
    DELETE FROM archive.search AS x USING unnest(epochs, places) AS g (epoch, index)
    WHERE x.district = here AND x.epoch = g.epoch AND x.index = g.index;
    DELETE FROM archive.origin AS x USING unnest(epochs, places) AS g (epoch, index)
    WHERE x.district = here AND x.epoch = g.epoch AND x.index = g.index;
    DELETE FROM archive.duplicate AS x USING unnest(epochs, places) AS g (epoch, index)
    WHERE x.district = here AND x.epoch = g.epoch AND x.index = g.index;
    UPDATE disclosure.scope_item AS x SET event_id = NULL, room_id = NULL
    FROM unnest(epochs, places) AS g (epoch, index)
    WHERE x.district = here AND x.epoch = g.epoch AND x.index = g.index;
    WITH gone AS (
        DELETE FROM archive.media AS m WHERE m.district = here AND m.mxc = ANY (orphans)
        RETURNING m.mxc, m.sha256)
    INSERT INTO retention.file_due (mxc, sha256) SELECT g.mxc, g.sha256 FROM gone AS g
    ON CONFLICT DO NOTHING;
    DELETE FROM inspection.media AS i USING unnest(orphans) AS mxc
    WHERE i.media_id = split_part(mxc, '/', 4);
    DELETE FROM public.local_media_repository AS i USING unnest(orphans) AS mxc
    WHERE i.media_id = split_part(mxc, '/', 4);
    DELETE FROM public.local_media_repository_thumbnails AS i USING unnest(orphans) AS mxc
    WHERE i.media_id = split_part(mxc, '/', 4);

    INSERT INTO outbox.entry (kind, key, payload) VALUES ('disposition', certificate,
        jsonb_build_object('disposition', said || jsonb_build_object(
            'plan', named.id, 'part', destroy.part, 'basis', named.basis, 'grounds', named.kind,
            'rules', rules, 'events', pruned, 'files', coalesce(cardinality(orphans), 0),
            'overrides', named.overrides, 'approved_by', retention.approvers(named.id),
            'attestation', 'None of these was under a hold or an open request when it was '
                'destroyed, but for what is named in overrides.',
            'method', 'Salt, content, search text, mapping and files were deleted in one '
                'transaction with this certificate, in the homeserver''s tables too.',
            'backups_gone', to_char(CURRENT_DATE + named.backup_days, 'YYYY-MM-DD'),
            'at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ))::text);
    RETURN certificate;
END $$;
REVOKE EXECUTE ON FUNCTION retention.destroy(bigint, integer, integer, bigint[], jsonb) FROM PUBLIC;

CREATE FUNCTION retention.approvers(plan bigint) RETURNS text[] LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS 'SELECT ARRAY(SELECT a.person FROM retention.approval AS a WHERE a.plan = approvers.plan
    ORDER BY a.at, a.person)';
REVOKE EXECUTE ON FUNCTION retention.approvers(bigint) FROM PUBLIC;
"""

# Invariant 7. Holds and requests are decisions of the registry: under its lock none can come in
# between the question and the deed; under the tree's lock no new entry names a file that goes.
DISPOSE = """
CREATE FUNCTION retention.dispose(plan bigint, most integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE
    named retention.plan; place retention.progress; ends bigint; last bigint;
    due bigint[]; safe bigint[]; rules jsonb; certificate text; kept jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.registry'));
    SELECT * INTO named FROM retention.plan AS p WHERE p.id = dispose.plan;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no plan %', dispose.plan USING ERRCODE = 'check_violation';
    END IF;
    IF cardinality(retention.approvers(named.id)) < 2 THEN
        RAISE EXCEPTION 'plan % needs the approval of two people', named.id
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF named.until > CURRENT_DATE THEN
        RAISE EXCEPTION 'plan % looks ahead to %, and is not for carrying out', named.id,
            named.until USING ERRCODE = 'check_violation';
    END IF;
    IF most NOT BETWEEN 1 AND 20000 THEN
        RAISE EXCEPTION 'between 1 and 20000 at once' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM archive.tree AS t WHERE t.district = named.district FOR UPDATE;
    INSERT INTO retention.progress (plan, epoch, next) VALUES (named.id, 1, 0)
    ON CONFLICT DO NOTHING;
    SELECT * INTO place FROM retention.progress AS g WHERE g.plan = named.id FOR UPDATE;
    ends := CASE WHEN place.epoch = named.epoch THEN named.size ELSE (SELECT t.size
        FROM archive.tree AS t WHERE t.district = named.district AND t.epoch = place.epoch) END;
    last := least(place.next + most, ends) - 1;

    SELECT array_agg(a.index ORDER BY a.index) INTO due
    FROM retention.asked(named.id, place.epoch, place.next, last) AS a;
    WITH against AS (
        SELECT p.index, p.source, p.id FROM retention.protected(
            array_fill(place.epoch, ARRAY[cardinality(coalesce(due, '{}'))]), due) AS p
        WHERE named.kind <> 'order' OR p.id <> ALL (named.overrides)
    ), counted AS (SELECT a.source || ' ' || a.id AS name, count(*) AS n FROM against AS a
        GROUP BY 1)
    SELECT (SELECT array_agg(d ORDER BY d) FROM unnest(due) AS d
            WHERE d NOT IN (SELECT a.index FROM against AS a)),
        (SELECT jsonb_object_agg(c.name, c.n) FROM counted AS c)
    INTO safe, kept;
    IF cardinality(safe) > 0 THEN
        SELECT jsonb_object_agg(r.rule, r.n) INTO rules FROM (
            SELECT a.rule, count(*) AS n
            FROM retention.asked(named.id, place.epoch, place.next, last) AS a
            WHERE a.index = ANY (safe) GROUP BY a.rule) AS r;
        place.part := place.part + 1;
        certificate := retention.destroy(named.id, place.part, place.epoch, safe, rules);
    END IF;
    place.gone := place.gone + coalesce(cardinality(safe), 0);
    place.kept := place.kept + coalesce(cardinality(due), 0) - coalesce(cardinality(safe), 0);
    place.next := last + 1;
    IF place.next >= ends THEN
        IF place.epoch >= named.epoch THEN place.finished := clock_timestamp();
        ELSE place.epoch := place.epoch + 1; place.next := 0;
        END IF;
    END IF;
    UPDATE retention.progress AS g SET epoch = place.epoch, next = place.next, part = place.part,
        gone = place.gone, kept = place.kept, finished = coalesce(g.finished, place.finished)
    WHERE g.plan = named.id;
    RETURN jsonb_build_object('next', place.next, 'size', ends, 'gone', place.gone,
        'kept', place.kept, 'kept_by', coalesce(kept, '{}'), 'certificate', certificate,
        'finished', place.finished IS NOT NULL);
END $$;
REVOKE EXECUTE ON FUNCTION retention.dispose(bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.dispose(bigint, integer) TO homeroom_admin;

CREATE FUNCTION retention.file_gone(mxc text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'DELETE FROM retention.file_due AS f WHERE f.district = registry.this_district()
    AND f.mxc = file_gone.mxc';
REVOKE EXECUTE ON FUNCTION retention.file_gone(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.file_gone(text) TO homeroom_admin;
"""

# A certificate is made by destruction alone: nobody can claim one.
APPEND = """
CREATE OR REPLACE FUNCTION outbox.append(kind text, key text, payload text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    IF append.kind IN ('event', 'registry', 'media', 'disposition') THEN
        RAISE EXCEPTION 'entries of kind % are captured, not appended', append.kind;
    END IF;
    INSERT INTO outbox.entry (kind, key, payload, metadata)
    VALUES (append.kind, append.key, append.payload,
            json_build_object('via', SESSION_USER)::text)
    RETURNING id INTO made;
    RETURN made;
END $$;
"""

# What was disposed of is not taken in again; whoever only marks an event so is found by reconcile.
ADOPT = """
CREATE OR REPLACE FUNCTION outbox.adopt(most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ DECLARE made bigint; BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeroom.adopt'));
    INSERT INTO outbox.entry (kind, key, payload, metadata)
    SELECT 'event', e.event_id, e.json, json_build_object(
        'room_id', e.room_id, 'internal_metadata', e.internal_metadata,
        'format_version', e.format_version,
        'adopted', json_build_object(
            'received', v.received_ts,
            'backfilled', coalesce(v.stream_ordering < 0, false),
            'redacted', EXISTS (SELECT FROM public.redactions AS r
                WHERE r.redacts = e.event_id),
            'pruned', EXISTS (SELECT FROM public.redactions AS r
                WHERE r.redacts = e.event_id AND r.have_censored)))::text
    FROM public.event_json AS e LEFT JOIN public.events AS v ON v.event_id = e.event_id
    WHERE NOT EXISTS (SELECT FROM archive.origin AS o
        WHERE o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id)
    AND NOT EXISTS (SELECT FROM outbox.entry AS w WHERE w.kind = 'event' AND w.key = e.event_id)
    AND position('homeroom_disposed' in e.internal_metadata) = 0
    ORDER BY v.stream_ordering NULLS FIRST, e.event_id LIMIT most;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;
"""


def upgrade() -> None:
    """Create the functions; one of them may be called, by the login of the command."""
    for part in (PRUNED, IN_SYNAPSE, ASKED, DESTROY, DISPOSE, APPEND, ADOPT):
        op.execute(part)
