"""Checkpoints reach places outside, each once a turn; an authority's stamp is checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from homeroom.archive import anchoring, read, stamp
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.config import AnchorsSection, HomeroomConfig, StampSection
from homeroom.db.roles import DatabaseRole
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.task import Office
from homeroom.steward.tasks.anchors import Anchors
from tests.fixtures import outside as fixture
from tests.fixtures.outside import Outside
from tests.fixtures.postgres import TestDatabase


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A sealed log whose checkpoints go outside."""

    database: TestDatabase
    outside: Outside
    office: Office

    def say(self, key: str) -> None:
        """Something more is sealed and published."""
        with self.database.connect(DatabaseRole.MODULE) as connection, connection.begin():
            connection.execute(text("SELECT outbox.append('decision', :k, '{}')"), {"k": key})
        publisher = Publisher(
            key=self.database.data / "keys" / "checkpoint.key",
            district="demo",
            folder=self.database.data / "checkpoints",
        )
        with self.database.connect(DatabaseRole.ARCHIVER) as connection:
            seal(connection, "demo", None)
            connection.commit()
            publisher.publish(connection)

    def held(self) -> dict[str, int]:
        """By the kind of place: the size it holds."""
        with self.database.connect(DatabaseRole.STEWARD) as connection:
            has = anchoring.held(connection)
        return {name.partition(":")[0]: each.size for name, each in has.items()}


def office(database: TestDatabase, anchors: AnchorsSection, homeserver: Homeserver) -> Office:
    archive = database.config.archive.model_copy(update={"anchors": anchors})
    config: HomeroomConfig = database.config.model_copy(update={"archive": archive})
    engine = database.engine(DatabaseRole.STEWARD)
    stopping = threading.Event()
    return Office(config=config, engine=engine, homeserver=homeserver, stopping=stopping)


@pytest.fixture
def district(database: TestDatabase, tmp_path: Path) -> Iterator[District]:
    load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "authority").mkdir()
    with (
        fixture.running(tmp_path / "authority") as places,
        Homeserver(database.config) as homeserver,
    ):
        anchors = AnchorsSection(
            folders=(share,),
            hooks=(f"{places.url}/hook",),
            stamp=StampSection(url=f"{places.url}/tsr", roots=places.roots),
        )
        made = District(
            database=database,
            outside=places,
            office=office(database, anchors, homeserver),
        )
        made.say("first")
        yield made


def test_each_place_takes_a_checkpoint_once_a_turn(district: District, tmp_path: Path) -> None:
    task = Anchors()
    task(district.office)
    task(district.office)
    assert district.held() == {"folder": 1, "hook": 1, "stamp": 1}
    (_, note), *more = district.outside.taken
    assert more == []
    assert (tmp_path / "share" / "demo-1-1.txt").read_text() == note
    district.say("second")
    task(district.office)  # the turn is an hour
    assert district.held() == {"folder": 1, "hook": 1, "stamp": 1}


def test_the_hook_is_shown_the_secret_where_there_is_one(district: District) -> None:
    (district.database.data / "secrets" / "anchor").write_text("shown\n")
    Anchors()(district.office)
    assert [shown for shown, _ in district.outside.taken] == ["Bearer shown"]


def test_a_stamp_says_when_and_holds_for_its_checkpoint_alone(district: District) -> None:
    Anchors()(district.office)
    with district.database.connect(DatabaseRole.STEWARD) as connection:
        (receipt,) = (
            has.receipt
            for name, has in anchoring.held(connection).items()
            if name.startswith("stamp:")
        )
        note = read.note_at(connection, 1, 1)
    assert note is not None
    roots = stamp.load_roots(district.outside.roots)
    assert abs(stamp.opened(receipt, note, roots) - datetime.now(UTC)) < timedelta(minutes=5)
    with pytest.raises(stamp.StampError, match="does not hold"):
        stamp.opened(receipt, note + "x", roots)
    with pytest.raises(stamp.StampError, match="no time stamp"):
        stamp.opened(b"nonsense", note, roots)


def test_an_authority_that_stamps_something_else_is_not_believed(district: District) -> None:
    district.outside.lies = True
    Anchors()(district.office)
    assert district.held() == {"folder": 1, "hook": 1}


def test_a_place_that_does_not_take_one_is_tried_again_and_becomes_an_alarm(
    district: District,
) -> None:
    district.outside.refuses = True
    Anchors()(district.office)
    assert district.held() == {"folder": 1}
    places = anchoring.targets(district.office.config.archive.anchors)
    hour = timedelta(hours=1)
    with district.database.connect(DatabaseRole.STEWARD) as connection:
        latest, has = read.latest_checkpoint(connection), anchoring.held(connection)
    assert latest is not None
    soon, late = latest.at + hour, latest.at + 4 * hour
    assert anchoring.behind(places, latest, has, soon, hour) == 0
    assert anchoring.behind(places, latest, has, late, hour) == 2
    newer = replace(latest, checkpoint=replace(latest.checkpoint, size=2))
    assert anchoring.behind(places, newer, has, late, hour) == 3
    district.outside.refuses = False
    Anchors()(district.office)
    assert district.held() == {"folder": 1, "hook": 1, "stamp": 1}


@pytest.mark.parametrize("url", ["http://checkpoints.example/x", "ftp://a.example", "https://"])
def test_a_hook_without_tls_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="should match pattern"):
        AnchorsSection(hooks=(url,))
