"""Whom to tell now of which alerts: a value, from alerts, chains and the time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeroom.danger.alerts import Alert
from homeroom.registry.on_call import Link

CLIMBS_AFTER = timedelta(minutes=5)
"""So long an alert waits for an adult who was told, before the next one is."""
TRIES_AGAIN = timedelta(seconds=10)
"""So long after nobody could be reached; doubled each time, up to `CLIMBS_AFTER`."""
BUNDLES = timedelta(seconds=10)
"""More of the same sender within this time is told in one notice, not in many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """One adult is to be told of these alerts of one sender."""

    person: str
    alerts: tuple[Alert, ...]


def due(
    alerts: Iterable[Alert], chain_of: Callable[[Alert], Sequence[Link]], now: datetime
) -> list[Tell]:
    """Who must be told now. An alert that somebody acknowledged or closed waits for nobody.

    A new alert goes to the first of its chain, and after five minutes without an answer to the
    next; after the last one it begins again. One that nobody could be told of is tried again soon,
    with the next adult.
    """
    waiting = [alert for alert in alerts if alert.standing == "open"]
    told = {
        (alert.sender, step.person): step.at
        for alert in sorted(waiting, key=lambda alert: alert.id)
        for step in alert.told
        if step.action == "told"
    }
    wanted: dict[tuple[str, str], list[Alert]] = {}
    for alert in waiting:
        person = _next(alert, chain_of(alert), now)
        if person is None:
            continue
        last = told.get((alert.sender, person))
        if last is not None and not alert.told and now - last < BUNDLES:
            continue
        wanted.setdefault((alert.sender, person), []).append(alert)
    return [Tell(person=person, alerts=tuple(found)) for (_, person), found in wanted.items()]


def unreachable(
    alerts: Iterable[Alert], chain_of: Callable[[Alert], Sequence[Link]]
) -> list[Alert]:
    """Open alerts for which there is nobody at all to tell."""
    return [alert for alert in alerts if alert.standing == "open" and not chain_of(alert)]


def _next(alert: Alert, chain: Sequence[Link], now: datetime) -> str | None:
    if not chain:
        return None
    if alert.told and now - alert.told[-1].at < _pause(alert):
        return None
    told = [step.person for step in alert.told]
    times = {link.person: told.count(link.person) for link in chain}
    return min(times, key=lambda person: times[person])


def _pause(alert: Alert) -> timedelta:
    """How long after the last attempt the next one is due."""
    failed = 0
    for step in reversed(alert.told):
        if step.action == "told":
            break
        failed += 1
    if failed == 0:
        return CLIMBS_AFTER
    return min(TRIES_AGAIN * (1 << min(failed - 1, 8)), CLIMBS_AFTER)
