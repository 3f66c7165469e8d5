"""How somebody signs in: by the district's sign-on; with a password of Homeroom's own, hardly."""

from __future__ import annotations

from typing import Literal

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.facts import AccessFacts, GroupFit, Party
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Allow, Flag, Refuse
from tests.unit.policy.facts import FRESH, MONDAY_NOON, NOBODY, POLICY, TEACHER

Way = Literal["sign_on", "own_password", "break_glass"]
CASES: list[tuple[Party, Way, type[Allow | Flag | Refuse], set[str]]] = [
    (TEACHER, "sign_on", Allow, set()),
    (TEACHER, "own_password", Refuse, {"password_sign_in"}),
    (TEACHER, "break_glass", Flag, {"break_glass"}),
    # an emergency account is a school account, too
    (NOBODY, "break_glass", Refuse, {"school_accounts"}),
]


@pytest.mark.parametrize(("who", "way", "kind", "rules"), CASES)
def test_signing_in(
    who: Party, way: Way, kind: type[Allow | Flag | Refuse], rules: set[str]
) -> None:
    facts = AccessFacts(
        registry=FRESH, party=who, address_trusted=True, action=Action.SIGN_IN, way=way
    )
    verdict = decide(facts, POLICY, MONDAY_NOON)
    assert type(verdict) is kind
    found = () if isinstance(verdict, Allow) else verdict.reasons
    assert {reason.rule for reason in found} == rules


@pytest.mark.parametrize(
    ("who", "groups", "rules"),
    [
        (TEACHER, "missing", {"sign_on_group"}),
        (TEACHER, "contrary", {"sign_on_role"}),
        # all that stands against somebody is said
        (NOBODY, "missing", {"school_accounts", "sign_on_group"}),
    ],
)
def test_groups_refuse(who: Party, groups: GroupFit, rules: set[str]) -> None:
    facts = AccessFacts(
        registry=FRESH, party=who, address_trusted=None, action=Action.SIGN_IN, groups=groups
    )
    verdict = decide(facts, POLICY, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    assert {reason.rule for reason in verdict.reasons} == rules
