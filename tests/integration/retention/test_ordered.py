"""What a court ordered to destroy is in no file of the database any more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from homeroom.archive import log
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.registry.decisions import record
from homeroom.registry.model import Hold
from homeroom.retention import holds, ordered
from homeroom.retention.holds import Wanted
from homeroom.retention.ordered import Order
from homeroom.sandbox import postgres
from tests.fixtures.command import run as command
from tests.integration.retention.conftest import TODAY, District

pytestmark = pytest.mark.proof

WORD = "quetzalcoatlus"
ORDER = Order(order="District Court 12-345", counsel="C. Ounsel")


def files_that_say(folder: Path, word: str) -> list[str]:
    """Every file of a cluster that holds a word, the write-ahead log included."""
    found = []
    for file in folder.rglob("*"):
        try:
            if file.is_file() and word.encode() in file.read_bytes().lower():
                found.append(str(file.relative_to(folder)))
        except FileNotFoundError:
            continue
    return found


def place_of(district: District, said: str) -> int:
    found = "SELECT index FROM archive.search WHERE text LIKE '%' || :said || '%'"
    return int(district.scalar(found, said=said))


def settle(dsn: str) -> None:
    """As hours do by themselves: checkpoints, after which the old log is gone."""
    engine = create_engine(dsn.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(2):
            connection.execute(text("SELECT pg_switch_wal()"))
            connection.execute(text("CHECKPOINT"))
    engine.dispose()


def test_no_file_says_it_any_more(
    district: District,
    postgres_cluster: postgres.Cluster,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(20):
        district.say(f"beside it {number}")
    district.say(f"they said {WORD} to me", formatted_body=f"<b>{WORD}</b>")
    district.execute(
        "INSERT INTO public.room_memberships (event_id, user_id, sender, room_id, membership, "
        "display_name) VALUES ('$event21', 'x', 'x', 'x', 'join', :word)",
        word=WORD,
    )
    district.execute(
        "WITH came AS (INSERT INTO bridge.inbox (network, source, body) "
        "VALUES ('whatsapp', 'webhook', convert_to(:word, 'UTF8')) RETURNING id) "
        "INSERT INTO bridge.item (network, direction, inbox, kind, remote_id, conversation, "
        "sent_at, payload, state, result) SELECT 'whatsapp', 'in', id, 'message', 'r', 'c', now(), "
        "json_build_object('body', CAST(:word AS text))::text, 'done', '$event21' FROM came",
        word=WORD,
    )
    district.seal()
    settle(district.database.superuser_dsn)
    district.execute("ANALYZE")  # the planner remembers values, too
    assert files_that_say(postgres_cluster.folder, WORD)

    place = place_of(district, WORD)
    data = ("--data", str(district.database.data), "--json")
    named = ("--order", ORDER.order, "--counsel", ORDER.counsel)
    status, said = command(capsys, "retention", "destroy", "--entries", str(place), *named, *data)
    assert status == 0, said
    plan = str(json.loads(said)["id"])
    status, said = command(capsys, "retention", "run", plan, *data)
    assert (status, json.loads(said)["gone"]) == (0, 1)
    settle(district.database.superuser_dsn)

    assert files_that_say(postgres_cluster.folder, WORD) == []
    district.seal()
    assert district.findings() == []
    assert district.reconciled().complete
    status, said = command(capsys, "retention", "certificates", "--plan", plan, *data)
    (certificate,) = json.loads(said)
    assert certificate["basis"]["order"] == ORDER.order
    assert certificate["basis"]["counsel"] == ORDER.counsel
    assert certificate["backups_gone"] > TODAY.isoformat()
    assert len(certificate["approved_by"]) == 2
    assert place in range(certificate["ranges"][0][1], certificate["ranges"][0][2] + 1)
    assert len(district.bodies()) == 20


def propose(district: District, place: int, order: Order) -> int:
    rules: Any = district.database.config.retention
    with district.database.connect() as connection, connection.begin():
        return ordered.propose(connection, rules, [(None, place)], order, by="test")


def test_a_hold_stands_against_an_order_unless_counsel_decides(district: District) -> None:
    district.say("held words")
    district.seal()
    place = place_of(district, "held words")
    with district.database.connect() as connection, connection.begin():
        hold = holds.add(connection, Wanted(words="held"), "a case", by="test")
    with pytest.raises(InputError, match=f"hold {hold.id} stands against it"):
        propose(district, place, ORDER)
    with pytest.raises(InputError, match="unless counsel says why"):
        propose(district, place, Order(order="x", counsel="y", despite=(hold.id,)))
    decided = Order(order="x", counsel="y", despite=(hold.id,), decision="The order comes first.")
    plan = propose(district, place, decided)
    # a second hold, placed after the approvals, is nobody's decision
    with district.database.connect() as connection, connection.begin():
        second = Hold(id="hold-later", reason="another case", words="held", query="'held'")
        record(connection, second, by="test")
    assert dict(district.run(plan).kept_by) == {"hold hold-later": 1}
    with district.database.connect() as connection, connection.begin():
        holds.release(connection, "hold-later", by="test")
    assert district.run(propose(district, place, decided)).gone == 1
    assert district.findings() == []


def test_an_entry_of_an_earlier_epoch_is_destroyed(district: District) -> None:
    district.say("what is destroyed")
    district.seal()
    with district.database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        log.begin_epoch(connection, "demo", log.lock(connection, "demo", None).epoch + 1)
    district.say("what stays")
    district.seal()
    rules: Any = district.database.config.retention
    with district.database.connect() as connection, connection.begin():
        given = ordered.places(f"1/{place_of(district, 'what is destroyed')}")
        plan = ordered.propose(connection, rules, given, ORDER, by="test")
    assert district.run(plan).gone == 1
    assert district.bodies() == {"what stays"}


BAD: list[tuple[str, str]] = [
    ("1-x", "is no entry"),
    ("", "is no entry"),
    ("0-99999999", "at once"),
    ("99999", "is not in the log"),
    ("9/0", "9/0 is not in the log: it has 0 there"),
    ("1/", "is no entry"),
    ("/1", "is no entry"),
]


@pytest.mark.parametrize(("given", "said"), BAD)
def test_bad_entries_are_named(district: District, given: str, said: str) -> None:
    district.seal()
    rules = district.database.config.retention
    with district.database.connect() as connection, pytest.raises(InputError, match=said):
        ordered.propose(connection, rules, ordered.places(given), ORDER, by="test")


def test_an_order_names_the_court_and_counsel(district: District) -> None:
    district.seal()
    for order in (Order(order="", counsel="x"), Order(order="x", counsel=" ")):
        with pytest.raises(InputError, match="name the court's order"):
            propose(district, 0, order)
    statement = text("SELECT retention.propose_order('x', 1, '{}', '{}', '{1}', '{0}')")
    with (
        district.database.connect(DatabaseRole.ADMIN) as connection,
        pytest.raises(IntegrityError, match="must be named"),
    ):
        connection.execute(statement)
