"""What was acknowledged against what is archived, when everything has come to rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from homeroom.archive.checkpoint import Verifier
from homeroom.archive.files.store import FileStore
from homeroom.archive.publish import check_against
from homeroom.archive.reconcile import reconcile
from homeroom.archive.stored import LogError
from homeroom.archive.verify import verify
from homeroom.sandbox.chaos.ledger import Ledger

SAID = text("""
    SELECT s.event_id, p.payload::jsonb->'event'->'content'->>'body' AS body
    FROM archive.search AS s JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.room_id = :room AND s.kind IN ('event', 'event_repeat') AND s.type = 'm.room.message'
""")
HELD = text("""
    SELECT p.payload::jsonb->'registry'->'state'->>'reason' AS reason
    FROM archive.leaf AS l JOIN archive.payload AS p USING (district, epoch, index)
    WHERE l.kind = 'registry' AND p.payload::jsonb->'registry'->>'subject' = 'hold'
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How many were acknowledged and are archived, and everything that is wrong."""

    attempts: int
    acknowledged: int
    archived: int
    """Of the acknowledged: exactly once, and under the event id that the sender was told."""
    refused: int
    unanswered: int
    decisions: int
    """Holds that the portal acknowledged."""
    decisions_archived: int
    entries: int
    checkpoints: int
    """Held outside during the run, each of which the log still begins with."""
    duplicates: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not (self.duplicates or self.missing or self.findings)


def judge(
    connection: Connection,
    ledger: Ledger,
    room_id: str,
    *,
    outside: Iterable[str],
    verifier: Verifier,
    files: FileStore,
) -> Judgement:
    """Compare what people know with the archive; `outside` are the notes of checkpoints."""
    said = [(row.event_id, row.body) for row in connection.execute(SAID, {"room": room_id})]
    bodies = Counter(body for _, body in said)
    placed = Counter(connection.scalars(HELD))
    held = list(outside)
    missing, duplicates = _compared(ledger, set(said), bodies, placed)
    verified = verify(connection, verifier, files, against=held[-1] if held else None)
    connection.rollback()
    compared = reconcile(connection)
    connection.rollback()
    findings = [
        *verified.findings,
        *(f"{each.event_id} {each.problem}" for each in compared.differences),
        *([] if compared.capture == "working" else [f"the capture is {compared.capture}"]),
        *_not_begun_with(connection, held, verifier),
        *ledger.surprises,
    ]
    return Judgement(
        attempts=ledger.attempts,
        acknowledged=len(ledger.said),
        archived=sum(
            (each.event_id, each.body) in set(said) and bodies[each.body] == 1
            for each in ledger.said
        ),
        refused=len(ledger.refused),
        unanswered=len(ledger.unsure),
        decisions=len(ledger.held),
        decisions_archived=sum(placed[reason] == 1 for reason in ledger.held),
        entries=verified.entries,
        checkpoints=len(held),
        duplicates=duplicates,
        missing=missing,
        findings=tuple(findings),
    )


def _compared(
    ledger: Ledger, said: set[tuple[str, str]], bodies: Counter[str], placed: Counter[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is missing, and what is there more often than once, or though it was refused."""
    missing = [each.event_id for each in ledger.said if (each.event_id, each.body) not in said]
    missing += [f"hold {reason}" for reason in ledger.held if not placed[reason]]
    ours = {each.body for each in ledger.said} | set(ledger.unsure)
    often = [body for body in ours if bodies[body] > 1]
    often += [f"refused {body}" for body in ledger.refused if bodies[body]]
    often += [
        f"hold {reason}" for reason in (*ledger.held, *ledger.unsure_held) if placed[reason] > 1
    ]
    return tuple(missing), tuple(often)


def _not_begun_with(connection: Connection, notes: Iterable[str], verifier: Verifier) -> list[str]:
    """The checkpoints from outside that the log does not begin with any more."""
    found = []
    for note in notes:
        try:
            check_against(connection, verifier.open(note))
        except LogError as error:
            found.append(str(error))
    return found
