"""A large roster, made by arithmetic alone, to measure imports with: the same bytes at every run.

Names and numbers are those of the demo, repeated; every account name has its number in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from homeroom.sandbox.demo_roster import GIVEN

Cells = Sequence[object]

CLASS_SIZE = 25
CLASSES_OF_A_STUDENT = 5
STUDENTS_OF_A_SCHOOL = 1_000
BASE = "sourcedId,status,dateLastModified,"
CHANGED = "2026-11-20T02:00:00.000Z"
"""When the rows of the delta were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the district is: students, two fifths of the people; their guardians; teachers."""

    people: int

    @property
    def students(self) -> int:
        return self.people * 2 // 5

    @property
    def teachers(self) -> int:
        return self.people // 20

    @property
    def guardians(self) -> int:
        return self.people - self.students - self.teachers

    @property
    def schools(self) -> int:
        return max(1, self.students // STUDENTS_OF_A_SCHOOL)

    @property
    def classes(self) -> int:
        return max(CLASSES_OF_A_STUDENT, self.students * CLASSES_OF_A_STUDENT // CLASS_SIZE)


def write(folder: Path, people: int) -> None:
    """The whole roster (OneRoster 1.2, bulk)."""
    size = Size(people=people)
    _files(folder, size, _everything(size), mode="bulk")


def write_delta(folder: Path, people: int) -> None:
    """The changes of one night: every twentieth user has another name."""
    size = Size(people=people)
    header, rows = _everything(size)["users"]
    changed = (
        [row[0], "active", CHANGED, *row[3:6], f"{row[6]}-Moor", *row[7:]]
        for row in list(rows)[::20]
    )
    _files(folder, size, {"users": (header, changed)}, mode="delta")


def _everything(size: Size) -> dict[str, tuple[str, Iterable[Cells]]]:
    return {
        "orgs": ("name,type,identifier,parentSourcedId", _orgs(size)),
        "courses": (
            "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
            [("k1", "", "", "", "Science", "SCI", "07", "d1", "", "")],
        ),
        "classes": (
            "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
            "termSourcedIds,subjects,subjectCodes,periods",
            _classes(size),
        ),
        "users": (
            "enabledUser,username,givenName,familyName,email,sms,phone,agentSourcedIds,grades",
            _users(size),
        ),
        "roles": (
            "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
            _roles(size),
        ),
        "enrollments": (
            "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            _enrollments(size),
        ),
        "demographics": ("birthDate,sex", _demographics(size)),
    }


def _files(
    folder: Path, size: Size, files: dict[str, tuple[str, Iterable[Cells]]], *, mode: str
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((BASE + header).split(","))
            writer.writerows(rows)
    manifest = ["propertyName,value", "manifest.version,1.0", "oneroster.version,1.2"]
    manifest += [
        f"file.{name},{mode if name in files else 'absent'}"
        for name in (*_everything(size), "academicSessions", "userProfiles")
    ]
    (folder / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")


def _school(student: int, size: Size) -> str:
    return f"s{student % size.schools}"


def _orgs(size: Size) -> Iterator[Cells]:
    yield "d1", "", "", "Large District", "district", "", ""
    for number in range(size.schools):
        yield f"s{number}", "", "", f"School {number}", "school", "", "d1"


def _classes(size: Size) -> Iterator[Cells]:
    for number in range(size.classes):
        title, school = f"Science, section {number}", _school(number, size)
        yield (
            *(f"c{number}", "", "", title, "07", "k1", f"C{number}", "scheduled", ""),
            *(school, "", "", "", ""),
        )


def _user(sourced_id: str, number: int, *, phone: str = "", agents: str = "") -> Cells:
    given = GIVEN[number % len(GIVEN)]
    username = "" if sourced_id.startswith("g") else f"user.{sourced_id}"
    return (
        *(sourced_id, "", "", "true", username, given, f"Field{number}"),
        *("", phone, "", agents, ""),
    )


def _users(size: Size) -> Iterator[Cells]:
    for number in range(size.teachers):
        yield _user(f"t{number}", number)
    for number in range(size.students):
        yield _user(f"p{number}", number, agents=f"g{number % size.guardians}")
    for number in range(size.guardians):
        yield _user(f"g{number}", number, phone=f"+1 202-555-01{number % 99:02}")


def _roles(size: Size) -> Iterator[Cells]:
    people = (
        *(("t", "teacher", size.teachers), ("p", "student", size.students)),
        ("g", "guardian", size.guardians),
    )
    for letter, role, count in people:
        for number in range(count):
            user = f"{letter}{number}"
            yield f"r-{user}", "", "", user, "primary", role, "", "", _school(number, size), ""


def _enrollments(size: Size) -> Iterator[Cells]:
    for number in range(size.classes):
        yield _seat(number, f"t{number % size.teachers}", "teacher", size)
    for number in range(size.students):
        for turn in range(CLASSES_OF_A_STUDENT):
            class_ = (number // CLASS_SIZE * CLASSES_OF_A_STUDENT + turn) % size.classes
            yield _seat(class_, f"p{number}", "student", size)


def _seat(class_: int, user: str, role: str, size: Size) -> Cells:
    sourced_id, school = f"e{class_}-{user}", _school(class_, size)
    return sourced_id, "", "", f"c{class_}", school, user, role, "false", "", ""


def _demographics(size: Size) -> Iterator[Cells]:
    for number in range(size.students):
        yield f"p{number}", "", "", f"20{8 + number % 10:02}-0{1 + number % 9}-1{number % 9}", ""
