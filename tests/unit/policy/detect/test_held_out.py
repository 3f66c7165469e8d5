"""How much is found, and how often for nothing, on lines that nobody tuned the detector on."""

from __future__ import annotations

import pytest

from homeroom.policy.detect import KINDS, plainly
from homeroom.policy.detect.kinds import DANGER_KINDS
from tests.unit.policy.detect import sets
from tests.unit.policy.detect.score import Score

PLAIN, OBFUSCATED = 0.95, 0.80
FALSE_ALARMS_PER_THOUSAND = 2.0
SECOND = {"plain": 0.929, "obfuscated": 0.961}
SECOND_FALSE_ALARMS = {"refusable": 8, "flags": 4}
"""What the first run on the second set gave, on its 1,000 clean lines. It misses two of the three
limits above: these are floors that may only be made stricter, until the limits hold there too."""


def scored(name: str, form: str) -> Score:
    score = Score()
    for line in sets.labelled(name):
        if line.form == form:
            score.add(line, plainly(sets.detector().find(line.text)))
    return score


@pytest.mark.parametrize(("form", "limit"), [("plain", PLAIN), ("obfuscated", OBFUSCATED)])
@pytest.mark.parametrize("name", ["held_out", "dev"])
def test_mean_f1_over_the_kinds(name: str, form: str, limit: float) -> None:
    score = scored(name, form)
    print(f"\n{name}, {form}: mean F1 {score.mean():.3f}")  # noqa: T201
    for kind, f1 in score.f1().items():
        counts = score.right[kind], score.wrong[kind], score.missed[kind]
        print(f"  {kind:22} F1 {f1:.3f}  right {counts[0]}, wrong {counts[1]}, missed {counts[2]}")  # noqa: T201
    assert set(score.f1()) == set(KINDS)
    assert score.mean() >= limit


@pytest.mark.parametrize("name", ["held_out", "dev"])
def test_false_alarms_on_clean_lines(name: str) -> None:
    lines = sets.clean(name)
    alarms = [
        (line.category, finding.kind, finding.text)
        for line in lines
        for finding in plainly(sets.detector().find(line.text))[:1]
        if not sets.is_districts(finding)
    ]
    print(f"\n{name}: {len(alarms)} false alarms on {len(lines)} lines: {alarms}")  # noqa: T201
    assert len(alarms) <= FALSE_ALARMS_PER_THOUSAND * len(lines) / 1000


def test_the_held_out_set_is_large_and_shares_no_line_with_the_other() -> None:
    clean = [line.text for line in sets.clean("held_out")]
    assert len(clean) == len(set(clean)) >= 1000
    assert {line.language for line in sets.clean("held_out")} == {"en", "es", "mix"}
    held = {line.text for line in sets.labelled("held_out")} | set(clean)
    assert held.isdisjoint(
        {line.text for line in sets.labelled("dev")} | {line.text for line in sets.clean("dev")}
    )


@pytest.mark.parametrize("form", ["plain", "obfuscated"])
def test_mean_f1_on_the_second_set_is_no_worse_than_it_was(form: str) -> None:
    score = scored("second", form)
    print(f"\nsecond, {form}: mean F1 {score.mean():.3f} {dict(score.f1())}")  # noqa: T201
    assert set(score.f1()) == set(KINDS)
    assert score.mean() >= SECOND[form]


def test_false_alarms_on_the_second_set_are_no_more_than_they_were() -> None:
    lines = sets.clean("second")
    alarms = {"refusable": 0, "flags": 0}
    for line in lines:
        found = [f for f in plainly(sets.detector().find(line.text)) if not sets.is_districts(f)]
        if found:
            only_flags = all(finding.kind in DANGER_KINDS for finding in found)
            alarms["flags" if only_flags else "refusable"] += 1
    print(f"\nsecond: {alarms} false alarms on {len(lines)} lines")  # noqa: T201
    assert len({line.text for line in lines}) == len(lines) == 1000
    assert all(alarms[sort] <= SECOND_FALSE_ALARMS[sort] for sort in alarms)
