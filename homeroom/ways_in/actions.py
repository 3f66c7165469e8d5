"""What a request is for, by the table of ways in: a path is looked up in it, part by part.

Where several rows could be meant, the strictest counts; what is in no row is for what its method
says. So nothing reads or leaves that the table does not say reads or leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from homeroom.policy.sections.networks import Action
from homeroom.ways_in import WAYS
from homeroom.ways_in.model import ADMIN, LOOKS, Way

VERSIONS = ("api/v1", "r0", "v3", "unstable")
"""What `*` stands for in what clients ask; where it is more, that is no row of a mere look."""
STRICTEST = (Action.ADMINISTER, Action.WRITE, Action.READ)
REST = "{path}"
"""All that follows, and no single part."""
OPTIONAL = re.compile(r"\[([^][]*)\]")
CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(slots=True)
class Branch:
    """What follows one part of a path."""

    fixed: dict[str, Branch] = field(default_factory=dict)
    any: Branch | None = None
    ends: dict[str, Action] = field(default_factory=dict)
    """By method, where a path ends here."""
    rests: dict[str, Action] = field(default_factory=dict)
    """By method, whatever follows."""

    def add(self, parts: list[str], method: str, action: Action) -> None:
        """Take in a path of the table."""
        if not parts or parts == [REST]:
            kept = self.rests if parts else self.ends
            kept[method] = _strictest([action, kept.get(method, action)])
            return
        part, *others = parts
        if part.startswith("{"):
            self.any = self.any or Branch()
            self.any.add(others, method, action)
        else:
            self.fixed.setdefault(part, Branch()).add(others, method, action)

    def find(self, parts: list[str], method: str) -> Iterator[Action]:
        """What each row says by which a path can be read."""
        if method in self.rests:
            yield self.rests[method]
        if not parts:
            if method in self.ends:
                yield self.ends[method]
            return
        part, *others = parts
        for branch in (self.fixed.get(part), self.any if part else None):
            if branch is not None:
                yield from branch.find(others, method)


def spelled(way: Way, versions: Iterable[str] = VERSIONS) -> Iterator[tuple[str, str]]:
    """Each path that a row stands for, `{…}` left in it, and the word of its choice."""
    for path in _without_options(way.path, tuple(versions)):
        chosen = CHOICE.search(path)
        for word in chosen[1].split("|") if chosen else [""]:
            yield (path.replace(chosen[0], word) if chosen else path), word


def action_of(method: str, url: str) -> tuple[Action, bool]:
    """The action of a request, and whether it changes anything. `url` may have a query."""
    path = url.partition("?")[0]
    if path.startswith(ADMIN):
        return Action.ADMINISTER, method not in LOOKS
    usual = Action.READ if method in LOOKS else Action.WRITE
    asked = "GET" if method == "HEAD" else method
    action = _strictest(TREE.find(path.split("/"), asked), usual)
    return action, action is Action.WRITE


def _strictest(actions: Iterable[Action], otherwise: Action = Action.READ) -> Action:
    found = set(actions)
    return next((action for action in STRICTEST if action in found), otherwise)


def _without_options(path: str, versions: tuple[str, ...]) -> Iterator[str]:
    """With and without what is in `[…]`, the innermost first."""
    found = OPTIONAL.search(path)
    if found is None:
        yield from (path.replace("*", version) for version in versions) if "*" in path else (path,)
        return
    for kept in (found[1], ""):
        yield from _without_options(path[: found.start()] + kept + path[found.end() :], versions)


def _tree() -> Branch:
    tree = Branch()
    for way in WAYS:
        for method, (path, word) in product(way.methods, spelled(way)):
            tree.add(path.split("/"), method, way.action(method, word))
    return tree


TREE = _tree()
