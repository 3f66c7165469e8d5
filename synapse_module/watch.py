"""Watches for danger (invariant 14): raises the alert, and finds the words for the sender."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom.danger import alerts
from homeroom.danger.alerts import Raised
from homeroom.danger.slips import Contact, Slip, Slips
from homeroom.policy.facts import Party
from homeroom.policy.policy import Policy
from homeroom.policy.rules import danger
from homeroom.policy.rules.urgent import RULE
from homeroom.policy.sections.danger import Danger
from homeroom.policy.verdict import Flag, Reason, Refuse
from homeroom.policy.wording.danger import comfort
from homeroom.policy.wording.language import Language
from homeroom.registry import detection, on_call, urgent
from homeroom.registry.matrix import REMOTE_MARK
from homeroom.registry.model import UrgentNotice
from homeroom.registry.seeing import texts
from homeroom.registry.snapshot import Snapshot
from synapse_module.spool import Decided, Spool

logger = logging.getLogger(__name__)
MOST_WAITING = 1_000
REPORTED = Reason(rule=alerts.REPORT, clause="reports")
"""Somebody reported a message, a room or a person."""
BOTH: tuple[Language, ...] = ("en", "es")


class Watch:
    """One a process. What could not be written down waits on disk, and is tried again."""

    def __init__(
        self, write: Callable[[Decided], None], spool: Spool, slips: Slips | None = None
    ) -> None:
        self._write = write
        self._spool = spool
        self._slips = slips
        self._in_memory: deque[Decided] = deque()

    def record(self, decided: Decided) -> None:
        """Write a verdict and its alert to the database, in a thread; whatever fails is raised."""
        self._write(decided)

    def keep(self, decided: Decided, slip: Slip | None = None) -> None:
        """Have it wait for the database, in a thread: on disk, an alert else in memory.

        `slip` is for whoever tells the adults on call meanwhile.
        Errors: what kept it from the disk, where it is only in memory, or nowhere.
        """
        try:
            self._keep(decided)
        finally:
            if slip is not None and self._slips is not None:
                self._pass_on(slip, self._slips)

    def _pass_on(self, slip: Slip, slips: Slips) -> None:
        try:
            slips.put(slip)
        except Exception as error:
            logger.critical("ALARM nobody is told of danger meanwhile: %s", type(error).__name__)

    def _keep(self, decided: Decided) -> None:
        try:
            self._spool.put(decided)
        except Exception:
            if decided.alert is not None:
                self._remember(decided)
            raise
        if decided.alert is not None:
            logger.critical("ALARM alert not recorded yet, %s wait on disk", len(self._spool))

    def again(self) -> None:
        """Write what waits, oldest first, in a thread. Errors: the database is away again."""
        while self._in_memory:
            decided = self._in_memory[0]
            self._write(decided)
            with suppress(ValueError):
                self._in_memory.remove(decided)
            logger.warning("an alert that waited is recorded")
        if len(self._spool):
            with self._spool.replaying() as mine:
                if mine:
                    self._replay()

    def _replay(self) -> None:
        """One that the database will not take, though it is there, stands in nobody's way."""
        for file, decided in self._spool.waiting():
            try:
                self._write(decided)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                logger.critical("ALARM a record on disk is not taken: %s", type(error).__name__)
            else:
                self._spool.done(file)
                logger.warning("a record that waited on disk is written")

    def _remember(self, decided: Decided) -> None:
        if len(self._in_memory) >= MOST_WAITING:
            self._in_memory.popleft()
            logger.critical("ALARM alert lost: too many wait for the database")
        self._in_memory.append(decided)
        logger.critical("ALARM alert not recorded yet, %s wait in memory", len(self._in_memory))


