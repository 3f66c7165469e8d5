"""What the homeserver's accounts must be: as the roster has their people now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.policy.roles import Role
from homeroom.registry.accounts import Account, steps
from homeroom.registry.model import Person

WREN = Person(
    id="p1",
    roster_id="T-0001",
    roles=(Role.TEACHER,),
    given_name="Wren",
    family_name="Stone",
    user_id="@wren:district.example",
)
LEFT = replace(WREN, active=False)
OPEN = Account(user_id="@wren:district.example", locked=False, name="Wren Stone")
LOCKED = replace(OPEN, locked=True)
NOBODY = Account(user_id="@nobody:district.example", locked=False, name="Nobody")

CASES: list[tuple[Account, Person, list[tuple[str, str]]]] = [
    # as it should be
    (OPEN, WREN, []),
    (LOCKED, LEFT, []),
    # left, and came back
    (OPEN, LEFT, [("lock", "")]),
    (LOCKED, WREN, [("unlock", "")]),
    # another name; whoever left keeps the one that the record has
    (OPEN, replace(WREN, preferred_name="Ren"), [("rename", "Ren Stone")]),
    (replace(OPEN, name=None), WREN, [("rename", "Wren Stone")]),
    (LOCKED, replace(WREN, family_name="Rook"), [("unlock", ""), ("rename", "Wren Rook")]),
    (LOCKED, replace(LEFT, family_name="Rook"), []),
    # a picture from before; whoever left keeps what the record has
    (replace(OPEN, picture="mxc://district.example/x"), WREN, [("take_picture", "")]),
    (replace(OPEN, picture=""), WREN, []),
    (replace(LOCKED, picture="mxc://district.example/x"), LEFT, []),
    # never on the roster
    (NOBODY, WREN, [("lock", "")]),
]


@pytest.mark.parametrize(("account", "person", "expected"), CASES)
def test_what_is_done_to_an_account(
    account: Account, person: Person, expected: list[tuple[str, str]]
) -> None:
    found = list(steps([account], {"@wren:district.example": person}))
    assert [(step.act, step.name) for step in found] == expected
    assert {step.user_id for step in found} <= {account.user_id}


def test_a_roster_that_is_not_there_yet_locks_nobody() -> None:
    assert list(steps([OPEN, NOBODY], {})) == []
