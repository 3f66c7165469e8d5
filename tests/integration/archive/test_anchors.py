"""Checkpoints reach places outside, each once a turn; an authority's stamp is checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from sqlalchemy import text

from homeroom.archive import anchoring, read, stamp
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.config import AnchorsSection, HomeroomConfig, S3Section, SmtpSection, StampSection
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.ports import HOST
from homeroom.steward.destinations import RULER
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.task import Office
from homeroom.steward.tasks.anchors import Anchors
from tests.fixtures import outside as fixture
from tests.fixtures.bucket import ObjectStore
from tests.fixtures.mail import PASSWORD, USER, MailServer
from tests.fixtures.outside import Outside
from tests.fixtures.postgres import TestDatabase, free_port


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A sealed log whose checkpoints go outside."""

    database: TestDatabase
    outside: Outside
    office: Office

    def say(self, key: str) -> None:
        """Something more is sealed and published."""
        seal_one(self.database, key)

    def held(self) -> dict[str, int]:
        """By the kind of place: the size it holds."""
        with self.database.connect(DatabaseRole.STEWARD) as connection:
            has = anchoring.held(connection)
        return {name.partition(":")[0]: each.size for name, each in has.items()}


def seal_one(database: TestDatabase, key: str) -> None:
    """An entry that is sealed and published."""
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(text("SELECT outbox.append('decision', :k, '{}')"), {"k": key})
    publisher = Publisher(
        key=database.data / "keys" / "checkpoint.key",
        district="demo",
        folder=database.data / "checkpoints",
    )
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        seal(connection, "demo", None)
        connection.commit()
        publisher.publish(connection)


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


def test_a_bucket_takes_it_and_keeps_it(database: TestDatabase, object_store: ObjectStore) -> None:
    """The store itself refuses to remove it; its credentials are not those of our own files."""
    bucket = object_store.bucket(lock_days=30)
    address = bucket.address
    for name, value in (("access", address.access_key), ("secret", address.secret_key)):
        (database.data / "secrets" / f"anchor_s3_{name}_key").write_text(value)
    section = S3Section(
        endpoint=address.endpoint,
        bucket=address.bucket,
        prefix="lantern/",
        path_style=True,
        lock_days=30,
    )
    note = anchored(database, AnchorsSection(s3=section))
    client = object_store.client()
    (kept,) = client.list_object_versions(Bucket=address.bucket)["Versions"]
    where = {"Bucket": address.bucket, "Key": kept["Key"]}
    assert kept["Key"].endswith("/demo-1-1.txt")
    assert client.get_object(**where)["Body"].read().decode() == note
    with pytest.raises(ClientError, match="AccessDenied"):
        client.delete_object(**where, VersionId=kept["VersionId"])


def test_a_mailbox_takes_it_and_what_it_holds_verifies(
    database: TestDatabase, tmp_path: Path
) -> None:
    (database.data / "secrets" / "smtp").write_text(PASSWORD)
    (tmp_path / "mail").mkdir()
    with MailServer(port=free_port(), folder=tmp_path / "mail") as server:
        smtp = SmtpSection(
            host=HOST,
            port=server.port,
            sender="homeroom@district.example",
            user=USER,
            ca=server.authority,
        )
        note = anchored(database, AnchorsSection(mail=("records@county.example",)), smtp)
    (message,) = server.taken
    assert server.recipients == [["records@county.example"]]
    assert server.encrypted == [True]
    kept = message.get_content().replace("\r\n", "\n").split(f"{RULER}\n")[1]
    assert kept == note
    signer = load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    assert signer.verifier.open(kept).size == 1


def anchored(
    database: TestDatabase, anchors: AnchorsSection, smtp: SmtpSection | None = None
) -> str:
    """A sealed log of one entry, brought to these places; the note of its checkpoint."""
    load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    with Homeserver(database.config) as homeserver:
        given = office(database, anchors, homeserver)
        alerts = given.config.alerts.model_copy(update={"smtp": smtp})
        given = replace(given, config=given.config.model_copy(update={"alerts": alerts}))
        seal_one(database, "first")
        Anchors()(given)
    with database.connect(DatabaseRole.STEWARD) as connection:
        note = read.note_at(connection, 1, 1)
        has = anchoring.held(connection)
    assert [each.size for each in has.values()] == [1]
    assert note is not None
    return note


@pytest.mark.parametrize("url", ["http://checkpoints.example/x", "ftp://a.example", "https://"])
def test_a_hook_without_tls_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="should match pattern"):
        AnchorsSection(hooks=(url,))
