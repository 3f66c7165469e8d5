"""What the bridge's own login may do, and how ghosts follow numbers and ids."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from bridges.base import ghosts, inbox
from bridges.base.database import Lease
from bridges.base.model import Alias
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase

PHONE = Alias(kind="phone", value="+12025550143")
FIRST = Alias(kind="user_id", value="US.1")
SECOND = Alias(kind="user_id", value="US.2")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bridge.inbox SET body = ''",
        "DELETE FROM bridge.inbox",
        "TRUNCATE bridge.inbox CASCADE",
        "UPDATE bridge.item SET payload = ''",
        "DELETE FROM bridge.item",
        "DELETE FROM bridge.alias",
        "INSERT INTO registry.decision (actor, subject, key, state) VALUES ('x','x','x','{}')",
        "SELECT registry.record_venue('v', '{\"kind\": \"class\"}')",
        "SELECT outbox.append('event', 'k', '{}')",
        "SELECT * FROM public.users",
    ],
)
def test_the_bridge_cannot_change_what_came_in_nor_decide(
    database: TestDatabase, statement: str
) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection:
        inbox.store(connection, "whatsapp", "webhook", b"{}")
        with pytest.raises(Exception, match=r"permission denied|family venues only|not appended"):
            connection.execute(text(statement))


def test_the_portal_sees_what_is_held_but_no_text(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.PORTAL) as connection:
        names = set(connection.execute(text("SELECT * FROM bridge.held")).keys())
        assert "payload" not in names
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("SELECT payload FROM bridge.item"))


def test_a_person_is_one_ghost_whichever_alias_comes(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection:
        one = ghosts.of_aliases(connection, "whatsapp", [PHONE])
        both = ghosts.of_aliases(connection, "whatsapp", [PHONE, FIRST])
        hidden = ghosts.of_aliases(connection, "whatsapp", [FIRST])
        assert one.id == both.id == hidden.id
        assert hidden.phones == (PHONE.value,)
        assert PHONE.value[1:] not in hidden.localpart


def test_a_number_that_changed_hands_moves_to_a_ghost_of_its_own(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection:
        before = ghosts.of_aliases(connection, "whatsapp", [PHONE, FIRST])
        after = ghosts.of_aliases(connection, "whatsapp", [PHONE, SECOND])
        assert before.id != after.id
        assert ghosts.get(connection, before.id).aliases == (FIRST,)
        ended = text("SELECT count(*) FROM bridge.alias WHERE until IS NOT NULL")
        assert connection.scalar(ended) == 1


def test_only_one_process_holds_the_lease(database: TestDatabase) -> None:
    engine = database.engine(DatabaseRole.BRIDGE)
    first, second = Lease(engine, "whatsapp"), Lease(engine, "whatsapp")
    assert first.held()
    assert first.held()
    assert not second.held()
    first.release()
    assert second.held()
    second.release()


def _listens_nowhere(data: TestDatabase) -> None:
    (data.data / "bridges" / "whatsapp" / "config.yaml").write_text("phone_numberid: '12345'\n")


def _has_no_file(data: TestDatabase) -> None:
    (data.data / "bridges" / "whatsapp" / "config.yaml").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_listens_nowhere, "did you mean 'phone_number_id'?"), (_has_no_file, "cannot be read")],
)
def test_a_bad_configuration_is_one_clear_line(
    database: TestDatabase, spoil: Callable[[TestDatabase], None], words: str
) -> None:
    spoil(database)
    done = subprocess.run(
        [sys.executable, "-m", "bridges.whatsapp", "--data", str(database.data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_emulator_refuses_a_district_that_is_no_sandbox(database: TestDatabase) -> None:
    file = database.data / "homeroom.yaml"
    file.write_text(file.read_text().replace("sandbox: true", "sandbox: false"))
    done = subprocess.run(
        [sys.executable, "-m", "bridges.whatsapp.sandbox", "--data", str(database.data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, "sandbox: false" in done.stderr) == (2, True)
