"""The demo district's roster, made by arithmetic alone: the same bytes at every run.

`config/demo/oneroster/` holds what `files()` returns, and a test keeps the two equal. All names are
put together from word lists and all numbers are of the range kept for fiction (555-01xx).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _words(
    """
    Amara Mateo Ingrid Kofi Leilani Rafael Sana Tomas Yuki Noor Elio Priya Desmond Zoë Hiro
    Marisol Anders Fatima Joaquin Wren Ines Malik Saoirse Dae Paloma Ezra Nkechi Lucia Omar
    Freya Tariq Mei Andre Sofia Kai Rosa Emil Adaeze Beni Chiara José Halima Ivo Jun Katya Luan
    Mina Nico Oona Pavel Quinn Rania Sef Tala Uma Viggo Winona Ximena Yara Zahir Aiko Bodhi
    Cielo Dov Esme Farid Gala Hugo Isla Jaya Koa Lior Maeve Noémi Oskar Pilar Remy Suri Teo
    """
)
_FAMILY_BEGINS = _words(
    """
    Amber Birch Cedar Clover Copper Dawn Ember Fern Glen Hazel Indigo Juniper Lantern Maple
    Meadow Moss Opal Pebble Quill River Saffron Silver Thistle Willow
    """
)
_FAMILY_ENDS = _words(
    """
    brook field hart lark mere moor ridge song stone vale water wick
    """
)

DISTRICT = ("org-d1", "Example Valley School District")
SCHOOLS = (
    ("org-s1", "Lantern Grove Middle School"),
    ("org-s2", "Compass Point High School"),
)
CLASSES = (
    (7, "Grade 7 Science"),
    (6, "Grade 6 English"),
    (6, "Grade 6 Mathematics"),
    (7, "Grade 7 Spanish"),
    (8, "Grade 8 History"),
    (8, "Grade 8 Art"),
    (9, "English 9"),
    (9, "Biology 9"),
    (10, "Geometry 10"),
    (10, "World History 10"),
    (11, "Chemistry 11"),
    (12, "Government 12"),
)
"""Grade and title; the first six are the middle school's."""

CLASS_SIZE = 20
SIBLINGS = 10
"""So many students of the last class have a younger sibling in the second class."""

DISTRICT_STAFF = (
    "districtAdministrator",
    "systemAdministrator",
    "ext:recordsOfficer",
    "ext:auditor",
)
SCHOOL_STAFF = ("principal", "counselor", "counselor")
AREA_CODES = ("202", "303", "404", "505", "617")
SCHOOL_YEAR = 2027
"""The year in which the school year ends, as OneRoster names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person of the demo, with their one role and place."""

    roster_id: str
    role: str
    org: str
    given: str
    family: str
    phone: str = ""
    agents: tuple[str, ...] = ()
    grade: int | None = None
    class_id: str | None = None
    born: date | None = None

    @property
    def username(self) -> str:
        plain = unicodedata.normalize("NFKD", f"{self.given}.{self.family}")
        return plain.encode("ascii", "ignore").decode().lower()


def people() -> list[Somebody]:
    """Staff, students and guardians, in the order of their ids."""
    students = [_student(index) for index in range(len(CLASSES) * CLASS_SIZE)]
    return [*_staff(), *students, *_guardians(students)]


def class_id(index: int) -> str:
    return f"class-{index + 1:02}"


