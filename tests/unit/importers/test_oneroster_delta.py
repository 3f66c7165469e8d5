"""Files of changes alone: applied to what is kept they say what a whole roster would say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.importers import oneroster
from homeroom.importers.oneroster import Kept, Reading
from homeroom.importers.oneroster.kept import unpack
from homeroom.importers.problems import RosterError
from tests.fixtures.oneroster import SMALL_11, SMALL_12, Files, edited, write

TODAY = date(2026, 11, 24)
MODES = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics")
EARLY, LATE = "2026-11-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z"


def read(files: Files, kept: Kept) -> Reading:
    with TemporaryDirectory() as folder:
        return oneroster.read_after(write(Path(folder), files), kept, today=TODAY)


def whole(files: Files) -> Reading:
    return read(files, Kept())


def delta(base: Files, **rows: str) -> Files:
    """A folder with these rows of changes (without header), and all other files absent."""
    files = {"manifest.csv": base["manifest.csv"]}
    for name in (*MODES, "roles", "userProfiles"):
        mode = "delta" if name in rows else "absent"
        files["manifest.csv"] = files["manifest.csv"].replace(
            f"file.{name},bulk", f"file.{name},{mode}"
        )
        if name in rows:
            header = base[f"{name}.csv"].splitlines(keepends=True)[0]
            files[f"{name}.csv"] = header + rows[name]
    return files


def row(files: Files, file: str, which: str) -> str:
    """The row with this id, as it stands in the whole file."""
    lines = files[f"{file}.csv"].splitlines(keepends=True)
    return next(line for line in lines if line.startswith(f"{which},"))


def stamped(line: str, status: str = "active", moment: str = LATE) -> str:
    sourced_id, _, _, rest = line.split(",", 3)
    return f"{sourced_id},{status},{moment},{rest}"


@pytest.mark.parametrize("base", [SMALL_11, SMALL_12], ids=["1.1", "1.2"])
def test_a_changed_row_replaces_the_one_that_was_there(base: Files) -> None:
    renamed = edited(base, "classes.csv", "7th grade", "grade 7")
    change = delta(base, classes=stamped(row(renamed, "classes", "c1")))
    found = read(change, whole(base).kept)
    assert found.roster == whole(renamed).roster


@pytest.mark.parametrize("base", [SMALL_11, SMALL_12], ids=["1.1", "1.2"])
def test_who_is_to_be_deleted_leaves_with_seats_and_ties(base: Files) -> None:
    gone = delta(base, users=stamped(row(base, "users", "p1"), "tobedeleted"))
    found = read(gone, whole(base).kept).roster
    assert set(found.people) == {"t1", "p2", "g1", "g2"}
    assert ("c1", "p1", "student") not in found.enrollments
    assert set(found.guardianships) == {("g2", "p2")}


def test_to_be_deleted_needs_the_id_alone() -> None:
    empty = "," * (SMALL_12["enrollments.csv"].splitlines()[0].count(",") - 2)
    gone = delta(SMALL_12, enrollments=f"e3,tobedeleted,{LATE}{empty}\n")
    found = read(gone, whole(SMALL_12).kept).roster
    assert set(found.enrollments) == {("c1", "t1", "teacher"), ("c1", "p1", "student")}
    unknown = delta(SMALL_12, enrollments=f"e99,tobedeleted,{LATE}{empty}\n")
    assert read(unknown, whole(SMALL_12).kept).roster == whole(SMALL_12).roster


def test_a_delta_may_come_twice_or_late() -> None:
    """An older row changes nothing, whatever the order in which files arrive."""
    new = edited(SMALL_12, "users.csv", "Sana,Hart", "Sana,Hartmere")
    late = delta(SMALL_12, users=stamped(row(new, "users", "p1")))
    early = delta(SMALL_12, users=stamped(row(SMALL_12, "users", "p1"), "tobedeleted", EARLY))
    once = read(late, whole(SMALL_12).kept)
    assert read(late, once.kept) == once
    assert read(early, once.kept).roster == once.roster
    in_order = read(late, read(early, whole(SMALL_12).kept).kept)
    assert in_order.roster == once.roster


def test_whole_files_and_changes_may_come_together() -> None:
    files = edited(SMALL_12, "users.csv", "Sana,Hart", "Sana,Hartmere")
    mixed = files | {
        "manifest.csv": files["manifest.csv"].replace("enrollments,bulk", "enrollments,delta"),
        "enrollments.csv": files["enrollments.csv"].splitlines(keepends=True)[0]
        + stamped(row(files, "enrollments", "e3"), "tobedeleted"),
    }
    found = read(mixed, whole(SMALL_12).kept).roster
    assert found.people["p1"].family_name == "Hartmere"
    assert ("c1", "p2", "student") not in found.enrollments


def faults(files: Files, kept: Kept) -> list[str]:
    with pytest.raises(RosterError) as refused:
        read(files, kept)
    return [str(problem) for problem in refused.value.problems]


def test_changes_need_something_to_change() -> None:
    change = delta(SMALL_12, users=stamped(row(SMALL_12, "users", "p1")))
    found = faults(change, Kept())
    assert (
        "manifest.csv, line 11, file.users: has only changes, and nothing is known of the file in "
        "this version; export it in bulk mode once" in found
    )
    other_version = whole(SMALL_11).kept
    assert faults(change, other_version) == found


@pytest.mark.parametrize(
    ("status", "moment", "field"),
    [("", LATE, "status"), ("active", "", "dateLastModified")],
)
def test_a_row_of_a_delta_says_what_and_when(status: str, moment: str, field: str) -> None:
    change = delta(SMALL_12, users=stamped(row(SMALL_12, "users", "p1"), status, moment))
    assert faults(change, whole(SMALL_12).kept) == [
        f"users.csv, line 2, {field}: is empty in a delta file; fill it in, or export the file in "
        "bulk mode"
    ]


def test_a_bad_row_of_a_delta_is_named_by_its_own_line() -> None:
    bad = stamped(row(SMALL_12, "enrollments", "e3")).replace(",c1,", ",c9,")
    change = delta(SMALL_12, enrollments=bad)
    assert faults(change, whole(SMALL_12).kept) == [
        "enrollments.csv, line 2, classSourcedId: 'c9' is not in classes.csv; correct the id, or "
        "export that record too"
    ]


def test_what_is_kept_has_nothing_that_is_not_used() -> None:
    files = edited(SMALL_12, "demographics.csv", "p1,,,2013-10-02,", "p1,,,2013-10-02,female")
    kept = whole(files).kept
    cells = {cell for _, row in unpack(kept.files["demographics"], 4).values() for cell in row}
    assert cells == {"p1", "p2", "2013-10-02", "2014-01-20", ""}


EDITS = st.lists(
    st.sampled_from(
        [
            ("users", "p1", "Sana,Hart", "Saná,Hart"),
            ("users", "p2", "p2,,,true", "p2,,,false"),
            ("users", "g1", "+1 202-555-0143", "+1 202-555-0199"),
            ("roles", "r5", "guardian", "parent"),
            ("classes", "c1", "7th grade", "grade 7"),
            ("enrollments", "e2", "2027-06-11", "2026-11-01"),
            ("enrollments", "e3", ",student,", ",student,"),
            ("orgs", "s1", "Lantern School", "Lantern Hill"),
            ("demographics", "p2", "2014-01-20", ""),
        ]
    ),
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(EDITS)
def test_changes_say_what_the_whole_would(edits: list[tuple[str, str, str, str]]) -> None:
    after = SMALL_12
    for file, _, old, new in edits:
        after = edited(after, f"{file}.csv", old, new)
    rows: dict[str, str] = {}
    for file, which, _, _ in edits:
        rows[file] = rows.get(file, "") + stamped(row(after, file, which))
    found = read(delta(SMALL_12, **rows), whole(SMALL_12).kept) if rows else whole(SMALL_12)
    assert found.roster == whole(after).roster
