"""The detector: every kind in every reading of a text; a cheap look where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import re2

from homeroom.policy.detect import (
    birth_date,
    credential,
    credit_card,
    digit_shapes,
    email_address,
    leet,
    lesson,
    markup,
    number_words,
    phone,
    roster_numbers,
    spacing,
    spoken,
    ssn,
    street_address,
    student_id,
)
from homeroom.policy.detect.collected import Collected
from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.gazetteer import Gazetteer
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Find, Match
from homeroom.policy.detect.messenger_invitation import Invitations
from homeroom.policy.detect.networks import Network
from homeroom.policy.detect.social_handle import Handles
from homeroom.policy.detect.tokens import tokens
from homeroom.policy.detect.view import View
from homeroom.policy.detect.word_lists import WordLists

PATTERN_MEMORY = 64 << 20
"""Bytes that the patterns' automaton may use; what it needs grows with what is written."""

STRUCTURED: tuple[tuple[Kind, str, Find], ...] = (
    ("email", email_address.TRIGGER, email_address.find),
    ("phone", phone.TRIGGER, phone.find),
    ("ssn", ssn.TRIGGER, ssn.find),
    ("credit_card", credit_card.TRIGGER, credit_card.find),
    ("street_address", street_address.TRIGGER, street_address.find),
    ("birth_date", birth_date.TRIGGER, birth_date.find),
    ("student_id", student_id.TRIGGER, student_id.find),
    ("credential", credential.TRIGGER, credential.find),
)
"""Kind, when to look (RE2), how to look. A new kind is one file and one line."""

Decode = Callable[[View], View]
DECODERS: tuple[tuple[str, Decode], ...] = (
    (spacing.TRIGGER, spacing.joined),
    (digit_shapes.TRIGGER, digit_shapes.unmasked),
    (number_words.TRIGGER, number_words.in_digits),
)
"""Ways of writing that are read back, in this order, into one further reading of the text."""


class Detector:
    """Finds things in text. Immutable once made; asked on the reactor, built off it."""

    def __init__(
        self,
        *,
        networks: tuple[Network, ...] = (),
        words: WordLists | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        self._words = words or WordLists({})
        self._gazetteer = gazetteer or Gazetteer()
        finds = list(STRUCTURED)
        if networks:
            handles, invitations = Handles(networks), Invitations(networks)
            finds.append(("social_handle", handles.trigger, handles.find))
            finds.append(("messenger_invitation", invitations.trigger, invitations.find))
        if self._gazetteer.has_numbers:
            finds.append(("student_id", roster_numbers.TRIGGER, self._roster_numbers))
        self._finds = tuple((kind, find) for kind, _, find in finds)
        triggers = [trigger for _, trigger, _ in finds]
        triggers += [trigger for trigger, _ in DECODERS]
        self._match = _set([*triggers, leet.TRIGGER, spoken.TRIGGER, markup.TRIGGER]).Match
        first = len(finds)
        self._decoders = tuple((first + n, decode) for n, (_, decode) in enumerate(DECODERS))
        self._leet, self._spoken, self._markup = range(len(triggers), len(triggers) + 3)

    def find(self, text: str) -> tuple[Finding, ...]:
        """Everything found, by place. Never raises, whatever the text."""
        view = fold(text)
        words = tokens(view.text)
        hits = self._match(view.text)
        named = self._words.hits(words)
        if not hits and not named and not self._gazetteer.meets(words):
            return ()
        found = Collected()
        for reading in self._readings(view, frozenset(hits or ())):
            for kind, match in self._matches(reading):
                found.add(_finding(reading, kind, match))
        return found.in_order()

    def _matches(self, view: View) -> Iterator[tuple[Kind, Match]]:
        """What one reading holds."""
        words = tokens(view.text)
        for hit in self._match(view.text) or ():
            if hit < len(self._finds):
                kind, find = self._finds[hit]
                for match in find(view):
                    yield kind, match
        yield from self._words.find(view, self._words.hits(words))
        if self._gazetteer.meets(words):
            for match in self._gazetteer.names(view):
                yield "person_name", match

    def _readings(self, view: View, hits: frozenset[int]) -> Iterator[View]:
        """The text as given, as a client shows its markup, and each as it is read in earnest."""
        yield view
        yield from self._decoded(view, hits)
        if self._markup in hits and (shown := markup.shown(view)) is not None:
            yield shown
            yield from self._decoded(shown, frozenset(self._match(shown.text) or ()))

    def _decoded(self, view: View, hits: frozenset[int]) -> Iterator[View]:
        decoded = view
        for trigger, decode in self._decoders:
            if trigger in hits:
                decoded = decode(decoded)
        changed = decoded is not view
        readings = [decoded]
        if changed or self._leet in hits:
            readings += leet.read(decoded)
        for reading in readings:
            if reading is not view:
                yield reading
            if changed or self._spoken in hits:
                marked = spoken.marked(reading)
                if marked is not reading:
                    yield marked

    def _roster_numbers(self, view: View) -> Iterator[Match]:
        return roster_numbers.find(view, self._gazetteer)


def _set(patterns: list[str]) -> re2.Set:
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made


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
