"""What of an entry can be found: its text, and the words of it.

The database is in C locale: text is case-folded and unaccented here, and cut into words here, the
same way for what is indexed and for what is asked. Beside each word stand its stems, English and
Spanish (Snowball): what is written in a room is in either, or in both.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import Stemmer

from homeroom.archive import named
from homeroom.archive.leaf import moment
from homeroom.folding import fold

SEARCHED = frozenset(
    {
        "body",
        "formatted_body",
        "topic",
        "name",
        "filename",
        "displayname",
        "reason",
        "note",
        "text",
        "title",
        "given_name",
        "family_name",
        "preferred_name",
        "instead",
        "message",
        "unparsed",
        "question",
        "key",
    }
)
"""The keys whose text is found, wherever they stand in a content."""
LATEST = 253_402_300_800_000
"""Milliseconds since 1970 of the year 10,000, which no date of ours reaches."""
LONGEST_TEXT = 20_000
LONGEST_WORD = 100
LONGEST_ID = 255
MOST_MEMBERS = 5_000
LAST_POSITION = 16_383
MOST_POSITIONS = 255

_TAG = re.compile(r"<[^<>]*>")
_TAG_IN_WORD = re.compile(
    r"(?<=\w)(?:</?(?:a|b|i|u|s|em|strong|span|font|del|ins|sub|sup|mark)"
    r"(?:\s[^<>]{0,500})?>)+(?=\w)"
)
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Characters without a shape that can stand within a word, and are none of it."""
_WORD = re.compile(r"[^\W_]+")
_BRIDGED = re.compile(r"@_([a-z0-9]+)_")
_STEMMERS = tuple(Stemmer.Stemmer(language) for language in ("english", "spanish"))
STEM = "_"
"""Begins a stem in the index; no word does."""
KNOWN_STEMS = 200_000


class Description(NamedTuple):
    """The row of `archive.search` for an entry, its place apart; a tuple, to be made soon."""

    type: str
    room_id: str | None
    sender: str | None
    event_id: str | None
    text: str
    network: str | None = None
    """The outside network that it came from, or went to."""
    verdict: str | None = None
    """Of a decision: `refuse` or `flag`."""
    at: datetime | None = None
    """When it was said, where that is not when it was sealed."""
    named: tuple[str, ...] = ()
    """The accounts and events that it speaks of, by id."""
    unseen: tuple[str, ...] = ()
    """Words that a reader sees, and that do not stand so in `text`."""

    def tsvector(self) -> str:
        """All by which it is found: its words and their stems, words that hide, and ids."""
        beside = [f"'{word}'" for word in self.unseen]
        beside += [f"'{named.quoted(each)}'" for each in self.named]
        return " ".join([tsvector(self.text), *beside]) if beside else tsvector(self.text)


def describe(kind: str, payload: dict[str, Any]) -> Description:
    """What a payload says and of whom."""
    main = payload.get(kind.removesuffix("_repeat"))
    said = main if isinstance(main, dict) else {}
    subject = said.get("attempt") if isinstance(said.get("attempt"), dict) else said
    assert isinstance(subject, dict)
    is_event = "event" in payload
    sender = _id(subject.get("sender")) or _id(subject.get("actor"))
    pieces = list(_strings(said.get("content") if is_event and "content" in said else said))
    whole = _joined(pieces)
    return Description(
        type=_id(subject.get("type")) or _id(subject.get("subject")) or kind,
        room_id=_id(subject.get("room_id")) or _id(payload.get("room_id")),
        sender=sender,
        network=network_of(sender) or _id(said.get("network")),
        verdict=None if is_event else _id(said.get("verdict")),
        event_id=_id(subject.get("event_id")) if is_event else None,
        text=whole[:LONGEST_TEXT],
        at=_received(payload.get("adopted")),
        named=named.ids(subject, (value for _, value in pieces)),
        unseen=_unseen(pieces, whole),
    )


