"""Lists of words and phrases, each of a kind, looked for all at once (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.kinds import DANGER_KINDS, WordKind
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.tokens import places, tokens
from homeroom.policy.detect.view import View

SHORTEST_RUN_TOGETHER = 7
"""A phrase of so many letters is also found without its blanks ("killmyself")."""


def parse(text: str) -> tuple[str, ...]:
    """Read a list: a phrase a line; # begins a comment, a star at the end is any ending.

    An exclamation mark before a phrase says that it is harmless, whatever else it holds.
    """
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


class WordLists:
    """Finds the phrases of any number of lists.

    A phrase that looks like danger can be told to be harmless; one that may be refused cannot,
    for no text is made acceptable by more text.
    """

    def __init__(self, lists: Mapping[WordKind, Iterable[str]]) -> None:
        kinds: dict[str, WordKind | None] = {}
        for kind, phrases in lists.items():
            for phrase in phrases:
                meant = None if phrase.startswith("!") and kind in DANGER_KINDS else kind
                kinds |= dict.fromkeys(_patterns(phrase.removeprefix("!")), meant)
        self._patterns = list(kinds)
        self._kinds = list(kinds.values())
        self._automaton = AhoCorasick(self._patterns) if kinds else None

    def __len__(self) -> int:
        return len(self._patterns)

    def hits(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """(pattern, start, end) within the words joined by blanks; empty for almost every text."""
        if self._automaton is None:
            return []
        joined = f" {' '.join(words)} "
        return self._automaton.find_matches_as_indexes(joined, overlapping=True)

    def find(
        self, view: View, hits: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[WordKind, Match]]:
        """The hits, each with its kind and its place in the view."""
        joined = f" {' '.join(tokens(view.text))} "
        spans = places(view.text)
        harmless = [(start, end) for n, start, end in hits if self._kinds[n] is None]
        for pattern, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            kind = self._kinds[pattern]
            if kind is None or any(first < end and start < last for first, last in harmless):
                continue
            first = joined.count(" ", 0, start + 1) - 1
            last = joined.count(" ", 0, end - 1) - 1
            value = self._patterns[pattern].strip()
            yield kind, Match(spans[first][0], spans[last][1], value)


def _patterns(phrase: str) -> Iterator[str]:
    """What to look for in words joined by blanks: with and without its apostrophes and blanks."""
    folded = fold(phrase.removesuffix("*")).text
    end = "" if phrase.endswith("*") else " "
    for spelling in (folded, folded.replace("'", "")):
        words = tokens(spelling)
        if words:
            yield f" {' '.join(words)}{end}"
        if len(words) > 1 and sum(map(len, words)) >= SHORTEST_RUN_TOGETHER:
            yield f" {''.join(words)}{end}"
