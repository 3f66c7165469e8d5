"""From a scope to a folder that proves itself, through the functions of portal and command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from homeroom.archive.checkpoint import load_verifier
from homeroom.archive.files import rekeying
from homeroom.archive.files.opening import file_store
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import keeping, productions, releasing, requests, scope, verify
from homeroom.disclosure.produce import run_production
from homeroom.disclosure.productions import Production
from homeroom.errors import HomeroomError, InputError
from homeroom.registry import decisions
from homeroom.registry.model import CourtOrder, Person
from tests.fixtures.days import district_day
from tests.integration.disclosure.school import ALGEBRA, ANA, MAYA, OMAR, School

PICTURE = "mxc://district.example/picture"


@pytest.fixture
def talk(school: School) -> School:
    """Maya's class has talked, with a file, a refusal and a reply."""
    school.member(MAYA, ALGEBRA, "join")
    asked = school.say(ANA, ALGEBRA, "Page <b>12</b>, please")
    school.say(MAYA, ALGEBRA, "done", **{"m.relates_to": {"m.in_reply_to": {"event_id": asked}}})
    school.say(OMAR, ALGEBRA, "board.png", url=PICTURE)
    school.refuse(MAYA, ALGEBRA, "call 202-555-0143")
    for number in range(600):
        school.say(OMAR, ALGEBRA, f"so many entries that the tree has stored nodes {number}")
    school.seal()
    school.keep_file(PICTURE, b"picture", "board.png", "image/png")
    return school


def started(school: School, out: Path | None = None, by: str = "officer") -> Production:
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request.id, by=by)
        return productions.start_production(
            connection, school.database.config, request.id, by=by, out=out
        )


def test_the_portal_makes_a_production_that_authenticates(talk: School) -> None:
    begun = started(talk)
    assert begun.state == "waiting"
    told: list[tuple[int, int]] = []
    made = run_production(
        talk.database.config, begun.id, watch=lambda done, total: told.append((done, total))
    )
    assert (made.state, made.done, made.total) == ("draft", 606, 606)
    assert told[0] == (0, 606)
    assert told[-1] == (606, 606)
    public = load_verifier(talk.database.data / "keys/checkpoint.vkey").public_key
    key = verify.fingerprint(public)
    with keeping.opened(talk.database.config, made) as folder:
        report = verify.check(folder, key)
        page = (folder / "records.html").read_text()
    assert report.problems == []
    assert report.authenticated
    assert report.checked["records"] == 606
    assert report.checked["attachments"] == 0  # a picture, until somebody decides
    assert "Page &lt;b&gt;12&lt;/b&gt;, please" in page
    assert "Algebra &amp; Geometry" in page
    assert not list(made.folder.parent.glob(".*"))


def test_a_production_is_an_entry_of_the_log(talk: School) -> None:
    begun = started(talk)
    made = run_production(talk.database.config, begun.id)
    talk.seal()
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        held = connection.scalar(
            text(
                "SELECT payload FROM archive.payload JOIN archive.leaf"
                " USING (district, epoch, index)"
                " WHERE kind = 'production'"
            )
        )
        assert requests.get(connection, made.request).state == "produced"
    said = json.loads(held or "{}")["production"]
    assert (said["manifest"], said["records"]) == (made.manifest, 606)


