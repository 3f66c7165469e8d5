"""When staff and students may write to each other: by the district's clock and calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeroom.policy.facts import Room, VenueKind
from homeroom.policy.sections.calendar import Calendar

LOOKS_AHEAD_DAYS = 100
"""How far the next opening is looked for: longer than any summer."""
MINUTE = timedelta(minutes=1)
ANYWHERE = Room(venue=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of the day, `opens` included, `closes` not; `closes` at 00:00 is midnight after it."""

    opens: time
    closes: time

    def covers(self, moment: time) -> bool:
        return self.opens <= moment and (self.closes == time(0) or moment < self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The same hours on some days of the week."""

    days: frozenset[int]
    """Monday is 0."""
    windows: tuple[Window, ...]

    def __str__(self) -> str:
        return ", ".join(f"{w.opens:%H:%M}-{w.closes:%H:%M}" for w in self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The district's hours, and others for kinds of venue, schools and single venues."""

    timezone: str
    days: frozenset[int]
    """Monday is 0."""
    windows: tuple[Window, ...]
    kinds: Mapping[VenueKind, Week] = field(default_factory=dict)
    """In these kinds of venue the hours hold for everybody, whoever is there."""
    schools: Mapping[str, Week] = field(default_factory=dict)
    venues: Mapping[str, Week] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def week(self) -> Week:
        """The district's own hours."""
        return Week(days=self.days, windows=self.windows)

    def day(self, now: datetime) -> date:
        """The district's day at this aware instant: all that is dated counts in its days."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def of(self, room: Room) -> Week:
        """The hours of a room: its own, else its school's, its kind's, the district's."""
        if room.id is not None and room.id in self.venues:
            return self.venues[room.id]
        own = next((self.schools[each] for each in room.schools if each in self.schools), None)
        if own is not None:
            return own
        if room.venue is not None and room.venue in self.kinds:
            return self.kinds[room.venue]
        return self.week

    def for_everybody(self, room: Room) -> bool:
        """Do these hours hold whoever is there? Those of a kind or of one venue do."""
        return room.venue in self.kinds or room.id in self.venues

    def covers(self, now: datetime, room: Room = ANYWHERE) -> bool:
        """Is this aware instant within the room's hours?"""
        return self._open(now.astimezone(ZoneInfo(self.timezone)), self.of(room), room)

    def closed_on(self, now: datetime, room: Room) -> bool:
        """Is the day of this instant a holiday for the room's school?"""
        return self.calendar.holiday(self.day(now), room.schools)

    def opens(self, now: datetime, room: Room) -> datetime | None:
        """The first instant from `now` on, in local time, that the hours cover; None: not soon."""
        zone, week = ZoneInfo(self.timezone), self.of(room)
        local = now.astimezone(zone)
        if self._open(local, week, room):
            return local
        starts = (
            moment.astimezone(zone)
            for ahead in range(LOOKS_AHEAD_DAYS)
            for moment in _openings(local.date() + timedelta(days=ahead), week, zone)
            if moment > now
        )
        return next((moment for moment in starts if self._open(moment, week, room)), None)

    def _open(self, local: datetime, week: Week, room: Room) -> bool:
        day, moment = local.date(), local.time()
        if local.weekday() not in week.days or not any(w.covers(moment) for w in week.windows):
            return False
        if self.calendar.empty:
            return True
        dismissal = self.calendar.dismissal(day, room.schools)
        return not self.calendar.holiday(day, room.schools) and (
            dismissal is None or moment < dismissal
        )


def _openings(day: date, week: Week, zone: ZoneInfo) -> list[datetime]:
    """The instants of a day (UTC, in order) at which windows may open.

    Twice where the clock is set back, and at a change of the clock itself: it can jump into a
    window, or back into one.
    """
    walls = (datetime.combine(day, window.opens, zone) for window in week.windows)
    instants = {wall.replace(fold=fold).astimezone(UTC) for wall in walls for fold in (0, 1)}
    return sorted(instants | set(_clock_change(day, zone)))


def _clock_change(day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The instant (UTC) of this day at which the zone's offset changes, if it does."""
    before = datetime.combine(day, time(0), zone).astimezone(UTC)
    after = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    if old == after.astimezone(zone).utcoffset():
        return
    while after - before > MINUTE:
        middle = before + (after - before) // (2 * MINUTE) * MINUTE
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    yield after
