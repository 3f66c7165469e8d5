"""Every fault of a folder is named with file, line, field and remedy, all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from homeroom.importers import oneroster
from homeroom.importers.problems import MOST_SHOWN, RosterError
from tests.fixtures.oneroster import SMALL_11, SMALL_12, Files, edited, write

TODAY = date(2026, 11, 24)


def faults(folder: Path) -> list[str]:
    with pytest.raises(RosterError) as refused:
        oneroster.read(folder, today=TODAY)
    return [str(problem) for problem in refused.value.problems]


ONE_FAULT = [
    # a misspelt column
    (
        "demographics.csv",
        "birthDate",
        "birthdate",
        "demographics.csv, line 1, birthdate: is no column of this file; did you mean 'birthDate'?",
    ),
    # a column that nobody knows
    ("orgs.csv", "identifier", "zebra", "orgs.csv, line 1, zebra: is no column of this file"),
    # a column twice
    ("orgs.csv", "identifier", "name", "orgs.csv, line 1, name: is named twice; remove one"),
    # a required cell left empty
    ("users.csv", "Sana,Hart", ",Hart", "users.csv, line 3, givenName: is empty; fill it in"),
    # a cell too few
    ("users.csv", "Sana,Hart", "Sana", "users.csv, line 3: has 23 cells where the header has 24"),
    # values outside the standard's lists
    ("orgs.csv", ",school,", ",scool,", "orgs.csv, line 3, type: 'scool' is not allowed; use 'd"),
    ("users.csv", "p1,,,", "p1,gone,,", "users.csv, line 3, status: 'gone' is not allowed; use 'a"),
    ("users.csv", "p1,,,true", "p1,,,yes", "users.csv, line 3, enabledUser: is neither true nor f"),
    (
        "roles.csv",
        "t1,primary,teacher",
        "t1,primary,techer",
        "roles.csv, line 2, role: 'techer' is no role; did you mean 'teacher'?",
    ),
    # dates that are none
    (
        "demographics.csv",
        "2014-01-20",
        "01/20/2014",
        "demographics.csv, line 3, birthDate: is no date; write it as 2014-09-30",
    ),
    (
        "demographics.csv",
        "2014-01-20",
        "2014-02-30",
        "demographics.csv, line 3, birthDate: is no day of the calendar; write one",
    ),
    ("users.csv", "p1,,,", "p1,,soon,", "users.csv, line 3, dateLastModified: is no time; write"),
    # numbers and addresses that cannot be reached
    ("users.csv", "+1 202-555-0143", "call me", "users.csv, line 5, sms: is no phone number; wri"),
    ("users.csv", "+1 202-555-0143", "555", "users.csv, line 5, sms: has too few or too many dig"),
    ("users.csv", "wren@example.org,,", "wren,,", "users.csv, line 2, email: is no e-mail address"),
    # account names
    (
        "users.csv",
        "sana.hart",
        "sana hart",
        "users.csv, line 3, username: 'sana hart' cannot be an account name; use a-z",
    ),
    (
        "users.csv",
        "sana.hart",
        "_whatsapp_1",
        "users.csv, line 3, username: '_whatsapp_1' cannot be an account name",
    ),
    (
        "users.csv",
        "sana.hart",
        "Wren.Stone",
        "users.csv, line 3, username: 'wren.stone' is also the name of user 't1'; give each",
    ),
    # two records with one id
    (
        "users.csv",
        "p2,,,",
        "p1,,,",
        "users.csv, line 4, sourcedId: 'p1' is already the id of line 3; give each record an id",
    ),
    # references to nothing
    ("users.csv", "g1,07", "g9,07", "users.csv, line 3, agentSourcedIds: 'g9' is not in users.csv"),
    (
        "classes.csv",
        ",m1,",
        ",s9,",
        "classes.csv, line 2, schoolSourcedId: 's9' is not in orgs.csv",
    ),
    ("classes.csv", ",k1,", ",k9,", "classes.csv, line 2, courseSourcedId: 'k9' is not in courses"),
    ("classes.csv", ",y1,", ",y9,", "classes.csv, line 2, termSourcedIds: 'y9' is not in academic"),
    ("orgs.csv", ",d1", ",d9", "orgs.csv, line 3, parentSourcedId: 'd9' is not in orgs.csv"),
    ("enrollments.csv", "c1,s1,t1", "c9,s1,t1", "enrollments.csv, line 2, classSourcedId: 'c9' is"),
    ("roles.csv", ",u1", ",u9", "roles.csv, line 5, userProfileSourcedId: 'u9' is not in userPro"),
    ("demographics.csv", "p2,", "p9,", "demographics.csv, line 3, sourcedId: 'p9' is not in users"),
    # a student may not be enrolled as teacher, with a teacher's powers in the room
    (
        "enrollments.csv",
        "p2,student",
        "p2,teacher",
        "enrollments.csv, line 4, role: 'teacher' for 'p2', whose roles are student; correct",
    ),
    # CSV that is none
    (
        "classes.csv",
        '"Science',
        '"Science"x',
        "classes.csv, line 2: ',' expected after '\"'; write",
    ),
    ("orgs.csv", "Lantern", "Lan\x00tern", "orgs.csv, line 3, name: holds a control character"),
    # the manifest
    (
        "manifest.csv",
        "file.users,bulk",
        "file.users,delta",
        "manifest.csv, line 11, file.users: has only changes, and nothing is known of the file in",
    ),
    ("manifest.csv", "roles,bulk", "roles,absent", "manifest.csv, line 12, file.roles: is absent"),
    ("manifest.csv", "users,bulk", "users,all", "manifest.csv, line 11, file.users: is 'all'; use"),
    (
        "manifest.csv",
        "file.results",
        "file.result",
        "manifest.csv, line 10, file.result: is no property of a manifest; did you mean 'file.resu",
    ),
    (
        "manifest.csv",
        "oneroster.version,1.2",
        "oneroster.version,2.0",
        "manifest.csv, line 3, oneroster.version: is '2.0'; export OneRoster 1.1 or 1.2",
    ),
    ("manifest.csv", "propertyName,value", "a,b", "manifest.csv, line 1: the columns are not prop"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), ONE_FAULT)
def test_one_fault(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    found = faults(write(tmp_path, edited(SMALL_12, file, old, new)))
    assert any(fault.startswith(expected) for fault in found), found


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files: Files = edited(SMALL_12, "users.csv", "Sana,Hart", ",")
    files = edited(files, "orgs.csv", ",school,", ",scool,")
    files = edited(files, "demographics.csv", "2014-01-20", "soon")
    assert [fault.split(":")[0] for fault in faults(write(tmp_path, files))] == [
        "demographics.csv, line 3, birthDate",
        "orgs.csv, line 3, type",
        "users.csv, line 3, familyName",
        "users.csv, line 3, givenName",
    ]


def test_bytes_that_are_not_utf8_are_named_by_line_and_field(tmp_path: Path) -> None:
    folder = write(tmp_path, edited(SMALL_12, "users.csv", "Kai,Moor", "Zoë,Moor"))
    file = folder / "users.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("latin-1"))
    assert faults(folder) == [
        "users.csv, line 4, givenName: is not UTF-8; export the file again as UTF-8"
    ]


@pytest.mark.parametrize(
    "content",
    [
        SMALL_12["users.csv"].encode("utf-16"),  # a spreadsheet's "Unicode text"
        b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20,  # the spreadsheet itself
        b"\xff\x00" * 5_000,
    ],
)
def test_what_is_no_text_is_one_fault(tmp_path: Path, content: bytes) -> None:
    folder = write(tmp_path, SMALL_12)
    (folder / "users.csv").write_bytes(content)
    about_users = [fault for fault in faults(folder) if fault.startswith("users.csv")]
    assert about_users == [
        "users.csv, line 1: is no UTF-8 text; export it again as CSV in UTF-8, "
        "not as a spreadsheet or UTF-16"
    ]


def test_a_wrong_column_is_named_and_what_belongs_there(tmp_path: Path) -> None:
    """What is suggested is a column that is not there yet."""
    folder = write(tmp_path, edited(SMALL_12, "users.csv", "givenName", "GivenNames"))
    assert faults(folder) == [
        "users.csv, line 1, GivenNames: is no column of this file; did you mean 'givenName'?",
        "users.csv, line 1, givenName: the column is missing; add it",
    ]
    folder = write(tmp_path, edited(SMALL_12, "users.csv", "givenName", "firstName"))
    assert "familyName" not in faults(folder)[0]


def test_of_thousands_of_faults_the_first_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    row = "t1,,,true,s1,nobody" + "," * 12 + "\n"
    files = SMALL_11 | {"users.csv": SMALL_11["users.csv"].splitlines(keepends=True)[0] + row * 999}
    with pytest.raises(RosterError) as raised:
        oneroster.read(write(tmp_path, files), today=TODAY)
    shown = str(raised.value).splitlines()
    assert len(raised.value.problems) > 999
    assert len(shown) == MOST_SHOWN + 2
    assert shown[-1] == f"… and {len(raised.value.problems) - MOST_SHOWN} more"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path / "none")
    assert fault.endswith("/none: is no folder; name the folder that the OneRoster files are in")


def test_a_file_that_the_manifest_promises_is_missed(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL_12)
    (folder / "courses.csv").unlink()
    (folder / "classes.csv").write_text("")
    assert faults(folder) == [
        "classes.csv, line 1: is empty; the first line names the columns",
        "courses.csv: No such file or directory; put the file there, or mark it as absent in "
        "manifest.csv",
    ]


def test_a_folder_without_manifest(tmp_path: Path) -> None:
    assert faults(tmp_path)[0].startswith("manifest.csv: No such file or directory")


def test_a_version_1_1_user_needs_a_role(tmp_path: Path) -> None:
    files = edited(SMALL_11, "users.csv", "orgSourcedIds,role,", "orgSourcedIds,")
    files = files | {"users.csv": files["users.csv"].replace(",teacher,", ",")}
    assert "users.csv, line 1, role: the column is missing; add it" in faults(
        write(tmp_path, files)
    )


def test_lines_are_counted_over_cells_with_line_ends(tmp_path: Path) -> None:
    files = edited(SMALL_12, "orgs.csv", "Example District", '"Example\nDistrict"')
    found = faults(write(tmp_path, edited(files, "orgs.csv", ",school,", ",scool,")))
    assert found[0].startswith("orgs.csv, line 4, type:")
