"""Search against a plain filter in Python; people under all their names; words in files."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import Stemmer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, NullPool, create_engine, text

from homeroom.archive import attached, conditions, known_as, mentioned
from homeroom.archive.around import Around, around
from homeroom.archive.copying import copy_rows
from homeroom.archive.entry import SEARCH_COLUMNS, search_row
from homeroom.archive.log import ENTRY
from homeroom.archive.query import Place, Query, Without
from homeroom.archive.seal import seal
from homeroom.archive.search import count, newest, search
from homeroom.archive.words import tsvector
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables.archive import search as table
from homeroom.documents import inspection
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Person
from homeroom.sandbox.configuration import SERVER_NAME
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase

ENGLISH, SPANISH = Stemmer.Stemmer("english"), Stemmer.Stemmer("spanish")
VOCABULARY = (
    *("lesson", "Lessons", "lección", "LECCIONES", "leccion", "running", "runs", "run", "página"),
    *("paginas", "O'Brien", "O’Brien", "Obrien", "don't", "don", "t", "niños", "nino", "ﬁne"),
    *("fine", "the", "a", "of", "12:30", "12", "science", "fair", "fairly", "n'", "…", "&"),
)
SENDERS = ("@a:x", "@b:x", "@_whatsapp_1:x", "@_sms_2:x")
ROOMS = ("!one:x", "!two:x")
TIMES = (
    datetime(1999, 5, 1, tzinfo=UTC),
    datetime(2026, 8, 31, 23, 59, 59, 999000, tzinfo=UTC),
    datetime(2026, 9, 1, tzinfo=UTC),
    datetime(2026, 11, 3, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An entry as the oracle sees it, and the text of a file that it names."""

    words: tuple[str, ...]
    sender: str
    room: str
    at: datetime
    verdict: str | None
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query: parts, each with whether it is in quotation marks."""

    parts: tuple[tuple[str, bool], ...]
    sender: str | None
    room: str | None
    network: str | None
    verdict: str | None
    since: datetime | None
    until: datetime | None
    without: Without


words_ = st.lists(st.sampled_from(VOCABULARY), max_size=6).map(tuple)
entries = st.builds(
    Said,
    words=words_,
    sender=st.sampled_from(SENDERS),
    room=st.sampled_from(ROOMS),
    at=st.builds(
        lambda t, n: t + n * timedelta(milliseconds=1), st.sampled_from(TIMES), st.integers(0, 2)
    ),
    verdict=st.sampled_from((None, None, "refuse", "flag")),
    file=st.none() | words_.map(" ".join),
)
maybe = st.none() | st.none()
queries = st.builds(
    Asked,
    parts=st.lists(
        st.tuples(
            st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(" ".join),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    sender=maybe | st.sampled_from(SENDERS),
    room=maybe | st.sampled_from(ROOMS),
    network=maybe | st.sampled_from(("whatsapp", "sms")),
    verdict=maybe | st.sampled_from(("refuse", "flag")),
    since=maybe | st.sampled_from(TIMES),
    until=maybe | st.sampled_from(TIMES),
    without=st.just(Without())
    | st.builds(
        Without,
        rooms=st.sampled_from(((), ("!two:x",))),
        senders=st.sampled_from(((), ("@a:x", "@_sms_2:x"))),
        names=st.sampled_from(((), (("lesson",), ("science", "fair")))),
    ),
)


def plain(said: str) -> list[str]:
    """The words of a text, as somebody would say them without accents."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(c)
    )
    return "".join(c if c.isalnum() else " " for c in bare).split()


def forms(word: str) -> set[str]:
    return {word, ENGLISH.stemWord(word), SPANISH.stemWord(word)}


def holds(part: str, quoted: bool, last: bool, said: list[str]) -> bool:
    """Does a text hold one part of a query? `last`: nothing is written after it."""
    if quoted:
        return follows(plain(part), said, begins=False)
    chunks = part.split()
    return all(
        chunk_holds(plain(chunk), said, last=last and n == len(chunks) - 1)
        for n, chunk in enumerate(chunks)
        if plain(chunk)
    )


