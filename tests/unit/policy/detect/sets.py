"""The labelled sets of chat lines, and a detector made of what ships."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from homeroom.policy.detect import Detector, Finding, Gazetteer, Listed
from homeroom.registry import detection

DATA = Path(__file__).parents[3] / "data" / "detect"
LABEL = re.compile(r"\[\[(\w+)\|(.*?)\]\](?!\])")
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
DISTRICTS = frozenset({"+12025550100", "+12025550101", "100 lantern ave"})
DOMAIN = "@lanternschools.example"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of chat with what there is to find: kind, start, end."""

    language: str
    form: str
    text: str
    labels: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """A line of chat with nothing to find."""

    category: str
    language: str
    text: str


@cache
def detector() -> Detector:
    """Made of the shipped words and networks, and of the roster of the sets."""
    shipped = detection.shipped()
    return Detector(shipped.patterns, shipped.words, Gazetteer(_roster()))


def _roster() -> Iterator[Listed]:
    with (DATA / "roster.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["role"] != "student":
                continue
            names = (row["given_name"], row["preferred_name"])
            yield Listed(
                given_names=tuple(name for name in names if name),
                family_name=row["family_name"],
                numbers=(row["roster_id"],),
            )


def labelled(name: str) -> tuple[Labelled, ...]:
    """The lines of `held_out` or `dev`."""
    return tuple(_labelled(*cells) for cells in _rows(f"{name}.txt"))


def clean(name: str) -> tuple[Clean, ...]:
    """The lines of `held_out` or `dev` without anything to find."""
    return tuple(Clean(*cells) for cells in _rows(f"{name}_clean.txt"))


def _rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _labelled(language: str, form: str, marked: str) -> Labelled:
    text, labels, at = "", [], 0
    marked = ESCAPE.sub(lambda match: chr(int(match[1], 16)), marked)
    for match in LABEL.finditer(marked):
        text += marked[at : match.start()]
        labels.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return Labelled(language, form, text + marked[at:], tuple(labels))


def is_districts(finding: Finding) -> bool:
    """Is it one of the numbers and addresses that the school of the sets gives out?"""
    return finding.value in DISTRICTS or finding.value.endswith(DOMAIN)
