"""When the next adult is told: the chain is climbed by the clock that is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from homeroom.danger.alerts import Action, Alert, Step
from homeroom.danger.due import BUNDLES, CLIMBS_AFTER, TRIES_AGAIN, due
from homeroom.registry.on_call import Link

BEGAN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHAIN = [Link(person=name, on_duty=True) for name in ("first", "second", "third")]
ALERT = Alert(
    id=1,
    at=BEGAN,
    source="event:$1",
    kind="decision",
    key="$1",
    sender="@student:district.example",
    people=("student",),
    room_id="!room",
    rules=("danger_self_harm",),
)


def after(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def did(alert: Alert, action: Action, person: str = "", at: datetime = BEGAN) -> Alert:
    made = Step(
        id=len(alert.steps) + 1,
        at=at,
        alert=alert.id,
        action=action,
        by="steward",
        person=person,
        channel="notice",
        note="",
    )
    return replace(alert, steps=(*alert.steps, made))


def told(*alerts: Alert, now: datetime, chain: list[Link] | None = None) -> list[str]:
    return [tell.person for tell in due(alerts, lambda _: CHAIN if chain is None else chain, now)]


def test_a_new_alert_goes_to_the_first_at_once() -> None:
    assert told(ALERT, now=BEGAN) == ["first"]


def test_after_five_minutes_without_an_answer_the_next_one() -> None:
    once = did(ALERT, "told", "first")
    assert told(once, now=BEGAN + CLIMBS_AFTER - timedelta(seconds=1)) == []
    assert told(once, now=BEGAN + CLIMBS_AFTER) == ["second"]
    twice = did(once, "told", "second", BEGAN + CLIMBS_AFTER)
    assert told(twice, now=BEGAN + 2 * CLIMBS_AFTER) == ["third"]


def test_after_the_last_it_begins_again() -> None:
    alert = ALERT
    for name in ("first", "second", "third"):
        alert = did(alert, "told", name)
    assert told(alert, now=BEGAN + CLIMBS_AFTER) == ["first"]


def test_an_answer_stops_it() -> None:
    for action in ("acknowledged", "closed"):
        answered = did(did(ALERT, "told", "first"), action)
        assert told(answered, now=after(10_000)) == []


def test_who_cannot_be_reached_is_passed_over_soon() -> None:
    failed = did(ALERT, "not_told", "first")
    assert told(failed, now=BEGAN + TRIES_AGAIN) == ["second"]
    again = did(failed, "not_told", "second")
    assert told(again, now=BEGAN + TRIES_AGAIN) == []
    assert told(again, now=BEGAN + 2 * TRIES_AGAIN) == ["third"]


def test_many_of_one_sender_are_told_in_one_notice() -> None:
    more = [replace(ALERT, id=number) for number in (1, 2, 3)]
    (tell,) = due(more, lambda _: CHAIN, BEGAN)
    assert len(tell.alerts) == 3


def test_one_that_follows_soon_waits_a_moment_and_never_a_minute() -> None:
    first, next_ = did(ALERT, "told", "first"), replace(ALERT, id=2, at=after(2))
    assert told(first, next_, now=after(2)) == []
    assert told(first, next_, now=BEGAN + BUNDLES) == ["first"]
    assert timedelta(seconds=60) > BUNDLES


def test_an_alert_of_somebody_else_waits_for_nobody() -> None:
    first = did(ALERT, "told", "first")
    other = replace(ALERT, id=2, sender="@other:district.example")
    assert told(first, other, now=after(1)) == ["first"]


def test_the_chain_is_as_it_is_now() -> None:
    once = did(ALERT, "told", "first")
    assert told(once, now=BEGAN + CLIMBS_AFTER, chain=[CHAIN[2]]) == ["third"]
    assert told(ALERT, now=BEGAN, chain=[]) == []
