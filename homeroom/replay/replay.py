"""Goes through what was kept, in its order, and judges each attempt again: no I/O of its own.

First by the policy in force then, with the facts as they can be built again. Only where that gives
what was really decided are the facts taken for those of then, and the draft is asked; else the
attempt is counted as one that cannot be judged again. So nothing is guessed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime

from homeroom.policy.facts import Registry
from homeroom.policy.policy import Policy
from homeroom.registry.occupancy import CREATE
from homeroom.registry.seeing import NO_FILES, Files
from homeroom.registry.snapshot import Snapshot
from homeroom.replay import attempts
from homeroom.replay.attempts import Access, Attempt, Event, NotJudged, Row, Rules, Why
from homeroom.replay.eye import Eye, FindFiles, Homeserver, Scene, Seen
from homeroom.replay.occupants import Occupants
from homeroom.replay.report import Tally
from homeroom.replay.timeline import Timeline

MOST_FLAGGED = 10_000
"""Flagged events that are waited for; each comes right after its decision."""
NO_AGE, STALE = 0.0, float("inf")


def no_files(media_ids: Collection[str]) -> Files:
    """Where nothing was ever uploaded."""
    return NO_FILES


class Replay:
    """One draft, beside the policies that were in force."""

    def __init__(
        self,
        draft: Policy,
        homeserver: Homeserver,
        timeline: Timeline,
        occupants: Occupants,
        *,
        since: datetime | None = None,
        find_files: FindFiles = no_files,
    ) -> None:
        """What was kept before `since` is looked at, and not counted."""
        self.tally = Tally()
        self._then = Eye(homeserver)
        self._draft = Eye(homeserver, draft)
        self._timeline = timeline
        self._occupants = occupants
        self._since = since
        self._find_files = find_files
        self._flagged: OrderedDict[str, None] = OrderedDict()

    def take(self, row: Row) -> None:
        """The next entry of the log."""
        found = attempts.read(row)
        if isinstance(found, NotJudged):
            self._leave_out(found)
        elif row.kind == "event":
            self._event(found)
        else:
            if isinstance(found.what, Event) and found.then.kind == "flag":
                self._await(row.key)
            self._judge(found)

    def _event(self, found: Attempt) -> None:
        """One that came: judged now, unless it was when it was flagged, just before."""
        assert isinstance(found.what, Event)
        if attempts.outside(found.row):
            self._leave_out(NotJudged(row=found.row, why="not_taken"))
            return
        if attempts.adopted(found.row):
            self._leave_out(NotJudged(row=found.row, why="adopted"))
        elif found.row.key in self._flagged:
            del self._flagged[found.row.key]
        else:
            self._judge(found)
        self._occupants.after(found.what)

    def _await(self, key: str) -> None:
        self._flagged[key] = None
        while len(self._flagged) > MOST_FLAGGED:
            self._flagged.popitem(last=False)

    def _judge(self, found: Attempt) -> None:
        what, row = found.what, found.row
        room = self._occupants.of(what.room_id if isinstance(what, Event) else "")
        if isinstance(what, Event) and room.maker is None and what.type != CREATE:
            self._leave_out(NotJudged(row=row, why="room_unknown"), found.then)
            return
        scenes = [
            Scene(
                at=row.at,
                snapshot=snapshot,
                registry=_registry(found.then, snapshot),
                occupancy=room,
                find_files=self._find_files,
            )
            for snapshot in self._snapshots(found)
        ]
        if not scenes:
            self._leave_out(NotJudged(row=row, why="registry_unknown"), found.then)
            return
        self._compare(found, scenes)

    def _snapshots(self, found: Attempt) -> tuple[Snapshot, ...]:
        if found.registry_seq is None:
            return self._timeline.at(found.row.at)
        return self._timeline.of(found.registry_seq, found.row.at)

    def _compare(self, found: Attempt, scenes: list[Scene]) -> None:
        """By the first version of the registry that leads to what was decided then."""
        for scene in scenes:
            for changes in _changes(found):
                before = self._then.judge(found.what, scene, changes=changes)
                if before.rules == found.then:
                    self._try(found, scene, before)
                    return
        self._leave_out(NotJudged(row=found.row, why="differs"), found.then)

    def _try(self, found: Attempt, scene: Scene, before: Seen) -> None:
        possible = [
            self._draft.judge(found.what, scene, changes=changes) for changes in _changes(found)
        ]
        if any(after.rules != possible[0].rules for after in possible):
            self._leave_out(NotJudged(row=found.row, why="unknown_request"), found.then)
            return
        self._then.passed(before, scene.at)
        self._draft.passed(possible[0], scene.at)
        if self._counts(found.row):
            policy = scene.snapshot.policy
            self.tally.add(found.row, before, possible[0], policy.version if policy else "none")

    def _leave_out(self, found: NotJudged, then: Rules | None = None) -> None:
        if self._counts(found.row):
            self.tally.leave_out(found, then.reasons | then.flags if then else ())

    def _counts(self, row: Row) -> bool:
        return self._since is None or row.at >= self._since


def _registry(then: Rules, snapshot: Snapshot) -> Registry:
    """How fresh it was is told by the rules that were broken; no policy says anything of it."""
    known = snapshot.policy is not None
    stale = "registry_stale" in then.reasons and known
    return Registry(
        age_seconds=STALE if stale else NO_AGE,
        policy_known=known,
        capture_working="unrecorded" not in then.reasons,
        archive_behind="archive_behind" in then.reasons,
    )


def _changes(found: Attempt) -> tuple[bool, ...]:
    return found.what.changes if isinstance(found.what, Access) else (False,)


__all__ = ["Replay", "Why", "no_files"]
