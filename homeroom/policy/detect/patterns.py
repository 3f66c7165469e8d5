"""All patterns as one: which kinds and which ways of writing a text may hold (RE2 `Set`)."""

from __future__ import annotations

from collections.abc import Callable

import re2

from homeroom.policy.detect import (
    abuse,
    birth_date,
    credential,
    credit_card,
    digit_shapes,
    email_address,
    leet,
    markup,
    masks,
    number_words,
    phone,
    roster_numbers,
    self_harm,
    spacing,
    spoken,
    ssn,
    street_address,
    student_id,
    violence,
)
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Find
from homeroom.policy.detect.messenger_invitation import Invitations
from homeroom.policy.detect.networks import Network
from homeroom.policy.detect.second_look import Signs
from homeroom.policy.detect.social_handle import Handles
from homeroom.policy.detect.view import View

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
    ("self_harm", self_harm.TOLD.trigger, self_harm.TOLD.finder()),
    ("abuse", abuse.TOLD.trigger, abuse.TOLD.finder()),
    ("violence", violence.TOLD.trigger, violence.TOLD.finder()),
)
"""Kind, when to look (RE2), how to look. A new kind is one file and one line."""

DECODERS: tuple[tuple[str, Callable[[View], View]], ...] = (
    (spacing.TRIGGER, spacing.joined),
    (masks.TRIGGER, masks.unmasked),
    (digit_shapes.TRIGGER, digit_shapes.unmasked),
    (number_words.TRIGGER, number_words.in_digits),
)
"""Ways of writing that are read back, in this order, into one further reading of the text."""
OVER_WORDS = (spacing.TRIGGER, number_words.TRIGGER, spoken.TRIGGER)
"""Those that go on over several words, so that a word more breaks them."""


class Patterns:
    """Compiled once: what depends on no roster and no policy. Numbers are places in the set."""

    def __init__(self, networks: tuple[Network, ...] = ()) -> None:
        finds = list(STRUCTURED)
        if networks:
            handles, invitations = Handles(networks), Invitations(networks)
            finds.append(("social_handle", handles.trigger, handles.find))
            finds.append(("messenger_invitation", invitations.trigger, invitations.find))
        self.finds = tuple((kind, find) for kind, _, find in finds)
        triggers = [trigger for _, trigger, _ in finds] + [trigger for trigger, _ in DECODERS]
        first = len(finds)
        self.spaced = first
        self.decoders = tuple((first + n, decode) for n, (_, decode) in enumerate(DECODERS))
        self.leet, self.spoken, self.markup, self.roster_numbers = range(
            len(triggers), len(triggers) + 4
        )
        self.all = (
            *triggers,
            leet.TRIGGER,
            spoken.TRIGGER,
            markup.TRIGGER,
            roster_numbers.TRIGGER,
        )
        self._match = compiled(self.all).Match
        ways = [self.all.index(trigger) for trigger in OVER_WORDS]
        kinds = dict(enumerate(kind for kind, _ in self.finds))
        self.signs = Signs(self.all, kinds, ways, frozenset({self.roster_numbers}))

    def hits(self, text: str) -> list[int]:
        """Which patterns occur in a folded text; none in most."""
        return self._match(text) or []


def compiled(patterns: tuple[str, ...]) -> re2.Set:
    """A set of patterns, with memory enough for every text."""
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made
