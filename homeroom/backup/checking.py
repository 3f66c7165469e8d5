"""After a restore, before anything runs again: what is missing is named, and the rest is proved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from homeroom.archive import keys, recovering
from homeroom.archive.checkpoint import Verifier, public_half
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import LATEST
from homeroom.archive.reconcile import Reconciled, reconcile
from homeroom.archive.verify import Verified, verify
from homeroom.backup import restoring
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole

BY = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a restored archive is like."""

    entries: int
    events: int
    missing: str
    """What a checkpoint covers and was not brought back, in words; empty for nothing."""
    findings: tuple[str, ...]
    """What is wrong besides."""

    @property
    def whole(self) -> bool:
        return not self.missing and not self.findings


def check(config: HomeroomConfig, outside: str | None) -> Checked:
    """Compare with the newest checkpoint (`outside`, or that of the backup), verify, reconcile.

    Where the log is shorter than the checkpoint, that is put on record, and a new epoch begun.
    """
    trusted = public_half(config.path(config.archive.key), config.district)
    with restoring.running(config):
        missing = _name_missing(config, trusted, outside)
        engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
        try:
            proved, compared = _proved(engine, config, trusted)
        finally:
            engine.dispose()
    differences = tuple(f"{each.event_id}: {each.problem}" for each in compared.differences)
    return Checked(
        entries=proved.entries,
        events=compared.events,
        missing=missing,
        findings=proved.findings + differences,
    )


def _name_missing(config: HomeroomConfig, trusted: Verifier, outside: str | None) -> str:
    latest = config.path(config.archive.checkpoints) / LATEST
    if outside is None and not latest.exists():
        return ""
    notes = [outside] if outside is not None else []
    if latest.exists():
        notes.append(latest.read_text(encoding="utf-8"))
    engine = connect(config, DatabaseRole.ARCHIVER, pool_size=1)
    try:
        with engine.begin() as connection:
            ring = keys.keyring(connection, trusted)
            note = recovering.newest(ring, notes)
            now = datetime.now(UTC)
            made = recovering.recover(connection, ring, note, by=BY, now=now)
    finally:
        engine.dispose()
    return made.missing if made else ""


def _proved(
    engine: Engine, config: HomeroomConfig, trusted: Verifier
) -> tuple[Verified, Reconciled]:
    with engine.begin() as connection:
        compared = reconcile(connection)
    with engine.begin() as connection:
        return verify(connection, trusted, file_store(config)), compared
