"""Whom to tell of danger that the database cannot take yet: one small file an attempt.

A slip carries the chain of its moment, so that whoever tells needs neither database nor registry.
It holds no words and no name of whom it is about. Synapse writes it, the steward tells and takes it
away: Synapse needs no secret of the mail server for that.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from homeroom.danger.alerts import Alert, Step
from homeroom.policy.wording.language import Language

logger = logging.getLogger(__name__)
MOST, MOST_OF_ONE = 1_000, 20
"""Slips that wait, of everybody and of one sender: nobody's fill the folder for others."""
PLAIN = re.compile(r"[\w.:@+-]{1,128}")
"""What a roster id, or a rule's name, looks like; nothing else is written into a mail."""
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
OTHERS = 0o007


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An adult of the chain, and how to reach them."""

    person: str
    user_id: str
    email: str | None = None
    language: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Somebody was told, or could not be."""

    at: datetime
    action: Literal["told", "not_told"]
    person: str
    channel: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One attempt that spoke of danger and is not in the database yet."""

    at: datetime
    """In the district's own zone."""
    source: str
    """As the alert's will be."""
    sender: str
    about: tuple[str, ...]
    """Roster ids."""
    rules: tuple[str, ...]
    chain: tuple[Contact, ...]
    attempts: tuple[Attempt, ...] = ()

    def contact(self, person: str) -> Contact:
        """Somebody of the chain."""
        return next(each for each in self.chain if each.person == person)

    def told(self, person: str) -> bool:
        """Did somebody hear of it already?"""
        return any(a.action == "told" and a.person == person for a in self.attempts)

    def as_alert(self, number: int) -> Alert:
        """As the rules of whom to tell next see it; `number` orders it among others."""
        steps = (
            Step(
                id=place,
                at=each.at,
                alert=number,
                action=each.action,
                by="steward",
                person=each.person,
                channel=each.channel,
                note=each.note,
            )
            for place, each in enumerate(self.attempts)
        )
        return Alert(
            id=number,
            at=self.at,
            source=self.source,
            kind="decision",
            key=self.source,
            sender=self.sender,
            people=self.about,
            room_id="",
            rules=self.rules,
            steps=tuple(steps),
        )


class Slips:
    """One folder, of Synapse's processes and the steward on one machine."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, closed to others; `OSError` where it cannot be made or used.

        One that is there keeps its group: that is how two logins share it.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_mode & OTHERS:
            raise PermissionError(f"{folder}: is open to others; chmod o= it")
        self._folder = folder

    def put(self, slip: Slip) -> None:
        """Write a slip; on return it is on disk. One of the same source stays as it is.

        Of somebody of whom many wait none is added: adults are told of them.
        """
        sender = _digest(slip.sender)
        file = self._folder / f"{sender}-{_digest(slip.source)}.json"
        names = [found.name for found in self._folder.glob("*.json")]
        if file.name in names or sum(name.startswith(sender) for name in names) >= MOST_OF_ONE:
            return
        if len(names) >= MOST:
            raise OSError(f"{MOST} slips wait already")
        self._write(file, slip)

    def waiting(self) -> list[tuple[Path, Slip]]:
        """What waits, oldest first. One that cannot be read is set aside, with an alarm."""
        found = [(file, slip) for file in self._folder.glob("*.json") if (slip := self._read(file))]
        return sorted(found, key=lambda each: (each[1].at, each[0].name))

    def note(self, file: Path, attempt: Attempt) -> None:
        """Keep that somebody was told, or could not be."""
        slip = self._read(file)
        if slip is not None:
            self._write(file, replace(slip, attempts=(*slip.attempts, attempt)))

    def done(self, file: Path) -> None:
        """The database has it, and what was done about it."""
        file.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else tells, or takes slips away, meanwhile; the system lets go of the dead."""
        opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)

    def _write(self, file: Path, slip: Slip) -> None:
        unnamed = file.with_name(f"{file.stem}-{time.time_ns()}.tmp")
        with os.fdopen(os.open(unnamed, NEW, 0o640), "w", encoding="utf-8") as written:
            json.dump(asdict(slip), written, default=datetime.isoformat)
            written.flush()
            os.fsync(written.fileno())
        unnamed.rename(file)
        opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

    def _read(self, file: Path) -> Slip | None:
        try:
            return _slip(json.loads(file.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.critical("ALARM a slip of danger cannot be read: %s", error.strerror)
            return None
        except (ValueError, KeyError, TypeError):
            with suppress(FileNotFoundError):
                file.rename(file.with_suffix(".unreadable"))
            logger.critical("ALARM a slip of danger cannot be read: %s", file.name)
            return None


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _slip(content: dict[str, Any]) -> Slip:
    """What is told of it is the roster's: whoever writes something else here is not repeated."""
    return Slip(
        at=_aware(content["at"]),
        source=str(content["source"]),
        sender=str(content["sender"]),
        about=tuple(filter(PLAIN.fullmatch, _texts(content["about"]))),
        rules=tuple(filter(PLAIN.fullmatch, _texts(content["rules"]))),
        chain=tuple(_contact(each) for each in content["chain"]),
        attempts=tuple(
            Attempt(**{**each, "at": _aware(each["at"])}) for each in content["attempts"]
        ),
    )


def _texts(found: Any) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("no list of texts")
    return found


def _contact(found: dict[str, Any]) -> Contact:
    made = Contact(**found)
    texts = (made.person, made.user_id, made.email or "")
    if made.language not in get_args(Language) or not all(isinstance(t, str) for t in texts):
        raise ValueError("no contact")
    return made


def _aware(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found