def chunk_holds(wanted: list[str], said: list[str], *, last: bool) -> bool:
    begins = last and len(wanted[-1]) >= 3
    if follows(wanted, said, begins=begins):
        return True
    return len(wanted) == 1 and any(forms(wanted[0]) & forms(word) for word in said)


def follows(wanted: list[str], said: list[str], *, begins: bool) -> bool:
    """Do these words stand in it one after the other, the last perhaps begun?"""
    for start in range(len(said) - len(wanted) + 1):
        *whole, last = said[start : start + len(wanted)]
        same = last == wanted[-1] or (begins and last.startswith(wanted[-1]))
        if whole == wanted[:-1] and same:
            return True
    return not wanted


def fits(asked: Asked, said: Said) -> bool:
    parts = asked.parts
    texts = [plain(" ".join(said.words)), *([plain(said.file)] if said.file is not None else [])]
    wanted = [(p, q, n == len(parts) - 1) for n, (p, q) in enumerate(parts) if plain(p)]
    network = said.sender.split("_")[1] if "_" in said.sender else None
    return (
        any(all(holds(p, q, last, words) for p, q, last in wanted) for words in texts)
        and asked.sender in (None, said.sender)
        and asked.room in (None, said.room)
        and asked.network in (None, network)
        and asked.verdict in (None, said.verdict)
        and (asked.since is None or said.at >= asked.since)
        and (asked.until is None or said.at < asked.until)
        and not left_out(asked.without, said, texts[0])
    )


def left_out(without: Without, said: Said, words: list[str]) -> bool:
    named = any(set(name) <= set(words) for name in without.names)
    return named or said.room in without.rooms or said.sender in without.senders


def as_query(asked: Asked) -> Query:
    said = " ".join(f'"{part}"' if quoted else part for part, quoted in asked.parts)
    return Query(
        text=said,
        senders=(asked.sender,) if asked.sender else None,
        rooms=(asked.room,) if asked.room else None,
        networks=(asked.network,) if asked.network else None,
        verdicts=(asked.verdict,) if asked.verdict else None,  # type: ignore[arg-type]
        since=asked.since,
        until=asked.until,
        without=asked.without,
    )


ATTACH = text("""
    INSERT INTO archive.attachment
    VALUES ('demo', 1, :n, 'mxc://x/file', 0, :at, 'sheet.pdf', 'sheet pdf', :said, :tsv)
""")


def keep(connection: Connection, said: Sequence[Said]) -> None:
    """Write entries as the archiver does, `n` being the place in the log."""
    rows = []
    for n, each in enumerate(said):
        content = {"body": " ".join(each.words)}
        subject = {"type": "m.room.message", "sender": each.sender, "room_id": each.room}
        event = {**subject, "event_id": f"${n}", "content": content}
        payload: dict[str, object] = {"event": event}
        if each.verdict:
            attempt = {**subject, "content": content}
            payload = {"decision": {"verdict": each.verdict, "attempt": attempt}}
        kind = "decision" if each.verdict else "event"
        rows.append(("demo", 1, n, *search_row(kind, each.at, payload)))
        if each.file is not None:
            tsv = tsvector(each.file)
            connection.execute(ATTACH, {"n": n, "at": each.at, "said": each.file, "tsv": tsv})
    copy_rows(connection, table, (*ENTRY, *SEARCH_COLUMNS), rows)


@pytest.fixture
def superuser(database: TestDatabase) -> Iterator[Connection]:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    with create_engine(dsn, poolclass=NullPool).connect() as connection:
        yield connection


