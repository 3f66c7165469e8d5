"""What the portal says of a draft that was tried: its faults, what it changes, why and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from admin_portal.language import mark
from admin_portal.words import ROLES
from homeroom.policy.facts import VenueKind
from homeroom.replay.attempts import Why
from homeroom.replay.report import Change

CHANGES: Mapping[Change, str] = {
    "newly_refused": mark("Newly refused"),
    "no_longer_refused": mark("No longer refused"),
    "newly_flagged": mark("Newly flagged"),
    "no_longer_flagged": mark("No longer flagged"),
    "for_other_rules": mark("For other rules"),
}
MEANS: Mapping[Change, str] = {
    "newly_refused": mark("was sent, and the draft would stop it"),
    "no_longer_refused": mark("was stopped, and the draft would let it pass"),
    "newly_flagged": mark("passed, and the draft would have an adult look at it"),
    "no_longer_flagged": mark("an adult was to look at it, and the draft would not ask"),
    "for_other_rules": mark("ends in the same way, by other rules"),
}
BAD_CHANGES = frozenset({"newly_refused", "newly_flagged"})
"""These take something from people: they stand out."""

WHY: Mapping[Why, str] = {
    "disposed": mark("Its content was lawfully destroyed"),
    "unparsed": mark("What was kept of it cannot be read"),
    "adopted": mark("It is from before Homeroom, and nobody judged it then"),
    "not_taken": mark("The homeserver itself did not take it"),
    "afterwards": mark("It was noticed only afterwards"),
    "error": mark("A fault kept it from being judged then"),
    "room_unknown": mark("How its room began is not in the archive"),
    "registry_unknown": mark("Who was registered at that moment cannot be found out any more"),
    "unknown_request": mark("The record does not say whether the request changed anything"),
    "differs": mark("What was decided then does not follow from what is on record"),
}
"""Why something could not be judged again."""

VENUES: Mapping[VenueKind, str] = {
    "class": mark("Class room"),
    "club": mark("Club"),
    "team": mark("Team"),
    "announcement": mark("Announcements"),
    "staff": mark("Staff room"),
    "parent_teacher": mark("Parents and teachers"),
    "family": mark("Family room"),
    "direct": mark("Room of two"),
    "space": mark("Space of a school"),
    "system": mark("Homeroom notices"),
}
NO_VENUE = mark("No room of the school")

PARTIES: Mapping[str, str] = {
    **ROLES,
    "ghost": mark("Somebody by an app outside"),
    "bot": mark("Bot"),
    "system": mark("Homeroom itself"),
}
NOBODY = mark("Nobody known")
NO_SCHOOL = mark("No school in particular")

REMEDIES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (
            r"is no key of this file; did you mean '(?P<near>.+)'\?",
            mark("This word is not known here. Did you mean “%(near)s”?"),
        ),
        (
            r"is no key of this file; use (?P<known>.+)",
            mark("This word is not known here. Known are: %(known)s."),
        ),
        (r"is missing; add it", mark("This is missing. Add it.")),
        (
            r"'?(?P<given>.*?)'? is not allowed; use (?P<allowed>.+)",
            mark("“%(given)s” is not allowed here. Allowed are: %(allowed)s."),
        ),
        (
            r"is no section; write its keys below it: (?P<keys>.+)",
            mark("Write these words below it, each on a line of its own: %(keys)s."),
        ),
        (
            r"is already on line (?P<first>\d+); keep one",
            mark("It stands on line %(first)s already. Keep one of them."),
        ),
        (r"is an alias; write the value out", mark("Write the value out, in place of the alias.")),
        (
            r"'(?P<before>.*)' is written '(?P<after>.*)' now",
            mark("“%(before)s” is written “%(after)s” now."),
        ),
        (
            r"write (?P<after>.+), as it was without saying",
            mark("Write it out now: %(after)s."),
        ),
        (
            r"is of an older format; .*",
            mark("The draft is of an older form. Change the words named here."),
        ),
        (
            r"is longer than (?P<most>\d+) characters; shorten it",
            mark("The draft is longer than %(most)s characters. Shorten it."),
        ),
        (
            r"is no list of `key: value`; .*",
            mark("This is no policy. Begin from the policy in force, or from the example."),
        ),
        (
            r".*; correct the YAML there",
            mark("The form is broken here. Look at indentation, colons and quotation marks."),
        ),
    )
)
"""What a fault's text of `homeroom.registry.strict_yaml` is here; the rest stands as it is."""

FAULT = re.compile(r"\w+(?:, line (?P<line>\d+))?(?:, (?P<place>[^:]+))?: (?P<said>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a draft, as the page names it."""

    line: int | None
    place: str
    """As `hours.open`; empty where it is about the whole file."""
    passage: str
    """The line as it was written."""
    said: str
    """A message of the catalogue where `known`, else the core's own English."""
    known: bool
    values: Mapping[str, str] = field(default_factory=dict)
    """What the message names."""


def faults(lines: tuple[str, ...], draft: str) -> tuple[Fault, ...]:
    """The faults that the core named, one a line, each with the line of the draft that it is on."""
    return tuple(_fault(line, draft.splitlines()) for line in lines)


def _fault(named: str, written: list[str]) -> Fault:
    parts = FAULT.fullmatch(named)
    if parts is None:
        return Fault(line=None, place="", passage="", said=named, known=False)
    line = int(parts["line"]) if parts["line"] else None
    passage = written[line - 1].strip() if line and line <= len(written) else ""
    place = parts["place"] or ""
    for pattern, said in REMEDIES:
        if found := pattern.fullmatch(parts["said"]):
            values = {name: _listed(value) for name, value in found.groupdict().items()}
            return Fault(
                line=line, place=place, passage=passage, said=said, known=True, values=values
            )
    return Fault(line=line, place=place, passage=passage, said=parts["said"], known=False)


def _listed(value: str) -> str:
    """A list of words without the core's English between them."""
    return value.replace("' or '", "', '").replace("'", "")
