"""How texts of an older format are read: forward, a step a format, each a function of the text.

The number of the format stands in the file (`format: 2`); texts from before there was one are known
by their words. A step keeps what the text meant, and every line that it does not have to change. A
new format is a new step at the end of `STEPS`, and its number in `PolicyFile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from homeroom.errors import InputError

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is written otherwise now."""

    line: int
    """In the older text."""
    place: str
    """As `direct_messages.staff_staff`."""
    before: str
    """Empty where nothing stood."""
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"line {self.line}, {self.place}: write {self.after}, as it was without saying"
        return f"line {self.line}, {self.place}: {self.before!r} is written {self.after!r} now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """A text in today's format, and what had to be changed for that."""

    text: str
    changes: tuple[Change, ...] = ()


def upgraded(text: str, number: int = 0) -> Upgraded:
    """The text in today's format, from `number`, or where that is 0 from what the text shows.

    One that is in today's format, or is no YAML, stays as it stands. `InputError` for a format that
    only a later Homeroom knows.
    """
    root = _root(text)
    if root is None:
        return Upgraded(text=text)
    number = _format_of(root, number)
    if number > CURRENT:
        raise InputError(
            f"policy: is of format {number}, and this Homeroom reads up to format {CURRENT}; "
            "install the one that wrote it"
        )
    if number == CURRENT:
        return Upgraded(text=text)
    changes: list[Change] = []
    for step in STEPS[number - 1 :]:
        text, made = step(text)
        changes += made
    return Upgraded(text=_numbered(text), changes=tuple(changes))


def _root(text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _format_of(root: yaml.MappingNode, noted: int) -> int:
    """As it says itself, else as was noted, else by the words that only the first format had."""
    said = _at(root, ("format",))
    if isinstance(said, yaml.ScalarNode) and said.value.isdecimal():
        return int(said.value) or CURRENT
    return noted or (1 if any(_old(root)) else CURRENT)


def _numbered(text: str) -> str:
    """The text with the number of today's format."""
    root = _root(text)
    said = None if root is None else _at(root, ("format",))
    if said is None:
        return f"format: {CURRENT}\n\n{text}"
    return f"{text[: said.start_mark.index]}{CURRENT}{text[said.end_mark.index :]}"


# -- from format 1 to format 2: words by which direct rooms and networks are treated

PAIRS = ("staff_staff", "staff_student", "student_student")
IN_PAIRS = {"allow": "allowed", "refuse": "never"}
OPEN_NETWORKS = (
    "{others: {sign_in: record, read: record, write: record, administer: record, export: record}}"
)
OLD_WORDS: dict[Place, dict[str, str]] = {
    **{("direct_messages", pair): IN_PAIRS for pair in PAIRS},
    ("networks", "untrusted"): {"allow": OPEN_NETWORKS},
}
NOBODY_ASKED = "{required: false}"
"""No policy of format 1 asked anybody to acknowledge it."""


def _to_2(text: str) -> tuple[str, list[Change]]:
    """`allow` and `refuse` for a pair are `allowed` and `never`; networks are said by action."""
    root = _root(text)
    if root is None:
        return text, []
    changes: list[Change] = []
    for place, node, word in reversed(list(_old(root))):
        text = text[: node.start_mark.index] + word + text[node.end_mark.index :]
        changes.append(_change(place, node, word))
    changes.reverse()
    if _at(root, ("acknowledgement",)) is None:
        line = text.count("\n") + 1
        text = f"{text.rstrip()}\n\nacknowledgement: {NOBODY_ASKED}\n"
        changes.append(Change(line=line, place="acknowledgement", before="", after=NOBODY_ASKED))
    return text, changes


def _old(root: yaml.MappingNode) -> Iterator[tuple[Place, yaml.ScalarNode, str]]:
    """What is written in words of format 1: its place, and the word of today; as it stands."""
    found = [
        (place, node, words[node.value])
        for place, words in OLD_WORDS.items()
        if isinstance(node := _at(root, place), yaml.ScalarNode) and node.value in words
    ]
    yield from sorted(found, key=lambda each: each[1].start_mark.index)


def _change(place: Place, node: yaml.ScalarNode, word: str) -> Change:
    line = node.start_mark.line + 1
    return Change(line=line, place=".".join(place), before=node.value, after=word)


def _at(root: yaml.Node, place: Place) -> yaml.Node | None:
    """What stands at a place, if anything does."""
    for part in place:
        if not isinstance(root, yaml.MappingNode):
            return None
        below = [value for name, value in root.value if name.value == part]
        if not below:
            return None
        root = below[0]
    return root


Step = Callable[[str], tuple[str, list[Change]]]
STEPS: tuple[Step, ...] = (_to_2,)
CURRENT = len(STEPS) + 1