def test_the_copy_inside_finds_a_changed_byte(talk: School, tmp_path: Path) -> None:
    made = run_production(talk.database.config, started(talk, out=tmp_path / "out").id)
    command = [sys.executable, "-I", "-S", str(made.folder / "verify.py")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    records = made.folder / verify.RECORDS
    records.write_bytes(records.read_bytes().replace(b"done", b"gone"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "records.jsonl: was changed" in done.stdout) == (1, True)


def test_a_file_that_is_not_the_sealed_one_stops_it_whole(talk: School, tmp_path: Path) -> None:
    talk.keep_file("mxc://district.example/other1", b"picture", "x", "image/png")
    (lying,) = (talk.database.data / "archive" / "media" / "objects").rglob("?" * 64)
    lying.write_bytes(lying.read_bytes()[:-1])
    begun = started(talk, out=tmp_path / "out")
    with pytest.raises(HomeroomError, match="is not the file that was sealed"):
        run_production(talk.database.config, begun.id)
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        failed = productions.progress(connection, begun.id)
    assert failed.state == "failed"
    assert failed.error is not None
    assert "restore it" in failed.error
    assert not [p for p in tmp_path.iterdir() if "out" in p.name]


def test_an_interrupted_production_is_shown_as_failed(talk: School) -> None:
    begun = started(talk)
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        productions.note(connection, begun.id, state="running")
        assert productions.progress(connection, begun.id).state == "failed"
    with talk.database.connect(DatabaseRole.PORTAL) as holder:
        assert productions.take(holder, begun.id)
        with talk.database.connect(DatabaseRole.PORTAL) as connection:
            assert productions.progress(connection, begun.id).state == "running"
        with pytest.raises(HomeroomError, match="is being made already"):
            run_production(talk.database.config, begun.id)


def test_two_people_release(talk: School) -> None:
    made = run_production(talk.database.config, started(talk).id)
    strict = talk.database.config.model_copy(update={"sandbox": False})
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(InputError, match="a second person"),
    ):
        releasing.release(connection, strict, made.request, by="officer")
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(InputError, match="its review waits"),
    ):
        releasing.release(connection, strict, made.request, by="principal")
    strict = talk.database.config
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        released = releasing.release(connection, strict, made.request, by="principal")
        assert released.state == "released"
        assert requests.get(connection, made.request).state == "released"
    with keeping.opened(strict, made) as folder:
        report = verify.check(folder)
    assert report.ok
    assert report.released is not None
    assert report.released["by"] == "officer, principal"


def test_a_barred_requester_gets_no_release(talk: School) -> None:
    """Whoever a court keeps from the record; the draft stays, and nothing of the order is told."""
    made = run_production(talk.database.config, started(talk).id)
    order = CourtOrder(
        id="order-1",
        guardian="guardian",
        student="maya",
        bars=("access",),
        starts=district_day() - timedelta(days=2),
        reference="Case 26-114",
    )
    with talk.database.connect() as connection, connection.begin():
        maya = decisions.load(connection, Person)["maya"]
        guardian = replace(maya, id="guardian", given_name="Rosa", preferred_name="")
        decisions.record(connection, guardian, by="test")
        decisions.record(connection, order, by="test")
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(InputError, match="restricted; the district's counsel") as refused,
    ):
        releasing.release(connection, talk.database.config, made.request, by="principal")
    assert "114" not in str(refused.value)
    with talk.database.connect() as connection, connection.begin():
        decisions.record(connection, replace(order, active=False), by="test")
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        released = releasing.release(connection, talk.database.config, made.request, by="principal")
    assert released.state == "released"


def test_what_was_changed_is_not_released(talk: School, tmp_path: Path) -> None:
    made = run_production(talk.database.config, started(talk, out=tmp_path / "out").id)
    (made.folder / "README.txt").write_text("changed")
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(HomeroomError, match="is not what was signed"),
    ):
        releasing.release(connection, talk.database.config, made.request, by="principal")


def test_a_stolen_folder_of_productions_reveals_nothing(talk: School) -> None:
    """Searched for what is in the plain copy: words, names, numbers, a file, names of files."""
    config = talk.database.config
    made = run_production(config, started(talk).id)
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        releasing.release(connection, config, made.request, by="principal")
    planted = (b"please", b"Flores", b"S-100201", b"picture", b"board.png", b"records.")
    with keeping.opened(config, made) as folder:
        plain = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
        names = " ".join(file.name for file in folder.rglob("*")).encode()
    assert [each for each in planted if each not in plain + names] == []
    stolen = [file for file in made.folder.parents[1].rglob("*") if file.is_file()]
    sealed = [
        f"1{part}.sealed{ending}"
        for part in (".internal", ".release", "")
        for ending in ("", ".key")
    ]
    assert sorted(file.name for file in stolen) == sealed
    for file in stolen:
        held = file.read_bytes() + file.name.encode()
        assert [each for each in planted if each in held] == []


