"""Reads the archive and the registry for a replay: in portions, changing nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from homeroom.documents import inspection
from homeroom.documents.inspection import Inspection
from homeroom.policy.policy import Policy
from homeroom.registry import decisions
from homeroom.registry.seeing import Files
from homeroom.registry.snapshot import Snapshot, fold
from homeroom.replay import attempts
from homeroom.replay.attempts import Attempt, Event, Row
from homeroom.replay.eye import Homeserver
from homeroom.replay.occupants import Occupants
from homeroom.replay.replay import Replay
from homeroom.replay.report import Report
from homeroom.replay.timeline import Timeline

PORTION = 1_000
MOST_FILES = 200
WARM_UP = timedelta(hours=1)
"""Looked at before the window, and not counted: slow mode counts up to an hour back."""
DISORDER = timedelta(minutes=1)
"""Entries are in the order of their times but for so much."""

Progress = Callable[[int, int], None]
"""Entries done, of how many."""

READ_ONLY = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
LOGS = text(
    "SELECT epoch, size FROM archive.tree WHERE district = registry.this_district() ORDER BY epoch"
)
FIRST = text("""
    SELECT epoch, index FROM archive.search
    WHERE district = registry.this_district() AND at >= :since ORDER BY at LIMIT 1
""")
NEWEST = text("""
    SELECT epoch, index, at FROM archive.leaf
    WHERE district = registry.this_district() AND (epoch, index) < (:epoch, :end)
    ORDER BY epoch DESC, index DESC OFFSET :most LIMIT 1
""")
"""The entry before the newest so many; none where there are not more."""
LAST = text("""
    SELECT epoch, index FROM archive.search
    WHERE district = registry.this_district() AND at < :until ORDER BY at DESC LIMIT 1
""")
ROWS = text("""
    SELECT l.epoch, l.index, l.kind, l.at, coalesce(o.key, '') AS key, p.payload AS text
    FROM archive.leaf AS l
    LEFT JOIN archive.payload AS p USING (district, epoch, index)
    LEFT JOIN archive.origin AS o USING (district, epoch, index)
    WHERE l.district = registry.this_district() AND l.epoch = :epoch
        AND l.index >= :first AND l.index < :end AND l.kind = ANY(:kinds)
    ORDER BY l.index
""")
MEMBERSHIPS = text("""
    SELECT s.epoch, s.index, s.kind, s.at, s.event_id AS key, p.payload AS text
    FROM archive.search AS s JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.kind = 'event'
        AND s.type IN ('m.room.create', 'm.room.member')
        AND (s.epoch, s.index) < (:epoch, :index)
    ORDER BY s.epoch, s.index
""")
DISPOSED = text("""
    SELECT count(*) FROM archive.leaf AS l
    WHERE l.district = registry.this_district() AND l.kind = 'event'
        AND (l.epoch, l.index) < (:epoch, :index)
        AND NOT EXISTS (
            SELECT FROM archive.payload AS p
            WHERE (p.district, p.epoch, p.index) = (l.district, l.epoch, l.index)
        )
""")
AS_OF = text("""
    SELECT seq, at, actor, subject, key, state FROM (
        SELECT DISTINCT ON (subject, key) seq, at, actor, subject, key, state
        FROM registry.decision
        WHERE district = registry.this_district() AND at <= :at
        ORDER BY subject, key, seq DESC
    ) AS last ORDER BY seq
""")
AFTER = text("""
    SELECT seq, at, actor, subject, key, state FROM registry.decision
    WHERE district = registry.this_district() AND seq > :seq ORDER BY seq