def unjudged(attempt: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The flags of an attempt that no rule could judge, by the words that ship."""
    try:
        return danger.flags(detection.dangers(texts(attempt)))
    except Exception as error:
        logger.critical("ALARM words not read: %s", type(error).__name__)
        return (danger.UNREAD,)


def raised(
    key: str, content: Mapping[str, Any], sender: Party, flags: Iterable[Reason], seen: Snapshot
) -> Raised | None:
    """The alert for a decision, or None where it speaks of no danger, and reports nothing.

    `content` is what is recorded of it, the attempt in it.
    """
    rules = tuple(flag.rule for flag in flags if flag.danger or flag.rule == alerts.REPORT)
    if not rules:
        return None
    attempt = content["attempt"]
    room_id = str(attempt.get("room_id", ""))
    venue = seen.venue(room_id)
    about = (venue.student if venue else None, _reported(attempt, seen))
    return Raised(
        kind="decision",
        key=key,
        payload=content,
        source=_source(key, attempt, sender),
        sender=sender.user_id,
        people=tuple(dict.fromkeys(p for p in (sender.person, *about) if p)),
        room_id=room_id,
        rules=rules,
    )


def slip(alert: Raised, seen: Snapshot) -> Slip | None:
    """For whoever tells the adults on call while the database is away: by the registry as it was
    known last. None for what no adult is told of at once.
    """
    if alert.rules == (alerts.REPORT,):
        return None
    known = seen.directory()
    now = datetime.now(UTC).astimezone(ZoneInfo(known.timezone))
    return Slip(
        at=now,
        source=alert.source,
        sender=alert.sender,
        about=tuple(known.people[key].roster_id for key in alert.people if key in known.people),
        rules=alert.rules,
        chain=tuple(
            Contact(
                person=person.id,
                user_id=str(person.user_id),
                email=person.email,
                language=person.language,
            )
            for link in on_call.chain(alert.people, known, now)
            for person in (known.people[link.person],)
        ),
    )


def marked(
    key: str, attempt: Mapping[str, Any], sender: Party, verdict: Flag | Refuse, seen: Snapshot
) -> UrgentNotice | None:
    """The urgent notice that somebody sent in a client; the office keeps its own (`service`)."""
    venue = seen.venue(str(attempt.get("room_id", "")))
    passed = isinstance(verdict, Flag) and any(r.rule == RULE for r in verdict.reasons)
    if not passed or venue is None or sender.person is None or attempt.get("service"):
        return None
    return urgent.of_client(key, attempt["content"], sender.person, venue, datetime.now(UTC))


def _reported(attempt: Mapping[str, Any], seen: Snapshot) -> str | None:
    """Whom a report is about (person id): they neither read nor answer it."""
    reported = attempt.get("reported")
    user_id = reported.get("user_id") if isinstance(reported, Mapping) else None
    person = seen.person(str(user_id)) if user_id else None
    return person.id if person else None


def _source(key: str, attempt: Mapping[str, Any], sender: Party) -> str:
    """What was said: by its id at the network, where the bridge has raised the alert already."""
    content = attempt.get("content")
    mark = content.get(REMOTE_MARK) if isinstance(content, Mapping) else None
    if isinstance(mark, Mapping) and sender.network and mark.get("network") == sender.network:
        return f"{sender.network}:{mark.get('id')}"
    return f"event:{key}"


def words(
    flags: Iterable[Reason], sender: Party, seen: Snapshot, policy: Policy, *, known: bool
) -> str:
    """What the sender is told at once, empty where there is no danger.

    `known`: the alert is written down, and the registry is fresh. Nothing that fails here may
    keep an attempt from being answered: then the plain help is given.
    """
    found = tuple(flag for flag in flags if flag.danger)
    if not found:
        return ""
    try:
        return _words(found, sender, seen, policy, known=known)
    except Exception as error:
        logger.error("words of help not found: %s", type(error).__name__)
        return "\n".join(comfort(found, Danger(), reading=None, language=each) for each in BOTH)


def _words(
    flags: tuple[Reason, ...], sender: Party, seen: Snapshot, policy: Policy, *, known: bool
) -> str:
    about = [sender.person] if sender.person else []
    reading = on_call.reading(about, seen.directory(), datetime.now(UTC)) if known else None
    person = seen.person(sender.user_id)
    languages = (person.language,) if person else BOTH
    return "\n".join(
        comfort(flags, policy.danger, reading=reading, language=language) for language in languages
    )
