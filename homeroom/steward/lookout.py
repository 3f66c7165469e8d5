"""Tells the adults on call while the database is away, from the slips that Synapse writes.

It needs neither the database nor the lock of the steward that acts: every steward looks at the
folder of its own machine, and one at a time tells.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from homeroom.config import HomeroomConfig
from homeroom.danger.alerts import Alert
from homeroom.danger.due import due
from homeroom.danger.slips import Attempt, Contact, Slip, Slips
from homeroom.danger.wording import SUBJECT, told_without_page
from homeroom.errors import HomeroomError
from homeroom.registry.on_call import Link
from homeroom.steward import mail, notices
from homeroom.steward.homeserver import Homeserver

GRACE = timedelta(seconds=5)
"""So long a slip waits: what is only a moment late is told by the alert itself."""
FORGOTTEN_AFTER = timedelta(days=7)
EVERY_SECONDS = 1.0
logger = logging.getLogger("homeroom.steward")


class Lookout:
    """One a process."""

    def __init__(
        self,
        config: HomeroomConfig,
        homeserver: Homeserver,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._config = config
        self._homeserver = homeserver
        self._slips = Slips(config.path(config.synapse.slips))
        self._clock = clock

    def keep(self, stopping: threading.Event) -> None:
        """Look, until `stopping` is set; whatever fails is tried again."""
        while not stopping.wait(EVERY_SECONDS):
            try:
                while self.look():
                    pass
            except Exception:
                logger.exception("slips of danger not looked at")

    def look(self) -> bool:
        """Tell one adult, if one is due; was one told, or tried?"""
        with self._slips.alone():
            now, late = self._clock(), []
            for file, slip in self._slips.waiting():
                if now - slip.at > FORGOTTEN_AFTER:
                    logger.critical("ALARM a slip of danger was never recorded: %s", file.name)
                    self._slips.done(file)
                elif now - slip.at >= GRACE:
                    late.append((file, slip))
            return self._tell_one(late, now)

    def _tell_one(self, waiting: Sequence[tuple[Path, Slip]], now: datetime) -> bool:
        """By the rules of any alert, but each adult once: nobody can answer meanwhile."""
        by_number = dict(enumerate(waiting))

        def chain_of(alert: Alert) -> list[Link]:
            slip = by_number[alert.id][1]
            untold = [each.person for each in slip.chain if not slip.told(each.person)]
            return [Link(person=person, on_duty=True) for person in untold]

        found = [slip.as_alert(number) for number, (_, slip) in by_number.items()]
        for tell in due(found, chain_of, now):
            about = [by_number[alert.id] for alert in tell.alerts]
            self._tell(about, about[0][1].contact(tell.person), now)
            return True
        return False

    def _tell(self, about: Sequence[tuple[Path, Slip]], adult: Contact, now: datetime) -> None:
        """By mail, which needs nothing of ours; by a notice where that does not get through."""
        slips = [slip for _, slip in about]
        body = told_without_page(slips, self._config.public_portal, adult.language)
        failures: dict[str, str] = {}
        for channel, way in (("mail", self._mail), ("notice", self._notice)):
            try:
                way(adult, body, slips)
            except HomeroomError as error:
                failures[channel] = str(error)
            else:
                self._note(about, now, adult, channel, failures)
                return
        logger.critical(
            "ALARM an adult on call could not be told while the database is away: %s",
            "; ".join(failures.values()),
            extra={"person": adult.person},
        )
        self._note(about, now, adult, "", failures)

    def _mail(self, adult: Contact, body: str, slips: Sequence[Slip]) -> None:
        if adult.email is None:
            raise HomeroomError("mail: the roster has no address")
        mail.send(self._config, adult.email, SUBJECT[adult.language], body)

    def _notice(self, adult: Contact, body: str, slips: Sequence[Slip]) -> None:
        transaction = f"slip-{slips[0].at.timestamp()}-{len(slips[0].attempts)}-{adult.person}"
        notices.tell(self._homeserver, adult.user_id, body, adult.language, transaction=transaction)

    def _note(
        self,
        about: Sequence[tuple[Path, Slip]],
        now: datetime,
        adult: Contact,
        channel: str,
        failures: Mapping[str, str],
    ) -> None:
        attempt = Attempt(
            at=now,
            action="told" if channel else "not_told",
            person=adult.person,
            channel=channel or ",".join(failures),
            note="; ".join(failures.values()),
        )
        for file, _ in about:
            self._slips.note(file, attempt)