def _school(class_index: int) -> str:
    return SCHOOLS[class_index * len(SCHOOLS) // len(CLASSES)][0]


def _given(index: int) -> str:
    return GIVEN[index * 37 % len(GIVEN)]


def _family(index: int) -> str:
    begin, turn = index % len(_FAMILY_BEGINS), index // len(_FAMILY_BEGINS)
    return _FAMILY_BEGINS[begin] + _FAMILY_ENDS[(begin + turn) % len(_FAMILY_ENDS)]


def _phone(index: int) -> str:
    return f"+1 {AREA_CODES[index // 100]}-555-{100 + index % 100:04}"


def _staff() -> Iterator[Somebody]:
    posts: list[tuple[str, str, str | None]]
    posts = [(role, DISTRICT[0], None) for role in DISTRICT_STAFF]
    posts += [(role, school, None) for school, _ in SCHOOLS for role in SCHOOL_STAFF]
    posts += [("teacher", _school(index), class_id(index)) for index in range(len(CLASSES))]
    posts += [("ext:counsel", DISTRICT[0], None)]
    for index, (role, org, taught) in enumerate(posts):
        yield Somebody(
            roster_id=f"emp-{index + 1:03}",
            role=role,
            org=org,
            given=_given(index),
            family=_family(len(CLASSES) * CLASS_SIZE + index),
            class_id=taught,
        )


def _family_of(student: int) -> int:
    """A student's family: their own, or for the youngest siblings that of the last class's."""
    second_class = range(CLASS_SIZE, CLASS_SIZE + SIBLINGS)
    return student + (len(CLASSES) - 2) * CLASS_SIZE if student in second_class else student


def _student(index: int) -> Somebody:
    in_class = index // CLASS_SIZE
    grade = CLASSES[in_class][0]
    oldest = date(SCHOOL_YEAR - 7 - grade, 9, 1)
    return Somebody(
        roster_id=f"stu-{index + 1:04}",
        role="student",
        org=_school(in_class),
        given=_given(31 + index),
        family=_family(_family_of(index)),
        agents=tuple(_guardian_ids(_family_of(index))),
        grade=grade,
        class_id=class_id(in_class),
        # The last of each school has none: a minor until somebody corrects it.
        born=None if index % 120 == 119 else oldest + timedelta(days=index * 83 % 365),
    )


def _guardian_ids(family: int) -> Iterable[str]:
    """One guardian, and a second one in every third family from the second class on."""
    yield f"grd-{family + 1:04}a"
    if family >= CLASS_SIZE and family % 3 == 0:
        yield f"grd-{family + 1:04}b"


def _guardians(students: Sequence[Somebody]) -> list[Somebody]:
    wards = {agent: student for student in students for agent in student.agents}
    return [
        Somebody(
            roster_id=roster_id,
            role="guardian",
            org=ward.org,
            given=_given(42 + index),
            family=ward.family,
            phone=_phone(index),
        )
        for index, (roster_id, ward) in enumerate(sorted(wards.items()))
    ]


def files() -> dict[str, bytes]:
    """Every file of the folder by name, in OneRoster 1.2 with the standard's columns."""
    everybody = people()
    return {
        "manifest.csv": _csv("propertyName,value", _manifest()),
        "orgs.csv": _csv(_BASE + "name,type,identifier,parentSourcedId", _orgs()),
        "academicSessions.csv": _csv(
            _BASE + "title,type,startDate,endDate,parentSourcedId,schoolYear", [_school_year()]
        ),
        "courses.csv": _csv(
            _BASE + "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
            "subjectCodes",
            _courses(),
        ),
        "classes.csv": _csv(
            _BASE + "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
            "termSourcedIds,subjects,subjectCodes,periods",
            _classes(),
        ),
        "users.csv": _csv(
            _BASE + "enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
            "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
            "resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
            "primaryOrgSourcedId,pronouns",
            map(_user, everybody),
        ),
        "roles.csv": _csv(
            _BASE + "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
            "userProfileSourcedId",
            map(_role, everybody),
        ),
        "enrollments.csv": _csv(
            _BASE + "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            map(_enrollment, (one for one in everybody if one.class_id)),
        ),
        "demographics.csv": _csv(
            _BASE + "birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,"
            "nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
            "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
            "publicSchoolResidenceStatus",
            ([one.roster_id, "", "", one.born] for one in everybody if one.born),
        ),
    }


def write(folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)


_BASE = "sourcedId,status,dateLastModified,"
"""Status and date stay empty in bulk mode, as the standard has it."""

_YEAR_ID = f"year-{SCHOOL_YEAR}"


def _csv(header: str, rows: Iterable[Sequence[object]]) -> bytes:
    """A file; rows are filled up with empty cells to the header's length."""
    width = header.count(",") + 1
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return written.getvalue().encode()


def _manifest() -> Iterator[tuple[str, str]]:
    bulk = _words(
        """
        academicSessions classes courses demographics enrollments orgs roles users
        """
    )
    absent = _words(
        """
        categories classResources courseResources lineItemLearningObjectiveIds lineItems
        lineItemScoreScales resources resultLearningObjectiveIds results resultScoreScales
        scoreScales userProfiles userResources
        """
    )
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.2"
    for name in sorted([*bulk, *absent], key=str.lower):
        yield f"file.{name}", "bulk" if name in bulk else "absent"
    yield "source.systemName", "Homeroom demo"
    yield "source.systemCode", "homeroom-demo"


def _orgs() -> Iterator[Sequence[object]]:
    yield DISTRICT[0], "", "", DISTRICT[1], "district"
    for sourced_id, name in SCHOOLS:
        yield sourced_id, "", "", name, "school", "", DISTRICT[0]


def _school_year() -> Sequence[object]:
    begins, ends = f"{SCHOOL_YEAR - 1}-08-17", f"{SCHOOL_YEAR}-06-11"
    title = f"School year {SCHOOL_YEAR - 1}-{SCHOOL_YEAR}"
    return _YEAR_ID, "", "", title, "schoolYear", begins, ends, "", SCHOOL_YEAR


def _courses() -> Iterator[Sequence[object]]:
    for index, (grade, title) in enumerate(CLASSES):
        course = f"course-{index + 1:02}"
        yield course, "", "", _YEAR_ID, title, f"C{index + 1:02}", f"{grade:02}", DISTRICT[0]


def _classes() -> Iterator[Sequence[object]]:
    for index, (grade, title) in enumerate(CLASSES):
        number = f"{index + 1:02}"
        course, code, room = f"course-{number}", f"C{number}-1", f"Room 1{number}"
        yield (
            *(class_id(index), "", "", title, f"{grade:02}", course, code, "scheduled", room),
            *(_school(index), _YEAR_ID),
        )


def _user(one: Somebody) -> Sequence[object]:
    names = (one.given, one.family)
    email = f"{one.username}@example.org" if one.role != "guardian" else ""
    grades = "" if one.grade is None else f"{one.grade:02}"
    return (
        *(one.roster_id, "", "", "true", one.username, "", *names, "", "", email, one.phone, ""),
        *(",".join(one.agents), grades, "", "", "", "", "", "", one.org),
    )


def _role(one: Somebody) -> Sequence[object]:
    return f"role-{one.roster_id}", "", "", one.roster_id, "primary", one.role, "", "", one.org


def _enrollment(one: Somebody) -> Sequence[object]:
    primary = "true" if one.role == "teacher" else "false"
    sourced_id = f"enr-{one.roster_id}"
    return sourced_id, "", "", one.class_id, one.org, one.roster_id, one.role, primary
