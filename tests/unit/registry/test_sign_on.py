"""Whom of the roster a claim names: one active person with an account, or nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.facts import GroupFit
from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.registry.sign_on import fit, indexed, named
from homeroom.sign_on import Compared, GroupsMatch

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


REQUIRED = GroupsMatch(claim="groups", required=("Homeroom", "cn=staff,dc=example"))
ROLES = GroupsMatch(
    claim="groups", roles={"teachers": Role.TEACHER, "students": Role.STUDENT, "it": Role.IT}
)
BOTH = REQUIRED.model_copy(update={"roles": ROLES.roles})
PARENT = replace(WREN, roles=(Role.TEACHER, Role.GUARDIAN))
GROUPS: list[tuple[Person, GroupsMatch | None, object, GroupFit]] = [
    # groups that nobody asks for
    (WREN, None, ["anything"], "fit"),
    (WREN, None, None, "fit"),
    # one of the required ones is enough, as providers write it
    (WREN, REQUIRED, ["homeroom", "chess"], "fit"),
    (WREN, REQUIRED, "HOMEROOM", "fit"),
    (WREN, REQUIRED, ("CN=Staff,DC=example",), "fit"),
    # none of them, none at all, or something that is no list of groups
    (WREN, REQUIRED, ["chess"], "missing"),
    (WREN, REQUIRED, [], "missing"),
    (WREN, REQUIRED, None, "missing"),
    (WREN, REQUIRED, "", "missing"),
    (WREN, REQUIRED, ["homeroom", 7], "missing"),
    (WREN, REQUIRED, {"homeroom": True}, "missing"),
    # a group is a whole name, not a part of one
    (WREN, REQUIRED, ["homeroom-former"], "missing"),
    (WREN, REQUIRED, "homeroom chess", "missing"),
    # a group that stands for a role, which the roster gives
    (WREN, ROLES, ["teachers"], "fit"),
    (PARENT, ROLES, ["teachers"], "fit"),
    # no group stands against anybody; nor does one that stands for nothing
    (WREN, ROLES, ["chess"], "fit"),
    (WREN, ROLES, None, "fit"),
    # the provider says student, the roster says teacher; and one word more is one too many
    (WREN, ROLES, ["students"], "contrary"),
    (WREN, ROLES, ["teachers", "it"], "contrary"),
    (WREN, BOTH, ["homeroom", "students"], "contrary"),
    # who may not sign in at all is told so first
    (WREN, BOTH, ["students"], "missing"),
]


@pytest.mark.parametrize(("person", "wanted", "claimed", "expected"), GROUPS)
def test_what_groups_say(
    person: Person, wanted: GroupsMatch | None, claimed: object, expected: GroupFit
) -> None:
    assert fit(person, claimed, wanted) == expected


@given(st.lists(st.sampled_from(["homeroom", "teachers", "students", "it", "chess"])))
def test_no_group_makes_somebody_what_the_roster_does_not_say(groups: list[str]) -> None:
    """Another role than the roster's is never let pass, whatever else somebody is in."""
    wrong = bool({"students", "it"} & set(groups))
    assert not (wrong and fit(WREN, groups, BOTH) == "fit")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers(), st.lists))
def test_no_claim_of_another_form_is_a_group(claimed: object) -> None:
    assert fit(WREN, claimed, REQUIRED) == "missing"
