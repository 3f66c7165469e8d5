"""The words and numbers of a content of any shape, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEYS = "\0"
"""What keys themselves stand under."""
VOCABULARY = frozenset(
    {
        # keys of messages, files, relations and rooms
        *("msgtype", "body", "format", "formatted_body", "url", "info", "mimetype", "size"),
        *("w", "h", "duration", "filename", "thumbnail_url", "thumbnail_info", "m.mentions"),
        *("m.relates_to", "m.in_reply_to", "rel_type", "event_id", "key", "m.new_content"),
        *("is_falling_back", "user_ids", "room", "membership", "displayname", "avatar_url"),
        *("reason", "name", "topic", "users", "users_default", "events", "events_default"),
        *("state_default", "invite", "kick", "ban", "redact", "room_version", "creator"),
        # their values
        *("m.text", "m.notice", "m.emote", "m.image", "m.file", "m.audio", "m.video"),
        *("m.replace", "m.thread", "m.annotation", "m.reference", "org.matrix.custom.html"),
        *("join", "leave", "knock", "image/png", "image/jpeg", "application/pdf", ""),
    }
)
"""What the Matrix specification says in everybody's name, and nobody says by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A word or a number, and the key that it stands under."""

    value: str | int | float
    key: str = ""


def leaves(value: Any) -> Iterator[Leaf]:
    """Every word and number, keys included; nothing is too deep."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, item = waiting.pop()
        if isinstance(item, str) or (isinstance(item, int | float) and not isinstance(item, bool)):
            yield Leaf(value=item, key=key)
        elif isinstance(item, Mapping):
            for name in reversed(tuple(item)):
                waiting += [(str(name), item[name]), (KEYS, name)]
        elif isinstance(item, list | tuple):
            waiting += [(key, part) for part in reversed(item)]
