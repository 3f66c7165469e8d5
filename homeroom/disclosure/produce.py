"""Makes a production: from the kept scope of a request to a finished, signed folder, or nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, and_, func, select, tuple_

from homeroom.archive import keys, merkle, read
from homeroom.archive.checkpoint import Checkpoint, load_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.files.store import FileStore
from homeroom.archive.stored import StoredTree
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables import archive as tables
from homeroom.db.tables.disclosure import production as table
from homeroom.disclosure import (
    approving,
    certificate,
    disagreements,
    keeping,
    leftovers,
    preparing,
    productions,
    requests,
    scope,
)
from homeroom.disclosure.exemption_log import InternalLog
from homeroom.disclosure.folder import write_folder
from homeroom.disclosure.model import About, Attachment, Position, Proved, ScopeItem
from homeroom.disclosure.naming import names_of_people, names_of_rooms
from homeroom.disclosure.outbox import append
from homeroom.disclosure.productions import Production
from homeroom.disclosure.redaction.record import Redaction
from homeroom.errors import HomeroomError
from homeroom.registry.decisions import find
from homeroom.registry.model import Person

AT_ONCE = 500
TOLD_EVERY = 0.3
"""Seconds between two notes of progress."""
Watch = Callable[[int, int], None]
"""Told how many records of how many are written."""


def run_production(
    config: HomeroomConfig,
    production: int,
    *,
    role: DatabaseRole = DatabaseRole.PORTAL,
    watch: Watch = lambda done, total: None,
) -> Production:
    """Make a production that was started; raises what went wrong, after noting it.

    The folder appears whole, at the end. The production is itself an entry of the log.
    """
    engine = connect(config, role, pool_size=2)
    try:
        return _run(config, engine, production, watch)
    finally:
        engine.dispose()


def _run(config: HomeroomConfig, engine: Engine, number: int, watch: Watch) -> Production:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as notes:
        leftovers.remove(notes, config)
        if not productions.take(notes, number):
            raise HomeroomError(f"production {number} is being made already; wait for it")
        made = productions.progress(notes, number)
        if made.manifest:
            raise HomeroomError(f"production {number} is finished; start another one")
        productions.note(notes, number, state="running", started=datetime.now(UTC), error=None)
        manifest = None
        try:
            made, found = _reviewed(config, engine, notes, made)
            manifest = _make(config, engine, notes, made, watch, found)
            with engine.begin() as connection:
                _finish(connection, made, manifest)
        except Exception as error:
            shutil.rmtree(_unfinished(made), ignore_errors=True)
            if manifest is not None or keeping.is_kept_here(config, made):
                keeping.remove(made)
            keeping.forget_internal(config, made)
            told = str(error) if isinstance(error, HomeroomError) else type(error).__name__
            productions.note(notes, number, state="failed", error=told, finished=datetime.now(UTC))
            raise
        return productions.progress(notes, number)


def _reviewed(
    config: HomeroomConfig, engine: Engine, notes: Connection, made: Production
) -> tuple[Production, Redaction]:
    """What the review comes to, and the production with a note of what it was the review of."""
    with engine.begin() as connection:
        covered = approving.scope_digest(connection, made.request)
        found = preparing.review(connection, config.data, made.request).redaction
    productions.note(notes, made.id, review=found.review, scope=covered)
    return productions.progress(notes, made.id), found


def _make(
    config: HomeroomConfig,
    engine: Engine,
    notes: Connection,
    made: Production,
    watch: Watch,
    found: Redaction,
) -> str:
    """Write the folder from one snapshot of the database; returns the manifest's SHA-256."""
    folder, internal = _unfinished(made), InternalLog()
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as snapshot:
            tell = _teller(notes, made, watch)
            manifest = _write(config, snapshot, made, folder, tell, found, internal)
        keeping.keep_internal(config, made, internal.pieces())
        folder.rename(made.folder)
        if keeping.is_kept_here(config, made):
            keeping.put_away(config, made.folder)
    except OSError as error:
        raise HomeroomError(
            f"{made.folder}: {error.strerror}; nothing was kept, make room and produce again"
        ) from None
    return manifest


def _write(
    config: HomeroomConfig,
    snapshot: Connection,
    made: Production,
    folder: Path,
    tell: Watch,
    found: Redaction,
    internal: InternalLog,
) -> str:
    if scope.sealed_since(snapshot, made.request):
        raise HomeroomError(
            "an image of this scope was sealed since; run `homeroom request scope` again"
        )
    if approving.scope_digest(snapshot, made.request) != made.scope:
        raise HomeroomError("what the request covers was counted anew meanwhile; produce again")
    covered = scope.items_of(snapshot, made.request)
    items = [item for item in covered if item.position not in found.withheld]
    signer = load_key(config.path(config.archive.key), config.district)
    checkpoints = _checkpoints(snapshot, config.district, items)
    tell(0, len(items))
    return write_folder(
        folder,
        _about(config, snapshot, made, items),
        _proved(config, snapshot, items, checkpoints),
        checkpoints=checkpoints,
        signer=signer,
        hand_overs=keys.notes(snapshot),
        certificates=certificate.templates(config.data),
        formats=made.formats,
        progress=lambda done: tell(done, len(items)),
        redaction=found,
        internal=internal,
    )