@given(
    said=st.lists(entries, max_size=12),
    asked=st.lists(queries, min_size=1, max_size=4),
    limit=st.integers(1, 3),
    counted=st.sampled_from((1, 10_000)),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_search_finds_what_a_plain_filter_finds(
    superuser: Connection, said: list[Said], asked: list[Asked], limit: int, counted: int
) -> None:
    """Accents, stems of both languages, apostrophes, phrases, files, and every page of it."""
    try:
        keep(superuser, said)
        for each in asked:
            fitting = [(s.at, n) for n, s in enumerate(said) if fits(each, s)]
            expected = [n for _, n in sorted(fitting, reverse=True)]
            query = replace(as_query(each), limit=limit)
            assert count(superuser, query).number == len(expected)
            # the way for words alone, and the way for everything, say the same
            narrowed = replace(query, kinds=("event", "decision"))
            both = [search(superuser, way, counted) for way in (query, narrowed)]
            assert both[0].rows == both[1].rows
            assert both[0].count == both[1].count
            pages: list[int] = []
            while found := search(superuser, query, counted).rows:
                pages += [hit.entry for hit in found]
                query = replace(query, after=found[-1].place)
            assert pages == expected
    finally:
        superuser.rollback()


def entry(body: str, at: datetime, room: str = "!one:x") -> Said:
    said = tuple(body.split())
    return Said(words=said, sender="@a:x", room=room, at=at, verdict=None, file=None)


def test_a_page_stays_where_it_is_while_more_is_sealed(superuser: Connection) -> None:
    keep(superuser, [entry("apples", TIMES[2] + n * timedelta(days=1)) for n in range(6)])
    first = search(superuser, Query(text="apples", limit=2)).rows
    newer = entry("apples", TIMES[3])
    row = {"type": "m.room.message", "content": {"body": " ".join(newer.words)}}
    copy_rows(
        superuser,
        table,
        (*ENTRY, *SEARCH_COLUMNS),
        [("demo", 1, 99, *search_row("event", newer.at, {"event": row}))],
    )
    second = search(superuser, Query(text="apples", limit=2, after=first[-1].place)).rows
    assert [hit.entry for hit in (*first, *second)] == [5, 4, 3, 2]
    assert search(superuser, Query(text="apples")).count.number == 7


def test_counts_are_exact_to_a_limit_and_then_more(superuser: Connection) -> None:
    keep(superuser, [entry("apples", TIMES[2]) for _ in range(5)])
    for most, number, more in [(4, 4, True), (5, 5, False), (10_000, 5, False)]:
        found = search(superuser, Query(text="apples"), most).count
        assert (found.number, found.more) == (number, more)


def test_what_was_said_before_and_after(superuser: Connection) -> None:
    at = TIMES[2]
    said = [entry(f"number {n}", at + n * timedelta(minutes=1)) for n in range(6)]
    keep(superuser, [*said, entry("elsewhere", at, "!two:x")])
    (hit,) = search(superuser, Query(text='"number 3"')).rows
    found, nowhere = around(superuser, [hit, dataclasses.replace(hit, room_id=None)], 2)
    assert [each.entry for each in found.before] == [1, 2]
    assert [each.entry for each in found.after] == [4, 5]
    assert nowhere == Around()


def test_an_edit_is_found_by_its_new_words_and_the_old_ones_where_they_were(
    superuser: Connection,
) -> None:
    def edit(n: int, body: str, new: str | None) -> tuple[object, ...]:
        content: dict[str, object] = {"body": body}
        if new is not None:
            content["m.new_content"] = {"body": new}
        event = {"type": "m.room.message", "sender": "@a:x", "room_id": "!r", "content": content}
        return ("demo", 1, n, *search_row("event", TIMES[2], {"event": event}))

    rows = [edit(0, "the fair is cold", None), edit(1, "* the fair is warm", "the fair is warm")]
    copy_rows(superuser, table, (*ENTRY, *SEARCH_COLUMNS), rows)  # type: ignore[arg-type]
    for phrase, places in [("fair is", [1, 0]), ("is warm", [1]), ("is cold", [0])]:
        found = search(superuser, Query(text=f'"{phrase}"')).rows
        assert [hit.entry for hit in found] == places


AMARA = Person(
    id="p1",
    roster_id="5001",
    roles=(Role.STUDENT,),
    given_name="Amara",
    family_name="Birchwick",
    preferred_name="Ari",
    user_id="@amara:x",
)
LATER = replace(AMARA, family_name="Ólasson", preferred_name="", user_id="@a.olasson:x")
OTHER = replace(AMARA, id="p2", roster_id="5002", family_name="Pinebrook", user_id="@other:x")


def sealed(database: TestDatabase, *people: Person) -> None:
    with database.connect() as connection, connection.begin():
        for person in people:
            record(connection, person, by="import", note="")
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        seal(connection, database.config.district, None)


NAMES = [
    # as it is, as it was, as they are called, the number, without accents, upside down
    *("Amara Ólasson", "amara olasson", "Amara Birchwick", "Ari Birchwick", "Birchwick, Amara"),
    *("5001", "@a.olasson:x", "p1", "Ólasson"),
]


def test_people_are_found_under_all_their_names(database: TestDatabase) -> None:
    sealed(database, AMARA, OTHER, LATER)
    with database.connect() as connection:
        for name in NAMES:
            assert [person.id for person in known_as.find(connection, name)] == ["p1"], name
        assert {person.id for person in known_as.find(connection, "amara")} == {"p1", "p2"}
        assert known_as.find(connection, "Nobody") == []
        assert known_as.one(connection, "Amara Birchwick") == LATER
        with pytest.raises(InputError, match="2 people have this name"):
            known_as.one(connection, "Amara")
        assert known_as.accounts(connection, [LATER]) == ("@a.olasson:x", "@amara:x", "p1")


def test_whom_an_entry_names_by_any_name(database: TestDatabase, superuser: Connection) -> None:
    sealed(database, AMARA, LATER)
    bodies = ["Amara Birchwick was here", "ari!", "call Olasson, Amara", "a birchwick tree", "5001"]
    keep(superuser, [entry(body, TIMES[2]) for body in bodies])
    versions = (AMARA, LATER)
    about = Query(about=mentioned.phrases(versions), kinds=("event",))
    assert sorted(hit.entry for hit in search(superuser, about).rows) == [0, 1, 2, 4]
    assert search(superuser, Query(about=())).rows == ()


@pytest.mark.parametrize("named", [conditions.MOST_NAMED, 0])
def test_by_role_and_by_account(
    database: TestDatabase, superuser: Connection, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    """Few accounts are named; many are gathered in the database."""
    monkeypatch.setattr(conditions, "MOST_NAMED", named)
    teacher = replace(OTHER, roles=(Role.TEACHER,), user_id="@b:x")
    sealed(database, replace(AMARA, user_id="@a:x"), teacher)
    senders = ("@a:x", "@b:x", "@_whatsapp_1:x")
    keep(superuser, [replace(entry("apples", TIMES[2]), sender=s) for s in senders])
    for roles, places in [
        ((Role.STUDENT,), [0]),
        ((Role.TEACHER,), [1]),
        ((Role.STUDENT, Role.TEACHER), [1, 0]),
        # who writes by a network stands for somebody outside
        ((Role.GUARDIAN,), [2]),
    ]:
        found = search(superuser, Query(text="apples", roles=roles)).rows
        assert [hit.entry for hit in found] == places, roles
        assert [hit.entry for hit in newest(superuser, Query(roles=roles)).rows] == places, roles
    assert search(superuser, Query(text="apples", senders=())).rows == ()


EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
INSPECTED = text("""
    INSERT INTO inspection.media (media_id, sha256, bytes, kind, text, complete)
    VALUES ('abcdefgh', '', 9, 'pdf', :text, true)
""")


def test_words_in_files_and_their_names_are_found_until_they_are_destroyed(
    database: TestDatabase, superuser: Connection
) -> None:
    long = "filler " * 4_000
    found_in = json.dumps(["Photosynthesis of", "Amara's leaves", long, "the very end"])
    superuser.execute(INSPECTED, {"text": found_in})
    superuser.commit()
    content = {
        "msgtype": "m.file",
        "body": "see this",
        "filename": "hoja_de_trabajo.pdf",
        "url": f"mxc://{SERVER_NAME}/abcdefgh",
    }
    said = json.dumps({"type": "m.room.message", "sender": "@a:x", "content": content})
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(EVENT, {"id": "$1", "json": said})
    district = database.config.district
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        seal(connection, district, None)
        connection.commit()
        assert attached.take(connection, district) == 1
        assert attached.take(connection, district) == 0
    for query in (
        Query(text="photosynthesis leaves"),
        Query(text='"photosynthesis of amara"'),
        Query(text='"the very end"'),
        Query(file="hojas trabajo"),
        Query(file="trabajo", text="photosynthesis"),
        Query(file="trabajo", text="see this"),
        Query(text="photosynthesis", senders=("@a:x",)),
    ):
        found = search(superuser, query)
        assert [hit.event_id for hit in found.rows] == ["$1"], query
        assert found.count.number == 1, query
        assert found.rows[0].file == "hoja_de_trabajo.pdf"
    for query in (
        Query(file="trabajo", text="elsewhere"),
        Query(file="photosynthesis"),
        Query(text="photosynthesis", senders=("@b:x",)),
    ):
        assert search(superuser, query).rows == (), query
    # what a destruction does first
    superuser.execute(text("DELETE FROM archive.media_reference"))
    assert superuser.scalar(text("SELECT count(*) FROM archive.attachment")) == 0
    assert search(superuser, Query(text="photosynthesis")).rows == ()


def test_what_is_destroyed_meanwhile_is_not_written_down(
    database: TestDatabase, superuser: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    superuser.execute(INSPECTED, {"text": '["Photosynthesis"]'})
    superuser.commit()
    said = json.dumps({"content": {"url": f"mxc://{SERVER_NAME}/abcdefgh"}})
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(EVENT, {"id": "$1", "json": said})
    district = database.config.district
    read = inspection.find

    def destroyed_after(connection: Connection, media_ids: Sequence[str]) -> object:
        found = read(connection, media_ids)
        superuser.execute(text("DELETE FROM archive.media_reference"))
        superuser.commit()
        return found

    monkeypatch.setattr(inspection, "find", destroyed_after)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        seal(connection, district, None)
        connection.commit()
        assert attached.take(connection, district) == 1
    assert superuser.scalar(text("SELECT count(*) FROM archive.attachment")) == 0


@pytest.mark.parametrize("key", ["", "x", "2026-01-01_1_2", "2026-01-01T00:00:00+00:00_x_1"])
def test_a_key_that_nobody_wrote_is_no_place(key: str) -> None:
    assert Place.read(key) is None


def test_a_key_says_its_place() -> None:
    place = Place(at=TIMES[1], epoch=2, entry=7)
    assert Place.read(place.key) == place


def test_the_command_counts_first_and_goes_on(
    database: TestDatabase, superuser: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(database, AMARA, LATER)
    said = [entry(f"the lessons number {n}", TIMES[2] + n * timedelta(hours=1)) for n in range(3)]
    with superuser.begin():
        keep(superuser, [*said, replace(entry("lesson", TIMES[1]), sender="@amara:x")])
    asked = ["archive", "search", "--data", str(database.data), "--kind", "event"]
    status, printed = run(capsys, *asked, "lesson")
    assert (status, printed.splitlines()[0]) == (0, "4 found.")
    assert "[lessons]" in printed
    _, printed = run(capsys, *asked, "lessons", "--limit", "2", "--context", "1", "--json")
    page = json.loads(printed)
    assert (page["count"], page["more"]) == (4, False)
    assert [row["entry"] for row in page["rows"]] == [2, 1]
    assert [row["entry"] for row in page["rows"][1]["before"]] == [0]
    _, printed = run(capsys, *asked, "lesson", "--after", page["next"], "--json")
    assert [row["entry"] for row in json.loads(printed)["rows"]] == [0, 3]
    # by an account and a name that she has no more
    _, printed = run(capsys, *asked, "--person", "Amara Birchwick", "--json")
    assert [row["entry"] for row in json.loads(printed)["rows"]] == [3]
    for wrong in (["--verdict", "maybe"], ["--after", "x"], ["--person", "Nobody"]):
        assert run(capsys, *asked, *wrong)[0] == 2
