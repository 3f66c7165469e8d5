"""What tells of danger: found by how it is said, told apart from ways of speaking.

What is shown is the sentence: whoever looks at it needs to know who did what to whom.

Never a reason to refuse, so a sentence about a game or a book may take it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.policy.detect import harmless
from homeroom.policy.detect.kinds import DANGER_KINDS, Kind
from homeroom.policy.detect.match import Find, Match
from homeroom.policy.detect.tokens import tokens
from homeroom.policy.detect.view import View

LONGEST = 80
"""Characters of a sentence that are shown on either side."""
_END = re.compile(r"[.!?;\n]")
"""Where a sentence ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The ways in which one kind of danger is told: when to look (RE2), what to find (`re`)."""

    trigger: str
    patterns: tuple[str, ...]

    def finder(self) -> Find:
        """Looks for every pattern in a view."""
        compiled = tuple(re.compile(pattern) for pattern in self.patterns)

        def find(view: View) -> Iterator[Match]:
            for pattern in compiled:
                for match in pattern.finditer(view.text):
                    yield Match(match.start(), match.end(), " ".join(tokens(match.group())))

        return find


def in_earnest(view: View, kind: Kind, match: Match) -> Match | None:
    """Danger as the sentence that tells it, None for a way of speaking; other kinds as they are."""
    if kind not in DANGER_KINDS:
        return match
    if harmless.is_harmless(view.text, kind, match):
        return None
    text = view.text
    before = text[max(0, match.start - LONGEST) : match.start]
    start = match.start - len(before) + max((m.end() for m in _END.finditer(before)), default=0)
    after = _END.search(text, match.end, match.end + LONGEST)
    end = after.start() if after else min(len(text), match.end + LONGEST)
    while start < match.start and text[start].isspace():
        start += 1
    while end > match.end and text[end - 1].isspace():
        end -= 1
    return Match(start, end, match.value)
