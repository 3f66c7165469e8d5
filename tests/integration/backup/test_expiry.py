"""After the last backup from before it has expired, no backup yields what a court had destroyed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from homeroom.archive.checkpoint import load_or_create_key
from homeroom.backup import database as bases
from homeroom.backup import expiry, recovery_key, repository
from homeroom.backup.__main__ import take_base
from homeroom.backup.place import Place
from homeroom.db.migrate import migrate
from homeroom.errors import HomeroomError
from homeroom.sandbox import configuration, postgres
from homeroom.sandbox.ports import HOST
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase, free_ports
from tests.integration.retention.conftest import District

pytestmark = pytest.mark.proof
WORD = "quetzalcoatlus"
DAYS = 35


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    """A database of its own, that hands its log over."""
    data, held = tmp_path / "data", tmp_path / "backups"
    for folder in (data, held):
        folder.mkdir(mode=0o700)
    ports = free_ports()
    cluster = postgres.prepare(data, ports.postgres, archived=True)
    server = cluster.start()
    try:
        cluster.wait_until_ready(server)
        config = configuration.write(data, ports, database_address=(HOST, ports.postgres))
        migrate(cluster.dsn(), config)
        key = recovery_key.load_or_create(data / "keys" / "backup.key", config.district)
        kept = repository.create_or_open(held, key)
        yield Place(config=config, repository=kept, cluster=cluster)
    finally:
        postgres.stop(server)
        shutil.rmtree(outside_home(data), ignore_errors=True)


def that_say(here: Place, word: str) -> set[str]:
    """The kinds of objects that hold a word, each decrypted whole."""
    return {
        name.partition("/")[0]
        for name in here.repository.names("")
        if not name.startswith("keys/") and word.encode() in b"".join(here.repository.get(name))
    }


def test_invariant_2_after_the_last_backup_has_expired_none_yields_it(
    here: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    config = here.config
    dsn = here.cluster.dsn(config.database.name)
    database = TestDatabase(config=config, superuser_dsn=dsn)
    signer = load_or_create_key(config.data / "keys" / "checkpoint.key", "demo")
    district = District(database, signer)
    district.say(f"they said {WORD} to me")
    district.say("beside it")
    district.seal()
    take_base(here)
    assert {"bases", "wal"} & that_say(here, WORD)

    data = ("--data", str(config.data), "--json")
    place = district.scalar(
        "SELECT index FROM archive.search WHERE text LIKE '%' || :w || '%'", w=WORD
    )
    named = ("--entries", str(place), "--order", "Court 12-345", "--counsel", "C. Ounsel")
    status, said = run(capsys, "retention", "destroy", *named, *data)
    assert status == 0, said
    status, said = run(capsys, "retention", "run", str(json.loads(said)["id"]), *data)
    assert (status, json.loads(said)["gone"]) == (0, 1)
    district.seal()

    # Until then the backups from before it hold it still, and are not removed for nothing.
    late = datetime.now(UTC) + timedelta(days=DAYS)
    with pytest.raises(HomeroomError, match="no later one"):
        expiry.expire(here.repository, DAYS, late)
    shown = expiry.expire(here.repository, DAYS, datetime.now(UTC))
    assert (shown.bases, shown.files) == ((), ())
    later = take_base(here)
    bases.ship(here.cluster.home, here.repository)
    would = expiry.expire(here.repository, DAYS, _when_only(later), dry_run=True)
    assert would.bases
    assert would.wal
    assert that_say(here, WORD)
    assert expiry.expire(here.repository, DAYS, _when_only(later)) == would

    assert that_say(here, WORD) == set()
    assert [base.object for base in bases.bases(here.repository)] == [later.object]
    assert that_say(here, "beside it")
    assert district.findings() == []
    database.dispose()


def _when_only(later: bases.Base) -> datetime:
    """The moment at which every base but the later one is too old."""
    return later.began + timedelta(days=DAYS) - expiry.EARLY - timedelta(microseconds=1)
