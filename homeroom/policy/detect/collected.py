"""Findings of several readings of one text, each thing once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.kinds import DANGER_KINDS, Kind

VALUES_COUNT: frozenset[Kind] = frozenset({"phone", "email", "street_address"})
"""Kinds of which the district has values of its own: each value read at a place is told apart."""
NOBODYS: frozenset[Kind] = frozenset({"phone", "email", "ssn", "credit_card"})
"""Kinds with values that can be nobody's, whomever a text names."""
ADDRESSES: frozenset[Kind] = frozenset({"email", "social_handle", "messenger_invitation"})
"""Kinds that may hold a name, which is then a part of them."""
_SENTENCE_ENDS = re.compile(r"[.!?\n]")
STRETCH = 64
"""Code points of the text that are looked through together."""


class Collected:
    """Findings as they come; the first reading of a thing is the one that is kept."""

    def __init__(self) -> None:
        self._all: list[Finding] = []
        self._by_stretch: dict[tuple[Kind, int], list[Finding]] = defaultdict(list)

    def add(self, finding: Finding) -> bool:
        """Keep it, unless it is there already. Was it new?"""
        stretches = range(finding.start // STRETCH, finding.end // STRETCH + 1)
        for stretch in stretches:
            if any(_is_again(finding, o) for o in self._by_stretch[finding.kind, stretch]):
                return False
        self._all.append(finding)
        for stretch in stretches:
            self._by_stretch[finding.kind, stretch].append(finding)
        return True

    def in_order(self, given: str) -> tuple[Finding, ...]:
        """By place. What is said of somebody of the roster is no story."""
        found = [f for f in self._all if f.kind != "person_name" or not self._is_part(f)]
        if any(finding.kind == "person_name" and not finding.doubtful for finding in found):
            found = [replace(f, doubtful=f.doubtful and f.kind in NOBODYS) for f in found]
        secrets = {f.start for f in found if f.kind == "credential"}
        found = [f for f in found if f.kind != "social_handle" or f.start not in secrets]
        return tuple(_told_once(in_place(found), given))

    def _is_part(self, name: Finding) -> bool:
        return any(
            other.start <= name.start and name.end <= other.end
            for kind in ADDRESSES
            for other in self._by_stretch.get((kind, name.start // STRETCH), ())
        )


def in_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text."""
    return tuple(sorted(findings, key=lambda f: (f.start, f.end, f.kind)))


def _told_once(findings: Iterable[Finding], given: str) -> Iterable[Finding]:
    """What a sentence tells of one danger, from its first word to its last, is one thing."""
    last: dict[Kind, int] = {}
    told: list[Finding] = []
    for finding in findings:
        place = last.get(finding.kind, -1)
        if place >= 0 and _goes_on(told[place], finding, given):
            end = max(told[place].end, finding.end)
            whole = given[told[place].start : end]
            told[place] = replace(told[place], end=end, text=whole)
            continue
        last[finding.kind] = len(told)
        told.append(finding)
    return told


def _goes_on(last: Finding, finding: Finding, given: str) -> bool:
    if finding.kind == "profanity":
        return given[last.end : finding.start].strip().lower() in ("", "de", "la", "of", "ass")
    between = _SENTENCE_ENDS.search(given, last.end, finding.start)
    return finding.kind in DANGER_KINDS and between is None


def plainly(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """For showing: of several readings at one place the first; nothing that a lesson made up."""
    shown: list[Finding] = []
    for finding in findings:
        last = next((other for other in reversed(shown) if other.kind == finding.kind), None)
        if not finding.doubtful and (last is None or last.end <= finding.start):
            shown.append(finding)
    return tuple(shown)


def _is_again(finding: Finding, other: Finding) -> bool:
    """The same thing, seen in another reading or by another file."""
    if finding.start >= other.end or other.start >= finding.end:
        return False
    inside = other.start <= finding.start and finding.end <= other.end
    return inside or finding.value == other.value or finding.kind not in VALUES_COUNT
