"""manifest.csv: the version of OneRoster, and which files the folder holds."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from homeroom.importers.oneroster.kept import Kept
from homeroom.importers.oneroster.rows import (
    ClassRow,
    CourseRow,
    DemographicsRow,
    EnrollmentRow,
    OrgRow,
    RoleRow,
    Row,
    SessionRow,
    UserProfileRow,
    UserRow,
    UserRow11,
)
from homeroom.importers.oneroster.table import records
from homeroom.importers.problems import Problem

Version = Literal["1.1", "1.2"]

FILES: dict[Version, dict[str, type[Row]]] = {
    "1.1": {
        "orgs": OrgRow,
        "academicSessions": SessionRow,
        "courses": CourseRow,
        "classes": ClassRow,
        "users": UserRow11,
        "enrollments": EnrollmentRow,
        "demographics": DemographicsRow,
    },
}
FILES["1.2"] = FILES["1.1"] | {
    "users": UserRow,
    "roles": RoleRow,
    "userProfiles": UserProfileRow,
}
"""The files that are read, and the model of each."""

NEEDED = frozenset({"orgs", "classes", "users", "roles", "enrollments"})
SKIPPED = frozenset(
    {
        "categories",
        "classResources",
        "courseResources",
        "lineItems",
        "lineItemLearningObjectiveIds",
        "lineItemScoreScales",
        "resources",
        "results",
        "resultLearningObjectiveIds",
        "resultScoreScales",
        "scoreScales",
        "userResources",
    }
)
"""Files of the standard about marks and teaching material; they are never opened."""

NAME = "manifest.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in the folder."""

    version: Version
    files: dict[str, type[Row]]
    """Whole files (bulk)."""
    changes: dict[str, type[Row]]
    """Files of changes alone (delta)."""
    kept: dict[str, type[Row]]
    """Files that are absent beside changes: what was kept of them counts on."""


def read_manifest(folder: Path, problems: list[Problem], kept: Kept) -> Manifest | None:
    """The manifest of a folder; None, with the reason in `problems`, where there is none.

    `kept` is what earlier imports left, which a delta needs.
    """
    before = len(problems)
    if not folder.is_dir():
        remedy = "name the folder that the OneRoster files are in"
        problems.append(Problem(file=str(folder), fault="is no folder", remedy=remedy))
        return None
    lines = records(folder / NAME, problems)
    if len(problems) > before:
        return None
    if not lines or lines[0][1] != ["propertyName", "value"]:
        problems.append(_fault(1, "", "the columns are not propertyName,value", "name them so"))
        return None
    properties: dict[str, tuple[int, str]] = {}
    for number, cells in lines[1:]:
        if len(cells) != 2:
            problems.append(_fault(number, "", "has not two cells", "write propertyName,value"))
            continue
        properties[cells[0].strip()] = (number, cells[1].strip())
    return _manifest(properties, problems, kept)


def _manifest(
    properties: dict[str, tuple[int, str]], problems: list[Problem], kept: Kept
) -> Manifest | None:
    number, version = properties.get("oneroster.version", (0, ""))
    if version not in ("1.1", "1.2"):
        remedy = "export OneRoster 1.1 or 1.2"
        problems.append(_fault(number, "oneroster.version", f"is {version!r}", remedy))
        return None
    models = FILES["1.1"] if version == "1.1" else FILES["1.2"]
    _unknown(properties, problems)
    stated = {name: properties.get(f"file.{name}", (0, "absent")) for name in models}
    delta = any(mode == "delta" for _, mode in stated.values())
    known = kept.files.keys() if delta and kept.version == version else frozenset[str]()
    for name, (line, mode) in stated.items():
        problems += _mode_faults(name, line, mode, known)
    return Manifest(
        version="1.1" if version == "1.1" else "1.2",
        files={name: models[name] for name, (_, mode) in stated.items() if mode == "bulk"},
        changes={
            name: models[name]
            for name, (_, mode) in stated.items()
            if mode == "delta" and name in known
        },
        kept={
            name: models[name]
            for name, (_, mode) in stated.items()
            if mode == "absent" and name in known
        },
    )


def _mode_faults(name: str, line: int, mode: str, known: Collection[str]) -> Iterator[Problem]:
    field = f"file.{name}"
    if mode not in ("bulk", "delta", "absent"):
        yield _fault(line, field, f"is {mode!r}", "use bulk, delta or absent")
    elif mode == "delta" and name not in known:
        fault = "has only changes, and nothing is known of the file in this version"
        yield _fault(line, field, fault, "export it in bulk mode once")
    elif mode == "absent" and name in NEEDED and name not in known:
        yield _fault(line, field, "is absent", "export it, in bulk mode")


def _unknown(properties: dict[str, tuple[int, str]], problems: list[Problem]) -> None:
    known = {f"file.{name}" for name in set(FILES["1.2"]) | SKIPPED} | {
        "manifest.version",
        "oneroster.version",
        "source.systemName",
        "source.systemCode",
    }
    for name, (number, _) in properties.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "remove it"
            problems.append(_fault(number, name, "is no property of a manifest", remedy))


def _fault(line: int, field: str, fault: str, remedy: str) -> Problem:
    return Problem(file=NAME, line=line, field=field, fault=fault, remedy=remedy)