def test_a_production_outlives_new_keys_and_ends_with_them(talk: School) -> None:
    config = talk.database.config
    made = run_production(config, started(talk).id)
    keyring = file_store(config).keyring
    with keeping.opened(config, made) as folder:
        before = (folder / verify.RECORDS).read_bytes()
    old = next(each for each in keyring.held() if each.period.startswith("production-"))
    with talk.database.connect() as connection:
        rekeying.rotate(connection, keyring, config.path(productions.FOLDER))
    assert old not in keyring.held()
    with keeping.opened(config, made) as folder:
        assert (folder / verify.RECORDS).read_bytes() == before
    keyring.destroy_period(old.period)
    with pytest.raises(HomeroomError, match="was destroyed"), keeping.opened(config, made):
        pass


def test_what_an_older_homeroom_left_plain_is_read_and_encrypted(
    talk: School, capsys: pytest.CaptureFixture[str]
) -> None:
    config = talk.database.config
    made = run_production(config, started(talk).id)
    with keeping.opened(config, made) as folder:
        shutil.copytree(folder, made.folder)
    for file in made.folder.parent.glob("1.sealed*"):
        file.unlink()
    assert keeping.exists(made)
    assert verify.check(made.folder).ok
    data = ("--data", str(talk.database.data))
    assert "1 production" in run(capsys, "request", "encrypt", *data)[1]
    assert not made.folder.exists()
    with keeping.opened(config, made) as folder:
        assert verify.check(folder).ok
    out = talk.database.data.parent / "copy"
    assert run(capsys, "request", "copy", made.request, "--out", str(out), *data)[0] == 0
    assert verify.check(out).ok


def test_a_changed_byte_of_what_is_kept_is_not_released(talk: School) -> None:
    made = run_production(talk.database.config, started(talk).id)
    sealed = made.folder.with_name("1.sealed")
    raw = bytearray(sealed.read_bytes())
    raw[len(raw) // 2] ^= 1
    sealed.write_bytes(raw)
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(HomeroomError, match="was changed"),
    ):
        releasing.release(connection, talk.database.config, made.request, by="principal")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        main(arguments)
        status = 0
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def test_the_command_from_letter_to_proof(
    talk: School, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data, out = ["--data", str(talk.database.data)], tmp_path / "out"
    status, told = run(capsys, "request", "produce", "2026-9999", *data)
    assert (status, "not known" in told) == (2, True)
    about = ["--about", "S-100201", "--law", "ferpa", "--requester", "Rosa Flores"]
    status, told = run(capsys, "request", "open", *about, "--json", *data)
    request = json.loads(told)["id"]
    status, told = run(capsys, "request", "produce", request, *data)
    assert (status, "request scope" in told) == (2, True)
    status, told = run(capsys, "request", "scope", request, "--json", *data)
    assert (status, json.loads(told)["records"]) == (0, 606)
    status, told = run(capsys, "request", "produce", request, "--format", "docx", *data)
    assert (status, "format docx: one of jsonl, html" in told) == (2, True)
    asked = ["--format", "jsonl", "--format", "html", "--out", str(out)]
    assert run(capsys, "request", "produce", request, *asked, *data)[0] == 0
    status, told = run(capsys, "request", "produce", request, *asked, *data)
    assert (status, "is not empty" in told) == (2, True)
    assert run(capsys, "verify", str(out))[0] == 0
    assert run(capsys, "verify", str(out), "--key", "0" * 64)[0] == 1
    assert run(capsys, "verify", str(out), "--key", "x")[0] == 2
    assert run(capsys, "request", "release", request, *data)[0] == 0
    status, told = run(capsys, "verify", str(out), "--json")
    assert (status, json.loads(told)["state"]) == (0, "released")
    status, told = run(capsys, "request", "list", "--json", *data)
    assert json.loads(told)[0]["state"] == "released"
    (out / "records.html").write_text("changed")
    assert run(capsys, "verify", str(out))[0] == 1
