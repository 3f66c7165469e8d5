"""From suggestions over decisions to a folder in which no copy of a covered name is left."""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from admin_portal import sessions
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables.disclosure import scope_item
from homeroom.disclosure import (
    approving,
    exemption_log,
    keeping,
    leaks,
    preparing,
    productions,
    releasing,
    reviewing,
    scope,
    verify,
)
from homeroom.disclosure.formats import FORMATS
from homeroom.disclosure.produce import run_production
from homeroom.disclosure.productions import Production
from homeroom.disclosure.reviewing import Choice, Counsel
from homeroom.disclosure.suggestions import Review
from homeroom.errors import HomeroomError, InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.sandbox.postgres import Cluster
from tests.fixtures.postgres import fresh
from tests.integration.disclosure.school import ALGEBRA, ANA, MAYA, OMAR, School, person

PICTURE, NOTES = "mxc://district.example/picture", "mxc://district.example/notes"
LAWYER = Counsel(name="J. Doe", on=date(2026, 3, 2), reference="letter 7")
WILL = "@will.young:district.example"
_numbers = itertools.count(1)
PLANTED = ("Omar", "omar.diaz", "S-100202", "202-555-0187", "Díaz")


@pytest.fixture(scope="module")
def talk(
    postgres_cluster: Cluster, template_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """A class with a name in every place in which an event can have one; read by all tests here."""
    with fresh(postgres_cluster, template_data, tmp_path_factory.mktemp("talk") / "data") as made:
        school = School(made)
        school.enrol()
        _talk(school)
        yield school


def _talk(school: School) -> None:
    with school.database.engine(DatabaseRole.ADMIN).begin() as connection:
        record(
            connection,
            person("will", "Will", "Young", WILL, "S-100203", Role.STUDENT),
            by="test",
        )
    school.member(MAYA, ALGEBRA, "join")
    school.send(
        OMAR,
        ALGEBRA,
        "m.room.member",
        {"membership": "join", "displayname": "Omar Díaz"},
        state_key=OMAR,
    )
    asked = school.say(OMAR, ALGEBRA, "call me: 202-555-0187")
    school.say(
        MAYA,
        ALGEBRA,
        f"> <{OMAR}> call me: 202-555-0187\n\nok Omar's mum will",
        formatted_body=f'<mx-reply><a href="https://matrix.to/#/{OMAR}">O<b>mar</b></a></mx-reply>',
        format="org.matrix.custom.html",
        **{"m.relates_to": {"m.in_reply_to": {"event_id": asked}}},
    )
    school.say(
        ANA,
        ALGEBRA,
        "* Díaz, Omar did it",
        **{
            "m.new_content": {"msgtype": "m.text", "body": "%4fmar did it"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": asked},
            "m.mentions": {"user_ids": [OMAR]},
        },
    )
    school.send(
        WILL,
        ALGEBRA,
        "m.reaction",
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": asked, "key": "omar!"}},
    )
    school.send(ANA, ALGEBRA, "m.room.topic", {"topic": "with S-100202"}, state_key="")
    school.say(ANA, ALGEBRA, "omar_diaz.png", url=PICTURE, msgtype="m.image")
    school.say(ANA, ALGEBRA, "omar-notes.txt", url=NOTES, msgtype="m.file")
    school.refuse(MAYA, ALGEBRA, "Omar lives at 12 Cedar Street")
    school.say(MAYA, ALGEBRA, "my own words, by Maya")
    school.say(MAYA, ALGEBRA, "my stepdad hits me every night and I want to kill myself")
    school.seal()
    school.keep_file(PICTURE, b"\x89PNG Omar", "omar_diaz.png", "image/png")
    school.keep_file(NOTES, b"Omar was late", "omar-notes.txt", "text/plain")


def scoped(school: School) -> str:
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request.id, by="officer")
    return request.id


def looked(school: School, request: str) -> Review:
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        return preparing.review(connection, school.database.config.data, request)


def chosen(school: School, request: str, *choices: Choice, by: str = "officer") -> None:
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        reviewing.decide(connection, request, choices, by=by)


def produced(
    school: School, request: str, *, formats: Collection[str] = ("html",), out: Path | None = None
) -> Production:
    """Made into a folder of its own, plain, so that a test can look into it."""
    config = school.database.config
    out = out or config.data / f"out-{next(_numbers)}"
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        begun = productions.start_production(
            connection, config, request, by="officer", formats=formats, out=out
        )
    return run_production(config, begun.id)


def everything(folder: Path) -> str:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    names = "\n".join(file.relative_to(folder).as_posix() for file in files)
    return names + "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def test_no_copy_of_a_name_is_in_the_production_and_it_verifies(talk: School) -> None:
    made = produced(talk, scoped(talk), formats=FORMATS)
    held = everything(made.folder)
    for planted in PLANTED:
        assert planted.casefold() not in held.casefold(), planted
    assert "my own words, by Maya" in held
    assert "Ana Ortega" in held
    report = verify.check(made.folder)
    assert report.problems == []
    assert report.checked["redacted"] > 8
    manifest = json.loads((made.folder / verify.MANIFEST).read_text())
    assert manifest["redaction"]["covered"] > 8
    assert "not its text" in manifest["redaction"]["method"]


def test_marks_are_the_same_within_a_request_and_not_derived_from_anybody(talk: School) -> None:
    first, second = scoped(talk), scoped(talk)
    marks = {}
    for request in (first, second):
        made = produced(talk, request)
        lines = (made.folder / verify.RECORDS).read_text().splitlines()
        senders = {
            field["value"]
            for line in lines
            for field in json.loads(line)["fields"]
            if field.get("pointer") == "/event/sender"
        }
        marks[request] = {sender for sender in senders if sender.startswith("[Student")}
        assert len(marks[request]) == 2
        with talk.database.connect(DatabaseRole.PORTAL) as connection:
            numbers = reviewing.marks(connection, request)
        assert {f"[Student {numbers[s]} – FERPA 99.3]" for s in ("person:omar", "person:will")} == (
            marks[request]
        )
        again = produced(talk, request)
        assert (again.folder / verify.RECORDS).read_bytes() == (
            made.folder / verify.RECORDS
        ).read_bytes()


def test_the_logs_say_why_and_only_the_internal_one_says_what(talk: School) -> None:
    made = produced(talk, scoped(talk))
    public = (made.folder / exemption_log.FILE).read_text()
    rows = list(csv.DictReader(io.StringIO(public)))
    assert {row["exemption"] for row in rows} >= {"FERPA 99.3"}
    assert any(row["span"] == "/event/content/formatted_body" for row in rows)
    config = talk.database.config
    assert b"Omar" in b"".join(keeping.internal(config, made))
    kept = [file for file in config.path(productions.FOLDER).rglob("*") if file.is_file()]
    assert kept, "encrypted, in the district's own folder"
    assert not any(b"Omar" in file.read_bytes() for file in kept)
    keeping.forget_internal(config, made)
    assert not b"".join(keeping.internal(config, made))


def test_accepting_takes_what_is_certain_and_says_what_is_left(
    talk: School, capsys: pytest.CaptureFixture[str]
) -> None:
    request, data = scoped(talk), str(talk.database.data)
    command(["request", "review", request, "--accept", "--json", "--data", data])
    told = json.loads(capsys.readouterr().out)
    assert told["taken"] >= 3
    assert {each["decided"] for each in told["suggestions"]} == {"redact"}
    doubts = {each["form"]: each for each in told["doubtful"]}
    assert (doubts["will"]["default"], doubts["will"]["decided"]) == ("covered", None)
    assert "will" not in (produced(talk, request).folder / "records.html").read_text().split()
    command(["request", "review", request, "--not-this-person", "will", "--data", data])
    page = (produced(talk, request).folder / "records.html").read_text()
    assert "mum will" in page


def test_a_reviewers_not_this_person_counts_in_one_record_alone(talk: School) -> None:
    request = scoped(talk)
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        items = scope.items_of(connection, request)
    doubt = next(d for d in looked(talk, request).doubts if d.form == "will")
    (at,) = doubt.records
    assert at in {item.position for item in items}
    chosen(
        talk, request, Choice(place=reviewing.entry_place(at, "will"), action="not_person", seen=0)
    )
    assert "mum will" in (produced(talk, request).folder / "records.html").read_text()


def test_two_reviewers_never_overwrite_each_other(talk: School) -> None:
    request = scoped(talk)
    mine = Choice(place="value:person:omar", action="release", seen=0, reason="mine")
    chosen(talk, request, mine)
    theirs = Choice(place="value:person:omar", action="redact", seen=0)
    other = Choice(place="form:will", action="not_person", seen=0)
    with pytest.raises(InputError, match="somebody else has decided"):
        chosen(talk, request, other, theirs, by="second")
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        stands = reviewing.decisions(connection, request)
    assert {place: d.action for place, d in stands.items()} == {"value:person:omar": "release"}
    assert "Omar" in everything(produced(talk, request).folder)


def test_what_speaks_of_danger_is_left_out_until_counsel_decides(talk: School) -> None:
    request = scoped(talk)
    (left,) = looked(talk, request).left_out
    assert left.counsel
    assert "stepdad" not in everything(produced(talk, request).folder)
    release = Choice(place=left.place, action="release", seen=0)
    chosen(talk, request, release)
    assert "stepdad" not in everything(produced(talk, request).folder)
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        again = Choice(place=left.place, action="release", seen=1, reason="read it")
        reviewing.decide(connection, request, [again], by=ANA, counsel=LAWYER)
    assert "stepdad" in everything(produced(talk, request).folder)


def test_a_record_is_withheld_or_shown_whole_by_decision(talk: School) -> None:
    request = scoped(talk)
    with talk.database.connect(DatabaseRole.PORTAL) as connection:
        items = scope.items_of(connection, request)
    own, named = items[-3], items[2]
    chosen(
        talk,
        request,
        Choice(
            place=reviewing.entry_place(named.position),
            action="withhold",
            seen=0,
            exemption="attorney-client",
            reason="advice about Omar",
        ),
        Choice(place="value:text:by maya", action="redact", seen=0, exemption="attorney-client"),
    )
    made = produced(talk, request)
    held = everything(made.folder)
    assert "my own words, [Passage" in held
    assert made.total == len(items) - 2, "that one, and what speaks of danger"
    assert verify.check(made.folder).problems == []
    log = (made.folder / exemption_log.FILE).read_text()
    assert f"{named.position.epoch}/{named.position.index}" in log
    assert "advice about" not in log
    assert own.position != named.position


def test_texts_are_covered_and_pictures_left_out_unless_somebody_decides(talk: School) -> None:
    request = scoped(talk)
    made = produced(talk, request)
    (notes,) = (made.folder / "files").iterdir()
    assert notes.suffix == ".txt"
    assert "was late" in notes.read_text()
    assert "Omar" not in notes.read_text()


def test_a_leak_stops_it_whole_and_names_file_and_place(
    talk: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format that has a name from elsewhere; the message holds no name itself."""
    from homeroom.disclosure import papers

    monkeypatch.setattr(papers, "README", "by Omar Díaz {student}{request}{production}{district}")
    with pytest.raises(HomeroomError, match=r"README\.txt, from line 1: \[Student") as stopped:
        produced(talk, scoped(talk), out=tmp_path / "out")
    assert "Omar" not in str(stopped.value)
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == []


def _mail(name: str, value: str) -> bytes:
    message = EmailMessage()
    message["From"] = "records@district.example"
    message["Subject"] = value if name == "header" else "records"
    message.set_content(value if name == "body" else "nothing", cte="base64")
    if name == "part":
        message.add_attachment(b"nothing", maintype="text", subtype="plain", filename=value)
    return message.as_bytes()


def _zip(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return held.getvalue()


def _pdf(value: str) -> bytes:
    from pypdf import PdfWriter

    made, held = PdfWriter(), io.BytesIO()
    made.add_blank_page(72, 72)
    made.add_metadata({"/Author": value})
    made.write(held)
    return held.getvalue()


HIDDEN: dict[str, tuple[str, bytes]] = {
    "display name": ("x.html", b"<p class=sender>Omar D&iacute;az</p>"),
    "file name": ("omar_diaz.txt", b"nothing"),
    "folder name": ("Omar Diaz/x.txt", b"nothing"),
    "quote": ("x.html", b"<blockquote>&gt; &lt;@omar.diaz:district.example&gt; hi</blockquote>"),
    "cut by tags": ("x.html", b"<p>O<b>m</b>ar</p>"),
    "edit": ("x.jsonl", b'{"edits":[{"previous":"\\u004fmar was here"}]}'),
    "alt text": ("x.html", b'<img alt="a picture of Omar" src="files/1.png">'),
    "link": ("x.html", b'<a href="https://matrix.to/#/%40omar.diaz%3Adistrict.example">x</a>'),
    "csv": ("x.csv", '1,"Díaz, Omar"'.encode()),
    "load-file column": ("x.dat", "þBEGþ\x14þOmar Diazþ\r\n".encode()),
    "image list": ("x.opt", b"IMG1,VOL,files/omar_diaz.tif,Y,,,1\r\n"),
    "xml": ("x.xml", b'<Tag TagValue="Omar Diaz"/>'),
    "mail header": ("x.eml", _mail("header", "Re: Díaz, Omar – ünïcode")),
    "mail body": ("x.eml", _mail("body", "Omar")),
    "mail part": ("x.eml", _mail("part", "Omar Díaz.txt")),
    "mbox": ("x.mbox", b"From x Mon Jan  5 00:00:00 2026\n" + _mail("body", "Omar") + b"\n"),
    "zip in a zip": ("x.zip", _zip("in.zip", _zip("x.txt", b"Omar"))),
    "name in a zip": ("x.zip", _zip("omar-diaz.txt", b"")),
    "rsmf": ("x.rsmf", _mail("body", "Omar")),
    "office": ("files/x.docx", _zip("word/document.xml", b"<w:t>Om</w:t><w:t>ar</w:t>")),
    "PDF metadata": ("x.pdf", _pdf("Omar Díaz")),
    "EXIF": ("files/x.jpg", b"\xff\xd8\xff\xe1Exif\0\0 Artist\0Omar Diaz\0\xff\xd9"),
    "wide letters": ("files/x.bin", "Omar Diaz".encode("utf-16-le")),
    "number": ("x.csv", b"S-100202"),
    "phone": ("x.txt", b"+1 (202) 555 0187"),
}


def test_invariant_8_no_redacted_span_survives_wherever_it_hides(
    talk: School, tmp_path: Path
) -> None:
    """100 % of what is planted is found, and named by its file; the folder itself is clean."""
    request = scoped(talk)
    made, found = produced(talk, request), looked(talk, request).redaction
    assert list(leaks.find(made.folder, found)) == []
    missed = []
    for number, (place, (name, content)) in enumerate(HIDDEN.items()):
        folder = tmp_path / str(number)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        told = [leak.place for leak in leaks.find(folder, found)]
        if not told or ("name" not in place and not any(name in each for each in told)):
            missed.append((place, told))
    assert missed == []


def test_a_second_person_approves_the_review_before_a_release(talk: School) -> None:
    request = scoped(talk)
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        found = preparing.review(connection, talk.database.config.data, request)
        preparing.accept(connection, request, found, by=ANA)
    produced(talk, request)
    strict = talk.database.config.model_copy(update={"sandbox": False})
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(InputError, match="waits for the approval"),
    ):
        releasing.release(connection, strict, request, by="principal")
    mine, hers = signed_in(talk, "ana"), signed_in(talk, "principal")
    newest = reviewing_newest(talk, request)
    for token, by, told in (
        (mine, ANA, "by the same person"),
        (b"nobody's", "@principal:district.example", "by the same person"),
    ):
        with (
            talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
            pytest.raises(InputError, match=told),
        ):
            approving.approve(connection, request, decision=newest, by=by, token_hash=token)
    with talk.database.engine(DatabaseRole.PORTAL).begin() as connection:
        approving.approve(
            connection,
            request,
            decision=newest,
            by="@principal:district.example",
            token_hash=hers,
        )
        released = releasing.release(connection, strict, request, by="principal")
    assert released.state == "released"


def test_records_counted_while_it_is_looked_through_are_not_produced_unseen(
    talk: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose names stand in them nobody has looked for."""
    request = scoped(talk)
    look = preparing.review

    def look_slowly(*given: Any) -> Review:
        found = look(*given)
        with talk.database.engine(DatabaseRole.ADMIN).begin() as other:
            other.execute(delete(scope_item).where(scope_item.c.request == request))
        return found

    monkeypatch.setattr(preparing, "review", look_slowly)
    with pytest.raises(HomeroomError, match="counted anew meanwhile"):
        produced(talk, request, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_was_decided_after_it_was_produced_is_produced_again(talk: School) -> None:
    request = scoped(talk)
    produced(talk, request)
    chosen(talk, request, Choice(place="form:will", action="not_person", seen=0))
    with (
        talk.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(InputError, match="decided since it was produced"),
    ):
        releasing.release(connection, talk.database.config, request, by="principal")


def reviewing_newest(school: School, request: str) -> int:
    with school.database.connect(DatabaseRole.PORTAL) as connection:
        return reviewing.newest(connection, request)


def command(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert not stopped.value.code


def signed_in(school: School, who: str) -> bytes:
    """A session of somebody's in the portal."""
    known = person(
        who, who.title(), "Example", f"@{who}:district.example", f"T-{who}", Role.PRINCIPAL
    )
    if who == "ana":
        known = person("ana", "Ana", "Ortega", ANA, "T-100001", Role.TEACHER)
    with school.database.engine(DatabaseRole.ADMIN).begin() as connection:
        record(connection, known, by="test")
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        token = sessions.start(connection, known, datetime.now(UTC))
    return sessions.digest(token)
