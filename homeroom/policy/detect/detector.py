"""The detector: every kind in every reading of a text; a cheap look where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.policy.detect import leet, lesson, markup, roster_numbers, spacing, spoken
from homeroom.policy.detect.collected import Collected
from homeroom.policy.detect.danger import in_earnest
from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.gazetteer import Gazetteer
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.patterns import Patterns
from homeroom.policy.detect.tokens import tokens
from homeroom.policy.detect.view import View
from homeroom.policy.detect.word_lists import WordLists


class Detector:
    """Finds things in text. Immutable once made; asked on the reactor, built off it.

    Its parts change apart from each other: the roster often, the words with the policy, the
    patterns never while a process runs.
    """

    def __init__(self, patterns: Patterns, words: WordLists, gazetteer: Gazetteer) -> None:
        self.patterns = patterns
        self.words = words
        self.gazetteer = gazetteer

    def find(self, text: str) -> tuple[Finding, ...]:
        """Everything found, by place. Never raises, whatever the text."""
        view = fold(text)
        words = tokens(view.text)
        hits = self.patterns.hits(view.text)
        named = self.words.hits(words)
        if not hits and not named and not self.gazetteer.meets(words):
            return ()
        found = Collected()
        for reading in self._readings(view, frozenset(hits)):
            for kind, match in self._matches(reading):
                said = in_earnest(reading, kind, match)
                if said is not None:
                    found.add(_finding(reading, kind, said))
        return found.in_order(text)

    def _matches(self, view: View) -> Iterator[tuple[Kind, Match]]:
        """What one reading holds."""
        words = tokens(view.text)
        for hit in self.patterns.hits(view.text):
            if hit < len(self.patterns.finds):
                kind, find = self.patterns.finds[hit]
                for match in find(view):
                    yield kind, match
            elif hit == self.patterns.roster_numbers and self.gazetteer.has_numbers:
                for match in roster_numbers.find(view, self.gazetteer):
                    yield "student_id", match
        yield from self.words.find(view, self.words.hits(words))
        if self.gazetteer.meets(words):
            for match in self.gazetteer.names(view):
                yield "person_name", match

    def _readings(self, view: View, hits: frozenset[int]) -> Iterator[View]:
        """The text as given, as a client shows its markup, and each as it is read in earnest."""
        yield view
        yield from self._decoded(view, hits)
        if self.patterns.markup not in hits:
            return
        for shown in (markup.shown(view), markup.attributed(view)):
            if shown is not None:
                yield shown
                yield from self._decoded(shown, frozenset(self.patterns.hits(shown.text)))

    def _decoded(self, view: View, hits: frozenset[int]) -> Iterator[View]:
        yield from self._read_back(view, view, hits)
        if self.patterns.spaced in hits:
            for lone in spacing.apart(view):
                yield from self._read_back(view, lone, hits)

    def _read_back(self, view: View, decoded: View, hits: frozenset[int]) -> Iterator[View]:
        for trigger, decode in self.patterns.decoders:
            if trigger in hits:
                decoded = decode(decoded)
        changed = decoded is not view
        readings = [decoded]
        if changed or self.patterns.leet in hits:
            readings += leet.read(decoded)
        if changed and self.patterns.leet in hits:
            readings += leet.read(view)
        for reading in readings:
            if reading is not view:
                yield reading
            if changed or reading is not decoded or self.patterns.spoken in hits:
                marked = spoken.marked(reading)
                if marked is not reading:
                    yield marked


def _finding(view: View, kind: Kind, match: Match) -> Finding:
    start, end = view.span(match.start, match.end)
    return Finding(
        kind=kind,
        start=start,
        end=end,
        text=view.given[start:end],
        value=match.value,
        invented=lesson.is_invented(view, kind, match),
    )
