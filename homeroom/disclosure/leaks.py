"""The last look: is anything that was covered left in the finished files? Then there are none.

Records are searched field by field, with what a reviewer said of each. In the other files a word
that is a name and also one of our own words, as `March`, is taken for ours, and so is a number of
few digits: whatever they hold of a record they have from `records.jsonl`.
"""

from __future__ import annotations

import ast
import calendar
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from homeroom.disclosure import extracting
from homeroom.disclosure.model import Position
from homeroom.disclosure.redaction.forms import words_of
from homeroom.disclosure.redaction.matching import Match
from homeroom.disclosure.redaction.record import OneRecord, Redaction
from homeroom.disclosure.verify import RECORDS
from homeroom.errors import HomeroomError

MOST_TOLD = 10
FEWEST_DIGITS = 6
"""Of a number that is nobody's page, count or size."""
SPEAKING = ("manifest", "model", "papers")
"""Modules beside the formats whose words stand in a production."""
VERIFIER = "verify.py"
"""Is a copy of ours, and holds no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something covered that is still there: whose mark it should have, and where it stands."""

    place: str
    mark: str


def check(folder: Path, redaction: Redaction) -> None:
    """`HomeroomError` names files and places of what is left, and never the value."""
    found = list(find(folder, redaction))
    if found:
        told = "; ".join(f"{leak.place}: {leak.mark}" for leak in found[:MOST_TOLD])
        more = f" and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
        raise HomeroomError(
            f"what was covered is still in the finished files ({told}{more}); nothing was kept: "
            "decide on these records, then produce again"
        )


def find(folder: Path, redaction: Redaction) -> Iterator[Leak]:
    """Every place in a folder at which something covered is left."""
    if not redaction.redactor.covers_anything:
        return
    shown: set[str] = {form for forms in redaction.spared.values() for form in forms}
    yield from _in_records(folder, redaction, shown)
    for place, text in extracting.texts_of(folder):
        if place.startswith((f"{RECORDS},", f"{VERIFIER},")):
            continue
        ours = frozenset() if place.startswith("files/") else _own_words()
        for match in redaction.redactor.found(text, shown):
            if not _is_ours(match, ours):
                yield _leak(place, match, redaction)


def _is_ours(match: Match, ours: Collection[str]) -> bool:
    """Is it a word of ours, or a short number, as a file's size is one?"""
    word, *more = match.form.words
    if more or not ours:
        return False
    return word in ours or (word.isdigit() and len(word) < FEWEST_DIGITS)


def _in_records(folder: Path, redaction: Redaction, shown: set[str]) -> Iterator[Leak]:
    """In the records themselves; collects the forms that whole records show."""
    if not (folder / RECORDS).is_file():
        return
    with (folder / RECORDS).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            covering = redaction.of(Position(record["epoch"], record["index"]))
            open_fields = [field for field in record["fields"] if "pointer" in field]
            if not isinstance(covering, OneRecord):
                shown |= _forms_in(open_fields, redaction)
                continue
            for field in open_fields:
                covering.field(field["pointer"], field["value"])
            for hidden in covering.hidden:
                mark = redaction.redactor.mark(hidden.subjects)
                yield Leak(place=f"{RECORDS}, line {number}, {hidden.pointer}", mark=mark)


def _forms_in(fields: list[dict[str, object]], redaction: Redaction) -> set[str]:
    found: set[str] = set()
    for field in fields:
        for value in (field["value"], field["pointer"]):
            covered = redaction.redactor.cover(value)
            found |= {match.form.text for match in covered.matches}
    return found


def _leak(place: str, match: Match, redaction: Redaction) -> Leak:
    """A place may hold what was found, as a file's name does: it is told covered."""
    told = redaction.redactor.text(place)
    return Leak(place=told, mark=redaction.redactor.mark(match.form.subjects))


@cache
def _own_words() -> frozenset[str]:
    """The words that productions hold without any record: our own, and those of a calendar."""
    here = Path(__file__).parent
    modules = [*(here / "formats").rglob("*.py"), *(here / f"{name}.py" for name in SPEAKING)]
    said = [text for module in sorted(modules) for text in _literals(module)]
    said += [
        template.read_text(encoding="utf-8")
        for ending in ("*.j2", "*.typ")
        for template in sorted((here / "formats").rglob(ending))
    ]
    return frozenset(words_of("\n".join([*said, *calendar.month_name, *calendar.day_name])))


def _literals(module: Path) -> Iterator[str]:
    """The strings of a module but its documentation."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documented
        ):
            yield node.value
