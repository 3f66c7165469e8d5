"""The accounts and events that an entry speaks of by id: whose membership, which event it answers.

They are words of the index as they are, from `@` or `$` to the end, as no word of a text begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

ACCOUNT = re.compile(
    r"(?:@|%40)([\w.=+/-]{1,120})(?::|%3[Aa])([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?)"
)
"""A user id in a text, or in the address of a pill."""
LONGEST = 255
MOST = 200
"""An entry that speaks of more by id is found by the first ones."""


def ids(subject: Mapping[str, Any], texts: Iterable[str]) -> tuple[str, ...]:
    """What an event, or the attempt at one, speaks of by id; each once."""
    found = dict.fromkeys(_ids(subject, texts))
    return tuple(each for each in found if 1 < len(each) <= LONGEST and "\x00" not in each)[:MOST]


def account(user_id: str) -> str:
    """An account as the index knows it: people write capitals where there are none."""
    return user_id.lower()


def quoted(word: str) -> str:
    """As it stands between the quotes of a tsvector or tsquery."""
    return word.replace("\\", "\\\\").replace("'", "''")


def _ids(subject: Mapping[str, Any], texts: Iterable[str]) -> Iterator[str]:
    content = subject.get("content")
    said = content if isinstance(content, dict) else {}
    if subject.get("type") == "m.room.member":
        yield from map(account, _starting("@", subject.get("state_key")))
    if subject.get("type") == "m.room.redaction":
        yield from _starting("$", subject.get("redacts"), said.get("redacts"))
    relation = said.get("m.relates_to")
    if isinstance(relation, dict):
        answered = relation.get("m.in_reply_to")
        target = answered.get("event_id") if isinstance(answered, dict) else None
        yield from _starting("$", relation.get("event_id"), target)
    mentions = said.get("m.mentions")
    if isinstance(mentions, dict) and isinstance(mentions.get("user_ids"), list):
        yield from map(account, _starting("@", *mentions["user_ids"]))
    for text in texts:
        if "@" in text or "%40" in text:
            for found in ACCOUNT.finditer(text):
                yield account(f"@{found[1]}:{found[2]}")


def _starting(sigil: str, *values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and value.startswith(sigil):
            yield value.encode("utf-8", "replace").decode("utf-8")
