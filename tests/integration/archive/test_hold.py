"""`homeroom hold`: added, listed and released with the command; each step is recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from homeroom.cli import main
from homeroom.policy.roles import Role
from homeroom.registry.decisions import history, record
from homeroom.registry.model import Hold, Person
from tests.fixtures.postgres import TestDatabase

STUDENT = Person(
    id="p1", roster_id="s-1", roles=(Role.STUDENT,), given_name="Testa", family_name="Sample"
)


def run(
    database: TestDatabase, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, Any]:
    with pytest.raises(SystemExit) as ended:
        main(["hold", *arguments, "--data", str(database.data), "--json"])
    printed = capsys.readouterr().out
    return int(ended.value.code or 0), json.loads(printed) if printed else None


def test_a_hold_from_its_reason_to_its_release(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.connect() as connection, connection.begin():
        record(connection, STUDENT, by="test")
    status, made = run(
        database, capsys, "add", "--person", "Testa Sample", "--reason", "Case 12, counsel"
    )
    hold_id = made[0]["id"]
    assert (status, made[0]["person"], made[0]["state"]) == (0, "p1", "in force")
    assert run(database, capsys, "list") == (0, made)
    status, released = run(database, capsys, "release", hold_id)
    assert (status, released[0]["state"]) == (0, "released")
    assert run(database, capsys, "release", hold_id) == (2, None)
    with database.connect() as connection:
        assert [d.note for d in history(connection, Hold, hold_id)] == ["held", "released"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--person", "nobody", "--reason", "x"),  # nobody of the roster
        ("add", "--person", "s-1", "--reason", " "),  # a hold without a reason
        ("release", "hold-0"),  # no such hold
    ],
)
def test_bad_input_is_refused_and_nothing_is_held(
    database: TestDatabase, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with database.connect() as connection, connection.begin():
        record(connection, STUDENT, by="test")
    assert run(database, capsys, *arguments) == (2, None)
    assert run(database, capsys, "list") == (0, [])
