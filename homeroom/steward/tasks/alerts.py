"""Tells the adults on call that somebody may be in danger, and climbs the chain (invariant 14)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.danger.due import Tell, due, unreachable
from homeroom.danger.slips import Slips
from homeroom.danger.wording import follows, follows_subject, subject, told
from homeroom.errors import HomeroomError
from homeroom.registry import on_call
from homeroom.registry.model import Person
from homeroom.registry.on_call import Directory, Link
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.steward import mail, notices
from homeroom.steward.task import Office, Task
from homeroom.steward.told_before import Heard, settle

BY = "steward"
logger = logging.getLogger("homeroom.steward")


class Alerts:
    """The task; it keeps the registry in memory, so that each look costs little."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._snapshot = Snapshot()
        self._clock = clock

    def __call__(self, office: Office) -> None:
        """Tell whoever must be told now; each attempt is a step of its alert, in the record."""
        now, heard = self._clock(), _told_before(office)
        with office.engine.begin() as connection:
            waiting = [a for a in alerts.unclosed(connection) if a.urgent and a.standing == "open"]
            if waiting or heard:
                self._snapshot = caught_up(connection, self._snapshot)
        _measure(office, waiting, now)
        known = self._snapshot.directory()
        by_slip = _still_by_slip(office)
        telling = [alert for alert in waiting if alert.source not in by_slip]

        def chain_of(alert: Alert) -> list[Link]:
            return on_call.chain(alert.people, known, now, drill=alert.drill)

        for alert in unreachable(waiting, chain_of):
            logger.critical("ALARM nobody can be told of an alert", extra={"alert": alert.id})
        for tell in due(telling, chain_of, now):
            _tell(office, tell, known.people[tell.person], known)
        for each in heard:
            _follow(office, each, known)


def _told_before(office: Office) -> list[Heard]:
    """Nothing that fails here keeps an alert waiting."""
    try:
        return settle(office, Slips(office.config.path(office.config.synapse.slips)), by=BY)
    except (OSError, HomeroomError) as error:
        logger.error("slips of danger not read: %s", type(error).__name__)
        return []


def _still_by_slip(office: Office) -> set[str]:
    """Whose slip waits was recorded after the look at the slips: what was told is not noted yet."""
    try:
        slips = Slips(office.config.path(office.config.synapse.slips))
        return {slip.source for _, slip in slips.waiting()}
    except OSError:
        return set()


def _follow(office: Office, heard: Heard, known: Directory) -> None:
    """The pages of what somebody was told of while the database was away."""
    person, portal = known.people.get(heard.person), office.config.public_portal
    if person is None:
        return
    body = follows(heard.alerts, heard.slips, known.people, portal, person.language)
    about = Message(
        subject=follows_subject(heard.slips, person.language),
        body=body,
        transaction=f"page-{heard.alerts[0].id}-{person.id}",
    )
    for attempt in _attempts(office, person, about):
        if attempt.failure:
            logger.error("the page of an alert did not get through: %s", attempt.failure)


def _measure(office: Office, waiting: Sequence[Alert], now: datetime) -> None:
    office.metrics.alerts.set(len(waiting))
    ages = [(now - alert.at).total_seconds() for alert in waiting]
    office.metrics.oldest_alert.set(max(ages, default=0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way of telling somebody, and why it failed, if so."""

    channel: str
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one adult is told; the same transaction is told once by a notice."""

    subject: str
    body: str
    transaction: str


def _tell(office: Office, tell: Tell, person: Person, known: Directory) -> None:
    attempts = list(_attempts(office, person, _message(office, tell, person, known)))
    for attempt in attempts:
        if attempt.failure:
            logger.error(
                "an alert did not get through: %s",
                attempt.failure,
                extra={"channel": attempt.channel},
            )
    reached = [attempt for attempt in attempts if not attempt.failure]
    if not reached:
        logger.critical("ALARM an adult on call could not be told", extra={"person": person.id})
    with office.engine.begin() as connection:
        for alert in tell.alerts:
            alerts.note(
                connection,
                alert.id,
                "told" if reached else "not_told",
                by=BY,
                person=person.id,
                channel=",".join(attempt.channel for attempt in reached or attempts),
                text_="; ".join(attempt.failure for attempt in attempts if attempt.failure),
            )


def _message(office: Office, tell: Tell, person: Person, known: Directory) -> Message:
    first, language = tell.alerts[0], person.language
    times = sum(step.person == person.id for step in first.told)
    return Message(
        subject=subject(tell.alerts, language),
        body=told(tell.alerts, known.people, office.config.public_portal, language),
        transaction=f"alert-{first.id}-{person.id}-{times}",
    )


def _attempts(office: Office, person: Person, message: Message) -> Iterator[Attempt]:
    config = office.config
    try:
        notices.tell(
            office.homeserver,
            str(person.user_id),
            message.body,
            person.language,
            transaction=message.transaction,
        )
        yield Attempt(channel="notice")
    except HomeroomError as error:
        yield Attempt(channel="notice", failure=str(error))
    if config.alerts.smtp is None or person.email is None:
        return
    try:
        mail.send(config, person.email, message.subject, message.body)
        yield Attempt(channel="mail")
    except HomeroomError as error:
        yield Attempt(channel="mail", failure=str(error))


TASK = Task(name="alerts", every_seconds=1.0, act=Alerts())
