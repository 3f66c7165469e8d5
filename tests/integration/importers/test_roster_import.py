"""`homeroom roster import` against the real registry: differences only, and all or none."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path

import pytest

from homeroom import shipped
from homeroom.cli import main
from homeroom.errors import HomeroomError
from homeroom.importers.apply import import_folder, plan_folder
from homeroom.importers.problems import RosterError
from homeroom.registry import decisions
from homeroom.registry.model import Enrollment, Guardianship, Person, SchoolClass
from tests.fixtures.oneroster import SMALL_11, SMALL_12, edited, write
from tests.fixtures.postgres import TestDatabase

TODAY = date(2026, 11, 24)
DEMO = shipped.config("demo/oneroster")


def imported(database: TestDatabase, folder: Path) -> int:
    """Import a folder; how many decisions it took."""
    with database.connect() as connection, connection.begin():
        before = decisions.latest(connection)
        import_folder(connection, folder, server_name="district.example", today=TODAY, by="test")
        return decisions.latest(connection) - before


def test_the_demo_arrives_whole_and_again_changes_nothing(database: TestDatabase) -> None:
    assert imported(database, DEMO) == 3 + 1 + 12 + 563 + 313 + 252 + 12 + 3
    assert imported(database, DEMO) == 0
    with database.connect() as connection:
        people = decisions.load(connection, Person)
        assert len(people) == 563
        assert len(decisions.load(connection, SchoolClass)) == 12
        ties = decisions.load(connection, Guardianship).values()
        seats = decisions.load(connection, Enrollment).values()
    assert {tie.guardian for tie in ties} | {tie.student for tie in ties} <= set(people)
    assert {seat.person for seat in seats} <= set(people)
    accented = next(person for person in people.values() if person.roster_id == "stu-0004")
    assert accented.name == "Noémi Cloverlark"
    assert accented.user_id == "@noemi.cloverlark:district.example"


def test_a_new_version_of_the_standard_writes_differences_only(
    database: TestDatabase, tmp_path: Path
) -> None:
    assert imported(database, write(tmp_path / "old", SMALL_11)) == 2 + 1 + 1 + 5 + 2 + 3 + 1 + 2
    assert imported(database, write(tmp_path / "new", SMALL_12)) == 0
    moved = edited(SMALL_12, "users.csv", "+1 202-555-0143", "+1 202-555-0199")
    assert imported(database, write(tmp_path / "moved", moved)) == 1


def test_a_dry_run_says_which_seats_end_with_their_role(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A teacher whose role ended, and whose enrollment did not: no fault, and no seat."""
    imported(database, write(tmp_path / "before", SMALL_12))
    role = "r1,,,t1,primary,teacher,,,s1,\n"
    over = "r1,,,t1,primary,teacher,,2026-11-20,s1,\nr9,,,t1,secondary,guardian,,,s1,\n"
    folder = str(write(tmp_path / "after", edited(SMALL_12, "roles.csv", role, over)))
    options = ["--dry-run", "--data", str(database.data)]
    assert command(["roster", "import", folder, *options]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "'teacher' for 't1', whose role ended on 2026-11-20" in said
    assert command(["roster", "import", folder, "--json", *options]) == 0
    (notice,) = json.loads(capsys.readouterr().out)["notices"]
    assert notice.startswith("enrollments.csv, line 2, role: ")
    assert imported(database, Path(folder)) > 0
    with database.connect() as connection:
        seats = decisions.load(connection, Enrollment).values()
    assert {seat.role for seat in seats if seat.active} == {"student"}


def test_invariant_12_one_bad_row_and_nothing_is_imported(
    database: TestDatabase, tmp_path: Path
) -> None:
    bad = edited(SMALL_12, "demographics.csv", "2014-01-20", "soon")
    with pytest.raises(RosterError, match=r"demographics.csv, line 3, birthDate: is no date"):
        imported(database, write(tmp_path, bad))
    with database.connect() as connection:
        assert decisions.latest(connection) == 0


def test_an_account_is_never_given_to_somebody_else(database: TestDatabase, tmp_path: Path) -> None:
    """Else the newcomer would be taken for the one who left, in rooms and in the record."""
    imported(database, write(tmp_path / "first", SMALL_12))
    renamed = edited(SMALL_12, "users.csv", "sana.hart", "sana.moor")
    imported(database, write(tmp_path / "renamed", renamed))
    newcomer = edited(renamed, "userProfiles.csv", "kai.moor", "sana.hart")
    with pytest.raises(RosterError, match=r"'p2' would get @sana\.hart:district\.example, which"):
        imported(database, write(tmp_path / "newcomer", newcomer))
    assert imported(database, write(tmp_path / "back", SMALL_12)) == 1


def test_two_imports_at_once_give_nobody_two_ids(database: TestDatabase) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            imported(database, DEMO)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    with database.connect() as connection:
        people = decisions.load(connection, Person).values()
    assert len(people) == len({person.roster_id for person in people}) == 563


def test_an_import_that_locks_many_stops_for_confirmation(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(database, write(tmp_path / "all", SMALL_12))
    fewer = edited(SMALL_12, "users.csv", "p1,,,true", "p1,,,false")
    folder = write(tmp_path / "fewer", fewer)
    with pytest.raises(HomeroomError, match=r"more than 5% of the people of s1 \(33%\)"):
        imported(database, folder)
    run = ["roster", "import", str(folder), "--data", str(database.data)]
    assert command(run) == 1
    assert "--confirm" in capsys.readouterr().err
    assert command([*run, "--confirm"]) == 0
    with database.connect() as connection:
        gone = [p.roster_id for p in decisions.load(connection, Person).values() if not p.active]
    assert gone == ["p1"]


def command(arguments: list[str]) -> int:
    """The exit status of `homeroom` with these arguments."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_a_dry_run_tells_and_changes_nothing(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["roster", "import", str(DEMO), "--data", str(database.data), "--json"]
    assert command([*run, "--dry-run"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["dry_run"]
    assert {row["what"]: row["add"] for row in told["counts"]} == {
        "schools and districts": 3,
        "school years": 1,
        "classes": 12,
        "people": 563,
        "guardianships": 313,
        "seats in classes": 252,
        "rooms and spaces": 15,
    }
    with database.connect() as connection:
        assert decisions.latest(connection) == 0
    assert command(run) == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == len(told["changes"])


def test_the_command_shows_faults_and_ends_with_2(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = edited(SMALL_12, "demographics.csv", "birthDate", "birthdate")
    run = ["roster", "import", str(write(tmp_path, bad)), "--data", str(database.data)]
    assert command(run) == 2
    told = capsys.readouterr().err
    assert "demographics.csv, line 1, birthdate: is no column of this file; did you" in told


def test_the_command_says_when_nothing_differs(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, SMALL_12)
    run = ["roster", "import", str(folder), "--data", str(database.data)]
    assert command(run) == 0
    assert "Imported." in capsys.readouterr().out
    assert command(run) == 0
    assert "Nothing differs" in capsys.readouterr().out


def test_a_plan_alone_holds_nobody_up_afterwards(database: TestDatabase) -> None:
    with database.connect() as connection, connection.begin():
        plan_folder(connection, DEMO, server_name="district.example", today=TODAY)
    assert imported(database, DEMO) > 0


def test_changes_alone_are_imported_after_the_whole(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A nightly delta: one student leaves, and a class is renamed; its room with it."""
    imported(database, write(tmp_path / "whole", SMALL_12))
    absent = SMALL_12["manifest.csv"].replace(",bulk", ",absent")
    for file in ("users", "classes"):
        absent = absent.replace(f"file.{file},absent", f"file.{file},delta")
    files = {"manifest.csv": absent}
    for file, old in (("users", "p1,,,true"), ("classes", "c1,,,")):
        header, *rows = SMALL_12[f"{file}.csv"].splitlines(keepends=True)
        files[f"{file}.csv"] = header + next(row for row in rows if row.startswith(old))
    stamp = "2026-11-20T02:00:00Z"
    files["users.csv"] = files["users.csv"].replace("p1,,,", f"p1,tobedeleted,{stamp},")
    files["classes.csv"] = files["classes.csv"].replace("c1,,,", f"c1,active,{stamp},")
    files["classes.csv"] = files["classes.csv"].replace("7th grade", "grade 7")
    run = ["roster", "import", str(write(tmp_path / "delta", files)), "--data", str(database.data)]
    assert command([*run, "--dry-run"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Rooms and spaces to be renamed or moved: Science, grade 7." in told
    assert "Accounts to be locked: Sana Hart." in told
    assert command([*run, "--json", "--confirm"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["locked"] == ["@sana.hart:district.example"]
    assert {(row["subject"], row["action"]) for row in done["changes"]} == {
        ("person", "end"),
        ("guardianship", "end"),
        ("enrollment", "end"),
        ("class", "change"),
        ("venue", "change"),
    }
    assert command(run) == 0
    assert "Nothing differs" in capsys.readouterr().out


def test_a_delta_that_fails_changes_nothing_that_is_kept(
    database: TestDatabase, tmp_path: Path
) -> None:
    imported(database, write(tmp_path / "whole", SMALL_12))
    bad = edited(SMALL_12, "manifest.csv", "users,bulk", "users,delta")
    with pytest.raises(RosterError, match="status: is empty in a delta file"):
        imported(database, write(tmp_path / "bad", bad))
    assert imported(database, write(tmp_path / "again", SMALL_12)) == 0
