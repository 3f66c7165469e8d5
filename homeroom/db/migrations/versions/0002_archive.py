"""The archive: the permanent log, and apart from it what disposition can remove."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

# The log (invariant 2): nothing here names a person, a room or an event.
LOG = """
CREATE SCHEMA archive;
CREATE TABLE archive.tree (
    district text NOT NULL,
    epoch integer NOT NULL CHECK (epoch > 0),
    size bigint NOT NULL CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    frontier bytea NOT NULL,
    PRIMARY KEY (district, epoch)
);
CREATE TABLE archive.leaf (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL CHECK (index >= 0),
    kind text NOT NULL,
    at timestamptz NOT NULL,
    version smallint NOT NULL,
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
    PRIMARY KEY (district, epoch, index)
);
CREATE TABLE archive.node (
    district text NOT NULL,
    epoch integer NOT NULL,
    level smallint NOT NULL CHECK (level >= 8),
    index bigint NOT NULL CHECK (index >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (district, epoch, level, index)
);
CREATE TABLE archive.checkpoint (
    district text NOT NULL,
    epoch integer NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (district, epoch, size)
);
"""

CONTENT = """
CREATE TABLE archive.payload (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 32),
    payload text NOT NULL,
    PRIMARY KEY (district, epoch, index)
);
CREATE TABLE archive.origin (
    district text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    PRIMARY KEY (district, kind, key),
    CONSTRAINT origin_entry UNIQUE (district, epoch, index)
);
CREATE TABLE archive.duplicate (
    district text NOT NULL,
    outbox_id bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    at timestamptz NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    PRIMARY KEY (district, outbox_id)
);
CREATE TABLE archive.search (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    type text NOT NULL,
    room_id text,
    sender text,
    event_id text,
    text text NOT NULL,
    tsv tsvector NOT NULL,
    PRIMARY KEY (district, epoch, index)
);
CREATE INDEX search_words ON archive.search USING gin (tsv);
CREATE INDEX search_sender ON archive.search (district, sender, at);
CREATE INDEX search_room ON archive.search (district, room_id, at);
CREATE INDEX search_time ON archive.search (district, at);
"""

MEDIA = """
CREATE TABLE archive.media (
    district text NOT NULL,
    mxc text NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size bigint NOT NULL,
    mime text,
    name text,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    PRIMARY KEY (district, mxc)
);
CREATE INDEX media_file ON archive.media (district, sha256);
CREATE TABLE archive.media_reference (
    district text NOT NULL,
    epoch integer NOT NULL,
    index bigint NOT NULL,
    mxc text NOT NULL,
    PRIMARY KEY (district, epoch, index, mxc)
);
CREATE INDEX media_reference_mxc ON archive.media_reference (district, mxc);
CREATE TABLE archive.media_pending (
    district text NOT NULL,
    mxc text NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    tries integer NOT NULL DEFAULT 0,
    retry_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    problem text NOT NULL DEFAULT '',
    PRIMARY KEY (district, mxc)
);
"""

# Leaves end exactly where the tree says, without a gap, and the tree never says more than there
# is. The archiver raises the tree first; both are checked before the transaction can commit.
CONTINUITY = """
CREATE FUNCTION archive.continue_leaves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ DECLARE added record; BEGIN
    FOR added IN
        SELECT district, epoch, min(index) AS first, max(index) AS last, count(*) AS count
        FROM made GROUP BY district, epoch
    LOOP
        IF added.last - added.first + 1 <> added.count THEN
            RAISE EXCEPTION 'the added leaves have a gap' USING ERRCODE = 'check_violation';
        END IF;
        IF added.first > 0 AND NOT EXISTS (
            SELECT FROM archive.leaf AS l WHERE l.district = added.district
            AND l.epoch = added.epoch AND l.index = added.first - 1)
        THEN
            RAISE EXCEPTION 'leaf % is missing before the added ones', added.first - 1
            USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT FROM archive.tree AS t WHERE t.district = added.district
            AND t.epoch = added.epoch AND t.size = added.last + 1)
        THEN
            RAISE EXCEPTION 'the added leaves do not end where the tree does'
            USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER continue_leaves AFTER INSERT ON archive.leaf REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION archive.continue_leaves();
ALTER TABLE archive.leaf ENABLE ALWAYS TRIGGER continue_leaves;

CREATE FUNCTION archive.grow_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.size <> 0 OR NEW.root <> sha256(''::bytea) OR NEW.frontier <> ''::bytea THEN
            RAISE EXCEPTION 'a tree begins empty' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.district <> OLD.district OR NEW.epoch <> OLD.epoch OR NEW.size <= OLD.size THEN
        RAISE EXCEPTION 'a tree only grows' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grow_only BEFORE INSERT OR UPDATE ON archive.tree
FOR EACH ROW EXECUTE FUNCTION archive.grow_only();
ALTER TABLE archive.tree ENABLE ALWAYS TRIGGER grow_only;

CREATE FUNCTION archive.tree_has_leaves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ DECLARE
    -- Deferred to the commit: what counts is the row as the transaction leaves it.
    said bigint := (SELECT t.size FROM archive.tree AS t
        WHERE t.district = NEW.district AND t.epoch = NEW.epoch);
BEGIN
    IF said <> coalesce((
        SELECT max(l.index) + 1 FROM archive.leaf AS l
        WHERE l.district = NEW.district AND l.epoch = NEW.epoch), 0)
    THEN
        RAISE EXCEPTION 'the tree says % entries and the leaves do not', said
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tree_has_leaves AFTER INSERT OR UPDATE ON archive.tree
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive.tree_has_leaves();
ALTER TABLE archive.tree ENABLE ALWAYS TRIGGER tree_has_leaves;
"""

# Nobody has the right anyway; this stops the owner's mistakes too.
APPEND_ONLY = """
CREATE FUNCTION archive.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    RAISE EXCEPTION 'archive.% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
"""
APPEND_ONLY_TABLES = ("leaf", "node", "checkpoint")

GRANTS = """
GRANT USAGE ON SCHEMA archive TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT SELECT ON ALL TABLES IN SCHEMA archive TO homeroom_archiver, homeroom_portal, homeroom_admin;
GRANT INSERT ON archive.tree, archive.leaf, archive.node, archive.checkpoint, archive.payload,
    archive.origin, archive.duplicate, archive.search, archive.media, archive.media_reference,
    archive.media_pending TO homeroom_archiver;
GRANT UPDATE ON archive.tree, archive.media_pending TO homeroom_archiver;
GRANT DELETE ON archive.media_pending TO homeroom_archiver;
GRANT INSERT ON archive.checkpoint TO homeroom_admin;
GRANT SELECT ON public.local_media_repository TO homeroom_archiver, homeroom_admin;
"""


def upgrade() -> None:
    """Create the archive with its checks and rights."""
    for part in (LOG, CONTENT, MEDIA, CONTINUITY, APPEND_ONLY):
        op.execute(part)
    for table in APPEND_ONLY_TABLES:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change()"
        )
        op.execute(f"ALTER TABLE archive.{table} ENABLE ALWAYS TRIGGER append_only")
    op.execute(GRANTS)
