"""What the detector finds in the words of a content, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from homeroom.policy.detect import Found, find_in
from homeroom.registry.leaves import KEYS, VOCABULARY, Leaf
from homeroom.registry.rooms import Lens

ACCOUNT = re.compile(r"@[a-zA-Z0-9._=/+-]+:[a-zA-Z0-9.-]+(?::[0-9]+)?")


def searched(
    said: Iterable[Leaf], lens: Lens, written: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """All texts, and what the detector finds in them.

    Words are read each by itself, all in their order, and those under one key; numbers, and the
    words in files, by themselves: a picture's width and height are no telephone number.
    """
    kept = [leaf for leaf in said if leaf.value not in VOCABULARY]
    text = (*(str(leaf.value) for leaf in kept), *written)
    read = [_without_accounts(each, lens) for each in text]
    return text, find_in(lens.snapshot.detector, read, together=_orders(kept))


def _orders(said: Sequence[Leaf]) -> Iterator[list[int]]:
    """The orders in which somebody could read the words on, by their places."""
    words = [place for place, leaf in enumerate(said) if isinstance(leaf.value, str)]
    by_key: dict[str, list[int]] = {}
    for place in words:
        by_key.setdefault(said[place].key, []).append(place)
    shown = [place for place in words if said[place].key != KEYS]
    yield shown
    yield from (places for places in by_key.values() if places != shown)


def _without_accounts(text: str, lens: Lens) -> str:
    """A text without the accounts of people here: they say no more than who is in the room."""
    if lens.server_name not in text:
        return text
    return ACCOUNT.sub(lambda match: " " if lens.party(match[0]).known else match[0], text)
