"""How well findings agree with labels: precision, recall and F1 by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from homeroom.policy.detect import Finding
from tests.unit.policy.detect.sets import Labelled

ENOUGH = 0.5
"""The part of a labelled span that a finding of its kind must cover."""


@dataclass(slots=True)
class Score:
    """Counts by kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, line: Labelled, findings: Iterable[Finding]) -> None:
        """Count one line: each label at most once, each finding elsewhere as a false alarm."""
        left = list(line.labels)
        for finding in findings:
            of_kind = [label for label in line.labels if label[0] == finding.kind]
            met = next((label for label in of_kind if _covers(finding, label)), None)
            if met in left:
                left.remove(met)
                self.right[finding.kind] += 1
            elif not any(finding.start < end and start < finding.end for _, start, end in of_kind):
                self.wrong[finding.kind] += 1
        self.missed.update(kind for kind, _, _ in left)

    def f1(self) -> Mapping[str, float]:
        """By kind; 1.0 is perfect."""
        kinds = sorted({*self.right, *self.missed})
        return {kind: self._f1(kind) for kind in kinds}

    def mean(self) -> float:
        """Of the kinds, each counting the same."""
        by_kind = self.f1()
        return sum(by_kind.values()) / len(by_kind)

    def _f1(self, kind: str) -> float:
        right, wrong, missed = self.right[kind], self.wrong[kind], self.missed[kind]
        return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _covers(finding: Finding, label: tuple[str, int, int]) -> bool:
    _, start, end = label
    return min(end, finding.end) - max(start, finding.start) >= ENOUGH * (end - start)