def _checkpoints(
    snapshot: Connection, district: str, items: Sequence[ScopeItem]
) -> list[Checkpoint]:
    """The log as this snapshot has it, in each epoch that is needed: to be signed here."""
    columns = tables.tree.c
    rows = snapshot.execute(
        select(columns.epoch, columns.size, columns.root).where(columns.district == district)
    ).all()
    newest = max((row.epoch for row in rows), default=0)
    needed = {item.position.epoch for item in items} | {newest}
    return [
        Checkpoint(district=district, epoch=row.epoch, size=row.size, root=bytes(row.root))
        for row in rows
        if row.epoch in needed
    ]


def _proved(
    config: HomeroomConfig,
    snapshot: Connection,
    items: Sequence[ScopeItem],
    checkpoints: Sequence[Checkpoint],
) -> Iterator[Proved]:
    """The entries of a scope with their proofs, in the log's order."""
    sizes = {checkpoint.epoch: checkpoint.size for checkpoint in checkpoints}
    trees = {epoch: StoredTree(snapshot, config.district, epoch) for epoch in sizes}
    files = file_store(config)
    for start in range(0, len(items), AT_ONCE):
        some = items[start : start + AT_ONCE]
        held = _entries(snapshot, [item.position for item in some])
        for item in some:
            entry, epoch = held.get(item.position), item.position.epoch
            if entry is None or entry.text is None:
                raise HomeroomError(
                    f"entry {epoch}/{item.position.index} was disposed of since the scope was "
                    "made; run `homeroom request scope` again"
                )
            proof = merkle.inclusion_proof(trees[epoch], entry.index, sizes[epoch])
            yield Proved(
                entry=entry,
                proof=proof,
                reasons=item.reasons,
                attachment=_file(snapshot, files, entry),
            )


def _entries(snapshot: Connection, positions: Sequence[Position]) -> dict[Position, read.Entry]:
    leaf = tables.leaf.c
    places = tuple_(leaf.epoch, leaf.index).in_([(p.epoch, p.index) for p in positions])
    chosen = and_(places, leaf.district == func.registry.this_district())
    return {Position(e.epoch, e.index): e for e in read.entries(snapshot, chosen)}


def _file(snapshot: Connection, files: FileStore, entry: read.Entry) -> Attachment | None:
    if entry.kind != "media":
        return None
    sha256 = bytes.fromhex(entry.payload()["media"]["sha256"])
    return partial(files.open, snapshot, sha256)


def _about(
    config: HomeroomConfig, snapshot: Connection, made: Production, items: Sequence[ScopeItem]
) -> About:
    request = requests.get(snapshot, made.request)
    student = find(snapshot, Person, request.about)
    counts = scope.count(items)
    return About(
        district=config.district,
        request=request.id,
        production=made.number,
        law=request.law,
        requester=request.requester,
        received=request.received,
        student=student.name if student else request.about,
        student_number=student.roster_id if student else "",
        language=made.language,
        made_at=made.made_at,
        people=names_of_people(snapshot, counts.rooms),
        rooms=names_of_rooms(snapshot, counts.rooms),
        counts=counts,
        bates=config.productions.prefix(config.district, request.id, made.number),
        volume_bytes=config.productions.volume_mb * 1_000_000,
        statements=disagreements.that_go_with(
            snapshot, made.request, [item.position for item in items]
        ),
    )


def _finish(connection: Connection, made: Production, manifest: str) -> None:
    """The production is noted in the log and with the request, in one transaction."""
    request = requests.get(connection, made.request)
    requests.move(connection, request, "produced", by=made.requested_by)
    said = {
        "id": made.id,
        "request": made.request,
        "number": made.number,
        "manifest": manifest,
        "records": connection.scalar(select(table.c.total).where(table.c.id == made.id)),
        "formats": list(made.formats),
        "by": made.requested_by,
    }
    append(connection, "production", f"{made.request}/{made.number}", said)
    productions.note(
        connection, made.id, state="draft", manifest=manifest, finished=datetime.now(UTC)
    )


def _teller(notes: Connection, made: Production, watch: Watch) -> Watch:
    last = float("-inf")

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done in (0, total) or time.monotonic() - last > TOLD_EVERY:
            last = time.monotonic()
            productions.note(notes, made.id, done=done, total=total)
            watch(done, total)

    return tell


def _unfinished(made: Production) -> Path:
    return made.folder.with_name(f".{made.folder.name}.unfinished-{made.id}-{os.getpid()}")