""")


def unwatched(done: int, of: int) -> None:
    """Nobody watches."""


def replay(
    connection: Connection,
    draft: Policy,
    homeserver: Homeserver,
    *,
    since: datetime | None,
    until: datetime,
    most: int | None = None,
    progress: Progress = unwatched,
) -> Report:
    """What a draft would have refused or flagged of what was tried from `since` until `until`.

    Aware instants; `since` None is from the beginning. With `most`, only so many of the newest
    entries are looked at, and the report begins where they do. Use a new transaction: it is made
    one that reads only.
    """
    connection.execute(READ_ONLY)
    start = None if since is None else since - WARM_UP
    first = _place(connection, start)
    cut = None if most is None else _cut(connection, first, until, most)
    if cut is not None:
        first, start = cut
        since = start if since is None else max(since, start)
    occupants, disposed = _occupants(connection, first)
    judging = Replay(
        draft,
        homeserver,
        _timeline(connection, start),
        occupants,
        since=since,
        find_files=_Files(connection),
    )
    for row in _rows(connection, first, until, progress):
        if row.at < until:
            judging.take(row)
    return judging.tally.report(since, until, disposed_before=disposed, cut=cut is not None)


def _cut(
    connection: Connection, first: tuple[int, int], until: datetime, most: int
) -> tuple[tuple[int, int], datetime] | None:
    """Where the newest `most` entries begin, and when; None where from `first` there are fewer."""
    ends = _ends(connection, until)
    if not ends:
        return None
    asked = {"epoch": max(ends), "end": ends[max(ends)], "most": most}
    before = connection.execute(NEWEST, asked).one_or_none()
    if before is None or (before[0], before[1]) < first:
        return None
    return (before[0], before[1] + 1), before.at


def _place(connection: Connection, start: datetime | None) -> tuple[int, int]:
    """Where to begin in the log; behind its end where nothing is so late."""
    if start is None:
        return 0, 0
    found = connection.execute(FIRST, {"since": start}).one_or_none()
    if found is not None:
        return found[0], found[1]
    last = connection.execute(LOGS).all()
    return (last[-1].epoch, last[-1].size) if last else (0, 0)


def _rows(
    connection: Connection, first: tuple[int, int], until: datetime, progress: Progress
) -> Iterator[Row]:
    """The entries that hold attempts, a portion in memory at a time."""
    ends = _ends(connection, until)
    begins = {epoch: first[1] if epoch == first[0] else 0 for epoch in ends if epoch >= first[0]}
    total = sum(max(0, ends[epoch] - begun) for epoch, begun in begins.items())
    done = 0
    for epoch, begun in begins.items():
        for index in range(begun, ends[epoch], PORTION):
            end = min(index + PORTION, ends[epoch])
            asked = {"epoch": epoch, "first": index, "end": end, "kinds": list(attempts.KINDS)}
            for row in connection.execute(ROWS, asked).all():
                yield Row(**row._mapping)
            done += end - index
            progress(done, total)


def _ends(connection: Connection, until: datetime) -> dict[int, int]:
    """By epoch: the first index that is not looked at."""
    sizes = {row.epoch: row.size for row in connection.execute(LOGS)}
    last = connection.execute(LAST, {"until": until + DISORDER}).one_or_none()
    if last is None:
        return {}
    return {e: s if e < last.epoch else last[1] + 1 for e, s in sizes.items() if e <= last.epoch}


def _occupants(connection: Connection, first: tuple[int, int]) -> tuple[Occupants, int]:
    """Who was in which room when the window begins; and how many events were disposed of before."""
    occupants = Occupants()
    before = {"epoch": first[0], "index": first[1]}
    if first == (0, 0):
        return occupants, 0
    options = {"yield_per": PORTION}
    with connection.execute(MEMBERSHIPS, before, execution_options=options) as rows:
        for row in rows:
            kept = attempts.read(Row(**row._mapping))
            if isinstance(kept, Attempt) and not attempts.outside(kept.row):
                assert isinstance(kept.what, Event)
                occupants.after(kept.what)
    return occupants, int(connection.scalar(DISPOSED, before) or 0)


def _timeline(connection: Connection, start: datetime | None) -> Timeline:
    snapshot = Snapshot()
    if start is not None:
        snapshot = fold(snapshot, _decisions(connection, AS_OF, at=start))
    return Timeline(_decisions(connection, AFTER, seq=snapshot.seq), snapshot)


def _decisions(
    connection: Connection, query: object, **asked: object
) -> Iterator[decisions.Decision]:
    rows = connection.execute(query, asked, execution_options={"yield_per": PORTION})  # type: ignore[call-overload]
    for row in rows:
        yield decisions.Decision(**row._mapping, note="")


class _Files:
    """What is known of uploaded files; the last few are remembered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: OrderedDict[str, Inspection] = OrderedDict()

    def __call__(self, media_ids: Collection[str]) -> Files:
        missing = [media_id for media_id in media_ids if media_id not in self._known]
        if missing:
            for found in inspection.find(self._connection, missing):
                self._known[found.media_id] = found
        asked = {key: self._known[key] for key in media_ids if key in self._known}
        while len(self._known) > MOST_FILES:
            self._known.popitem(last=False)
        return asked
