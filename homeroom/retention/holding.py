"""Is an entry held, and by what? Pure; `retention.protected` in the database says the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from homeroom.archive.mentioned import Phrase
from homeroom.archive.words import LONGEST_TEXT

Source = Literal["hold", "request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is asked about: what the index knows of an entry, and its payload as text."""

    at: datetime
    sender: str | None
    room: str | None
    words: frozenset[str]
    length: int
    """Of the text, in characters; what is as long as `LONGEST_TEXT` may say more."""
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A person, by all accounts and names, and the rooms in which they are or were."""

    accounts: frozenset[str]
    rooms: frozenset[str]
    names: tuple[Phrase, ...] | None
    """None: nobody wrote them down, and everything may be about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A hold in force, or an open request. What is None is any; times are aware."""

    source: Source
    id: str
    about: About | None = None
    rooms: frozenset[str] | None = None
    words: Phrase | None = None
    """All of them, the last as the beginning of one."""
    since: datetime | None = None
    until: datetime | None = None


def protecting(entry: Kept, protections: Iterable[Protection]) -> tuple[Protection, ...]:
    """Those under which an entry must be kept."""
    return tuple(each for each in protections if _protects(each, entry))


def _protects(protection: Protection, entry: Kept) -> bool:
    return (
        (protection.about is None or _concerns(protection.about, entry))
        and (protection.rooms is None or entry.room in protection.rooms)
        and (protection.words is None or _says(protection.words, entry))
        and (protection.since is None or entry.at >= protection.since)
        and (protection.until is None or entry.at < protection.until)
    )


def _concerns(about: About, entry: Kept) -> bool:
    return (
        about.names is None
        or entry.length >= LONGEST_TEXT
        or entry.sender in about.accounts
        or entry.room in about.rooms
        or any(_all_in(phrase, entry.words) for phrase in about.names)
        or any(account in entry.payload for account in about.accounts)
    )


def _says(wanted: Phrase, entry: Kept) -> bool:
    if entry.length >= LONGEST_TEXT:
        return True
    *whole, begun = wanted
    return _all_in(whole, entry.words) and any(word.startswith(begun) for word in entry.words)


def _all_in(phrase: Collection[str], words: frozenset[str]) -> bool:
    return all(word in words for word in phrase)
