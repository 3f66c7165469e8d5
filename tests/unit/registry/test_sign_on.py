"""Whom of the roster a claim names: one active person with an account, or nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.registry.sign_on import indexed, named
from homeroom.sign_on import Compared

WREN = Person(
    id="p1",
    roster_id="T-0001",
    roles=(Role.TEACHER,),
    given_name="Wren",
    family_name="Stone",
    user_id="@wren.stone:district.example",
    email="wren@district.example",
)
SKY = replace(
    WREN, id="p2", roster_id="S-0002", user_id="@sky:district.example", email="sky@district.example"
)
LEFT = replace(SKY, id="p3", roster_id="S-0003", user_id="@left:district.example", active=False)
NO_ACCOUNT = replace(SKY, id="p4", roster_id="G-0004", user_id=None)
TWINS = [replace(SKY, id=f"t{n}", roster_id="S-0009", user_id=f"@t{n}:x") for n in (1, 2)]
PEOPLE = [WREN, SKY, LEFT, NO_ACCOUNT, *TWINS]

CASES: list[tuple[Compared, object, str | None]] = [
    ("roster_id", "T-0001", "p1"),
    ("roster_id", " t-0001 ", "p1"),
    ("roster_id", ["T-0001"], "p1"),
    ("email", "Wren@District.example", "p1"),
    ("account", "wren.stone", "p1"),
    # nobody
    ("roster_id", "T-0002", None),
    ("roster_id", "", None),
    ("roster_id", None, None),
    ("account", "@wren.stone:district.example", None),
    ("email", "wren.stone@district.example", None),
    # who left, or has no account
    ("roster_id", "S-0003", None),
    ("roster_id", "G-0004", None),
    # who could be several, and a claim that is several
    ("roster_id", "S-0009", None),
    ("email", "sky@district.example", None),
    ("roster_id", ["T-0001", "S-0002"], None),
    ("roster_id", {"id": "T-0001"}, None),
    ("roster_id", True, None),
]


@pytest.mark.parametrize(("equals", "claimed", "expected"), CASES)
def test_whom_a_claim_names(equals: Compared, claimed: object, expected: str | None) -> None:
    found = named(indexed(PEOPLE, equals), claimed)
    assert (found.id if found else None) == expected


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_no_claim_of_any_form_names_somebody_by_accident(claimed: object) -> None:
    assert named(indexed([replace(WREN, roster_id="T-0001")], "roster_id"), claimed) is None