def _received(adopted: Any) -> datetime | None:
    """When the homeserver received an event from before the capture."""
    received = adopted.get("received") if isinstance(adopted, dict) else None
    return moment(received) if type(received) is int and 0 <= received < LATEST else None


def text_of(content: Any) -> str:
    """The text of a content, a line a part, without tags, NUL and lone surrogates."""
    return _joined(_strings(content))[:LONGEST_TEXT]


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    plain = fold(text)
    found: list[str] = _WORD.findall(plain if plain.isascii() else plain.casefold())
    return found if len(plain) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in found]


def network_of(user_id: str | None) -> str | None:
    """The network whose account this is, as its bridge names its accounts; None for others."""
    found = _BRIDGED.match(user_id or "")
    return found[1] if found else None


@lru_cache(maxsize=KNOWN_STEMS)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word that are not the word itself: at most one a language."""
    found = dict.fromkeys(stemmer.stemWord(word) for stemmer in _STEMMERS)
    return tuple(stem for stem in found if stem and stem != word)


def tsvector(text: str) -> str:
    """The words of a text with their positions, and their stems, as PostgreSQL reads a tsvector."""
    found = words(text)
    once = len(found) <= LAST_POSITION and len(set(found)) == len(found)
    exact = [f"'{word}':{n}" for n, word in enumerate(found, 1)] if once else _positions(found)
    stemmed = dict.fromkeys([stem for word in found for stem in stems(word)])
    return " ".join(exact + [f"'{STEM}{stem}'" for stem in stemmed])


def _joined(pieces: Iterable[tuple[str, str]]) -> str:
    lines: dict[str, None] = {}
    for key, value in pieces:
        line = _clean(html.unescape(_TAG.sub(" ", value)) if key == "formatted_body" else value)
        if line:
            lines.setdefault(line)
    return "\n".join(lines)


def _unseen(pieces: Iterable[tuple[str, str]], whole: str) -> tuple[str, ...]:
    """Words that a tag or an invisible character cuts, and those after the end of a long text."""
    found: list[str] = words(whole[LONGEST_TEXT:]) if len(whole) > LONGEST_TEXT else []
    for key, value in pieces:
        seen = value
        if key == "formatted_body" and _TAG_IN_WORD.search(value):
            seen = html.unescape(_TAG.sub(" ", _TAG_IN_WORD.sub("", value)))
        if not seen.isascii() and _INVISIBLE.search(seen):
            seen = _INVISIBLE.sub("", seen)
        if seen is not value:
            found += words(_clean(seen))
    known = set(words(whole[:LONGEST_TEXT])) if found else set()
    return tuple(word for word in dict.fromkeys(found) if word not in known)


def _positions(found: list[str]) -> list[str]:
    """Each word with its positions, where some come again."""
    positions: dict[str, list[str]] = {}
    for place, word in enumerate(found, start=1):
        known = positions.setdefault(word, [])
        if len(known) < MOST_POSITIONS:
            known.append(str(min(place, LAST_POSITION)))
    return [f"'{word}':{','.join(places)}" for word, places in positions.items()]


def _strings(content: Any) -> Iterator[tuple[str, str]]:
    """Pairs of key and text in the order they are sealed in, without recursion, never too many."""
    waiting: list[tuple[str, Any]] = [("", content)]
    seen = 0
    while waiting and seen < MOST_MEMBERS:
        key, value = waiting.pop()
        seen += 1
        if isinstance(value, str):
            if key in SEARCHED or ("." in key and key.rpartition(".")[2] in SEARCHED):
                yield key, value
        elif isinstance(value, dict):
            waiting.extend(sorted(value.items(), reverse=True))
        elif isinstance(value, list):
            waiting.extend((key, member) for member in reversed(value))


def _id(value: Any) -> str | None:
    return _clean(value)[:LONGEST_ID] if isinstance(value, str) else None


def _clean(text: str) -> str:
    plain = text.replace("\x00", "") if "\x00" in text else text
    if not plain.isascii():
        plain = plain.encode("utf-8", "replace").decode("utf-8")
    return plain.strip()
