"""manifest.csv: the version of OneRoster, and which files the folder holds."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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


def read_manifest(folder: Path, problems: list[Problem]) -> Manifest | None:
    """The manifest of a folder; None, with the reason in `problems`, where there is none."""
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
    return _manifest(properties, problems)


def _manifest(properties: dict[str, tuple[int, str]], problems: list[Problem]) -> Manifest | None:
    number, version = properties.get("oneroster.version", (0, ""))
    if version not in ("1.1", "1.2"):
        remedy = "export OneRoster 1.1 or 1.2"
        problems.append(_fault(number, "oneroster.version", f"is {version!r}", remedy))
        return None
    models = FILES["1.1"] if version == "1.1" else FILES["1.2"]
    _unknown(properties, problems)
    files = {
        name: model
        for name, model in models.items()
        if _listed(name, properties.get(f"file.{name}", (0, "absent")), problems)
    }
    return Manifest(version="1.1" if version == "1.1" else "1.2", files=files)


def _listed(name: str, stated: tuple[int, str], problems: list[Problem]) -> bool:
    number, mode = stated
    field = f"file.{name}"
    if mode == "delta":
        remedy = "export the whole roster in bulk mode"
        problems.append(_fault(number, field, "changes alone (delta) are not read", remedy))
    elif mode not in ("bulk", "absent"):
        problems.append(_fault(number, field, f"is {mode!r}", "use bulk or absent"))
    elif mode == "absent" and name in NEEDED:
        problems.append(_fault(number, field, "is absent", "export it, in bulk mode"))
    return mode == "bulk"


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
