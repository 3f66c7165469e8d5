"""Counts of what a draft would have changed, and where to look: entries, never their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from homeroom.replay.attempts import NotJudged, Row, Rules, Why
from homeroom.replay.eye import Seen

Change = Literal[
    "newly_refused",
    "no_longer_refused",
    "newly_flagged",
    "no_longer_flagged",
    "for_other_rules",
]
CHANGES: tuple[Change, ...] = get_args(Change)
EXAMPLES = 20
"""So many are named for each change, and for each reason why something was not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One attempt, by where it stands in the record."""

    epoch: int
    entry: int
    key: str
    """The event's id, or the decision's."""
    at: datetime
    rules: tuple[str, ...]
    """That are new, or no longer broken; of what was not judged, those recorded then."""
    venue: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often, for one rule, kind of venue, role or school."""

    name: str
    newly_refused: int = 0
    no_longer_refused: int = 0
    newly_flagged: int = 0
    no_longer_flagged: int = 0
    for_other_rules: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Verdicts by kind."""

    allow: int = 0
    flag: int = 0
    refuse: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a draft would have changed. Nothing was."""

    since: datetime | None
    until: datetime
    judged: int
    then: Totals
    """By the policy in force at each attempt: what really happened."""
    draft: Totals
    versions: tuple[str, ...]
    """The policy versions that were in force."""
    changes: dict[Change, int]
    by_rule: tuple[Count, ...]
    by_venue: tuple[Count, ...]
    by_role: tuple[Count, ...]
    by_school: tuple[Count, ...]
    """By the school's id; an attempt of two schools, or roles, counts for both."""
    examples: dict[Change, tuple[Example, ...]]
    not_judged: dict[Why, int]
    not_judged_examples: dict[Why, tuple[Example, ...]]
    disposed_before: int = 0
    """Events from before that were disposed of: who was in a room may not be known any more."""
    cut: bool = False
    """There was more than may be looked at; `since` is where what was looked at begins."""

    @property
    def differences(self) -> int:
        """How many attempts would have ended otherwise."""
        return sum(self.changes.values())


@dataclass(slots=True)
class Tally:
    """Counts as it goes: its size does not depend on how much is counted."""

    judged: int = 0
    then: Counter[str] = field(default_factory=Counter)
    draft: Counter[str] = field(default_factory=Counter)
    versions: dict[str, None] = field(default_factory=dict)
    changes: Counter[Change] = field(default_factory=Counter)
    counts: dict[str, dict[str, Counter[Change]]] = field(default_factory=dict)
    examples: dict[Change, list[Example]] = field(default_factory=dict)
    not_judged: Counter[Why] = field(default_factory=Counter)
    not_judged_examples: dict[Why, list[Example]] = field(default_factory=dict)

    def add(self, row: Row, before: Seen, after: Seen, version: str) -> None:
        """One attempt that was judged twice."""
        self.judged += 1
        self.then[before.rules.kind] += 1
        self.draft[after.rules.kind] += 1
        self.versions.setdefault(version)
        change = change_of(before.rules, after.rules)
        if change is None:
            return
        rules = rules_that(change, before.rules, after.rules)
        self.changes[change] += 1
        for dimension, names in (
            ("rule", rules),
            ("venue", (after.venue,)),
            ("role", after.roles or ("",)),
            ("school", after.schools or ("",)),
        ):
            found = self.counts.setdefault(dimension, defaultdict(Counter))
            for name in names:
                found[name][change] += 1
        kept = self.examples.setdefault(change, [])
        if len(kept) < EXAMPLES:
            kept.append(_example(row, rules, after.venue, after.roles))

    def leave_out(self, found: NotJudged, rules: Iterable[str] = ()) -> None:
        """One that cannot be judged again."""
        self.not_judged[found.why] += 1
        kept = self.not_judged_examples.setdefault(found.why, [])
        if len(kept) < EXAMPLES:
            kept.append(_example(found.row, tuple(sorted(rules))))

    def report(
        self,
        since: datetime | None,
        until: datetime,
        *,
        disposed_before: int = 0,
        cut: bool = False,
    ) -> Report:
        """The counts, most first."""
        return Report(
            since=since,
            until=until,
            judged=self.judged,
            then=Totals(**self.then),
            draft=Totals(**self.draft),
            versions=tuple(self.versions),
            changes={change: self.changes[change] for change in CHANGES},
            by_rule=self._counted("rule"),
            by_venue=self._counted("venue"),
            by_role=self._counted("role"),
            by_school=self._counted("school"),
            examples={change: tuple(self.examples.get(change, ())) for change in CHANGES},
            not_judged=dict(self.not_judged.most_common()),
            not_judged_examples={w: tuple(kept) for w, kept in self.not_judged_examples.items()},
            disposed_before=disposed_before,
            cut=cut,
        )

    def _counted(self, dimension: str) -> tuple[Count, ...]:
        found = self.counts.get(dimension, {})
        ordered = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
        return tuple(Count(name=name, **{str(c): n for c, n in by.items()}) for name, by in ordered)


def change_of(before: Rules, after: Rules) -> Change | None:
    """How a verdict differs; None where every rule says the same."""
    if after.kind == "refuse" != before.kind:
        return "newly_refused"
    if before.kind == "refuse" != after.kind:
        return "no_longer_refused"
    if before.kind == "allow" and after.kind == "flag":
        return "newly_flagged"
    if before.kind == "flag" and after.kind == "allow":
        return "no_longer_flagged"
    return None if before == after else "for_other_rules"


def rules_that(change: Change, before: Rules, after: Rules) -> tuple[str, ...]:
    """The rules that make the difference."""
    match change:
        case "newly_refused":
            rules = after.reasons
        case "no_longer_refused":
            rules = before.reasons
        case "newly_flagged":
            rules = after.flags
        case "no_longer_flagged":
            rules = before.flags
        case _:
            rules = (before.reasons ^ after.reasons) | (before.flags ^ after.flags)
    return tuple(sorted(rules))


def _example(
    row: Row, rules: tuple[str, ...], venue: str = "", roles: tuple[str, ...] = ()
) -> Example:
    return Example(
        epoch=row.epoch,
        entry=row.index,
        key=row.key,
        at=row.at,
        rules=rules,
        venue=venue,
        roles=roles,
    )
