"""Proves that the log is what its checkpoints say, from the payloads up, or names what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, true

from homeroom.archive import keys, read, recovering
from homeroom.archive.canonical import canonical
from homeroom.archive.certificates import Certified, certificates
from homeroom.archive.checkpoint import Checkpoint, CheckpointError, Verifier
from homeroom.archive.commitment import commitment
from homeroom.archive.content_hash import agrees
from homeroom.archive.crosscheck import Block, crosscheck
from homeroom.archive.files.store import FileStore
from homeroom.archive.keys import HandOver, Keyring
from homeroom.archive.merkle import Frontier
from homeroom.archive.recovering import Recovery
from homeroom.archive.stored import STORED_LEVEL
from homeroom.archive.tree_walk import disproved, walk
from homeroom.db.tables import archive as tables

MOST_FINDINGS = 1000
BLOCK = 500
"""Entries that are compared at once with what stands beside them."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was checked, and what is wrong."""

    entries: int
    checkpoints: int
    media: int
    hashes: int
    """Events whose own hash was compared with what they say."""
    findings: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The log as it is recomputed, and the roots it had at the sizes that checkpoints name."""

    connection: Connection
    wanted: dict[int, set[int]]
    certified: Certified
    frontiers: dict[int, Frontier] = field(default_factory=dict)
    roots: dict[tuple[int, int], bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    entries: int = 0
    with_hashes: bool = False
    hashes: int = 0
    block: list[read.Entry] = field(default_factory=list)
    nodes: list[tuple[int, int, bytes]] = field(default_factory=list)

    def take(self, entry: read.Entry) -> None:
        frontier = self.frontiers.setdefault(entry.epoch, Frontier(size=0))
        if frontier.size == 0:
            self._note(entry.epoch, frontier)
        if entry.index != frontier.size:
            self.findings.append(f"entry {frontier.size}: is missing from the log")
        disposed = self.certified.covers(entry.epoch, entry.index, entry.commitment)
        self.findings += faults(entry, disposed=disposed)
        if self.with_hashes:
            self._compare_hash(entry)
        if self.block and (len(self.block) == BLOCK or self.block[0].epoch != entry.epoch):
            self.close_block()
        self.block.append(entry)
        made = frontier.extend([entry.leaf_hash])
        self.nodes += [node for node in made if node[0] >= STORED_LEVEL]
        self.entries += 1
        self._note(entry.epoch, frontier)

    def _compare_hash(self, entry: read.Entry) -> None:
        agreed = own_hash(entry)
        self.hashes += agreed is not None
        if agreed is False:
            self.findings.append(f"entry {entry.index}: the event's own hash is of something else")

    def close_block(self) -> None:
        """Compare what stands beside the entries taken last."""
        if self.block:
            epoch = self.block[0].epoch
            block = Block(epoch=epoch, entries=self.block, nodes=self.nodes)
            self.findings += crosscheck(self.connection, block)
        self.block, self.nodes = [], []

    def _note(self, epoch: int, frontier: Frontier) -> None:
        if frontier.size in self.wanted.get(epoch, ()):
            self.roots[epoch, frontier.size] = frontier.root()


def verify(
    connection: Connection,
    trusted: Verifier,
    media: FileStore,
    *,
    against: str | None = None,
    hashes: bool = False,
    progress: Progress = lambda done, total: None,
) -> Verified:
    """Recompute payload, commitment, leaf and root of every entry, in flat memory.

    `trusted` is one of the district's public keys, kept outside best; what it was handed over to
    follows from it. `against` is a signed checkpoint that was held outside (invariant 3). `media`
    are the archive's files, each decrypted. With `hashes` each event's own Matrix hash is compared
    too. Never raises for what is wrong: it is a finding.
    """
    stored = list(read.checkpoints(connection))
    notes = [("the stored checkpoint", found.note) for found in stored]
    if against is not None:
        notes.append(("the checkpoint held outside", against))
    ring = keys.keyring(connection, trusted)
    opened, findings = _opened(ring, notes)
    findings += _altered(stored, ring)
    findings += _hand_overs(connection)
    head = read.head(connection)
    total = head.size if head else 0
    heads = [("the tree", head.checkpoint)] if head else []
    restores = recovering.recoveries(connection)
    findings += _lost(opened, restores)
    claims = [*_standing(opened, restores), *_ends(restores), *heads]
    walked = _walk(connection, claims, total, progress, hashes=hashes)
    findings += walked.findings
    findings += disproved(claims, walked.roots)
    findings += _unmapped(connection)
    files, lost = _media(connection, media)
    return Verified(
        entries=walked.entries,
        checkpoints=len(opened),
        media=files,
        hashes=walked.hashes,
        findings=tuple([*findings, *lost][:MOST_FINDINGS]),
    )


def verify_tree(
    connection: Connection, trusted: Verifier, *, against: str | None = None
) -> Verified:
    """The quick check, without payloads: headers, leaves, tree and checkpoints."""
    stored = list(read.checkpoints(connection))
    notes = [("the stored checkpoint", found.note) for found in stored]
    if against is not None:
        notes.append(("the checkpoint held outside", against))
    ring = keys.keyring(connection, trusted)
    opened, findings = _opened(ring, notes)
    findings += _altered(stored, ring)
    head = read.head(connection)
    restores = recovering.recoveries(connection)
    findings += _lost(opened, restores)
    heads = [("the tree", head.checkpoint)] if head else []
    claims = [*_standing(opened, restores), *_ends(restores), *heads]
    walked = walk(connection, (claim for _, claim in claims))
    findings += walked.findings
    findings += disproved(claims, walked.roots)
    return Verified(
        entries=walked.entries,
        checkpoints=len(opened),
        media=0,
        hashes=0,
        findings=tuple(findings[:MOST_FINDINGS]),
    )


def _walk(
    connection: Connection,
    claims: Iterable[tuple[str, Checkpoint]],
    total: int,
    progress: Progress,
    *,
    hashes: bool,
) -> _Walk:
    wanted: dict[int, set[int]] = {}
    for _, claim in claims:
        wanted.setdefault(claim.epoch, set()).add(claim.size)
    certified = Certified(certificates(connection))
    walk = _Walk(connection=connection, wanted=wanted, certified=certified, with_hashes=hashes)
    for entry in read.entries(connection, true()):
        walk.take(entry)
        if walk.entries % 500 == 0:
            progress(walk.entries, total)
    walk.close_block()
    walk.findings += certified.faults()
    progress(walk.entries, total)
    return walk


def faults(entry: read.Entry, *, disposed: bool) -> Iterator[str]:
    """What one entry does not prove: header to leaf, payload to commitment.

    Of one that was `disposed` of, by a certificate, nothing may be left.
    """
    if entry.header.leaf_hash() != entry.leaf_hash:
        yield f"entry {entry.index}: its header is not what its leaf says"
    if entry.text is None or entry.salt is None:
        if not disposed:
            yield f"entry {entry.index}: its payload is missing without a certificate"
        return
    if disposed:
        yield f"entry {entry.index}: its payload is still there, against a certificate"
    try:
        payload = entry.payload()
        right = commitment(payload, entry.salt) == entry.commitment
        exact = canonical(payload) == entry.text.encode()
    except (ValueError, TypeError):
        right = exact = False
    if not right:
        yield f"entry {entry.index}: its payload is not what its commitment says"
    elif not exact:
        yield f"entry {entry.index}: its payload was written anew"


def own_hash(entry: read.Entry) -> bool | None:
    """Does an event fit its own Matrix hash? None for what is no event, or cannot be compared."""
    if entry.text is None or not entry.kind.startswith("event"):
        return None
    try:
        return agrees(entry.payload())
    except (ValueError, TypeError):
        return None


def _opened(
    ring: Keyring, notes: Iterable[tuple[str, str]]
) -> tuple[list[tuple[str, Checkpoint]], list[str]]:
    opened, findings = [], []
    for name, note in notes:
        try:
            checkpoint = ring.open(note)
            opened.append((f"{name} of {checkpoint.size} entries", checkpoint))
        except CheckpointError as error:
            findings.append(f"{name}: {error}")
    return opened, findings


def _lost(opened: Iterable[tuple[str, Checkpoint]], restores: Sequence[Recovery]) -> Iterator[str]:
    """What a checkpoint covers and a restore has lost is named as missing."""
    for name, checkpoint in opened:
        for restore in restores:
            if restore.explains(checkpoint):
                yield f"{name}: {restore.missing}; an entry of a later epoch says so"


def _standing(
    opened: Iterable[tuple[str, Checkpoint]], restores: Sequence[Recovery]
) -> list[tuple[str, Checkpoint]]:
    """The checkpoints of which nothing is known to be lost."""
    return [
        (name, checkpoint)
        for name, checkpoint in opened
        if not any(restore.explains(checkpoint) for restore in restores)
    ]


def _ends(restores: Iterable[Recovery]) -> list[tuple[str, Checkpoint]]:
    """An epoch that has ended stays as its successor says."""
    return [(f"the end of epoch {each.kept.epoch}", each.kept) for each in restores]


def _altered(stored: Iterable[read.StoredCheckpoint], ring: Keyring) -> Iterator[str]:
    """A row beside its own signed note."""
    for found in stored:
        try:
            if ring.open(found.note) != found.checkpoint:
                yield f"the stored checkpoint of {found.checkpoint.size} entries: was altered"
        except CheckpointError:
            continue


def _hand_overs(connection: Connection) -> Iterator[str]:
    """A stored hand-over that its keys did not sign, or that speaks of another log."""
    for note in keys.notes(connection):
        try:
            HandOver.open(note)
        except CheckpointError as error:
            yield f"a stored hand-over of the key: {error}"


def _unmapped(connection: Connection) -> Iterator[str]:
    """A mapping that leads to no entry."""
    origin, leaf = tables.origin, tables.leaf
    same = (
        (origin.c.district == leaf.c.district)
        & (origin.c.epoch == leaf.c.epoch)
        & (origin.c["index"] == leaf.c["index"])
    )
    astray = select(origin.c["index"]).outerjoin(leaf, same).where(leaf.c["index"].is_(None))
    for index in connection.scalars(astray.limit(MOST_FINDINGS)):
        yield f"entry {index}: is mapped, and is not in the log"


def _media(connection: Connection, files: FileStore) -> tuple[int, list[str]]:
    """Each file that is in the log, decrypted and hashed."""
    hashes = connection.scalars(
        select(func.distinct(tables.media.c.sha256)).where(
            tables.media.c.district == func.registry.this_district()
        )
    ).all()
    findings = []
    for sha256 in map(bytes, hashes):
        if (wrong := files.check(connection, sha256)) is not None:
            findings.append(f"file {sha256.hex()}: {wrong}")
    return len(hashes), findings
