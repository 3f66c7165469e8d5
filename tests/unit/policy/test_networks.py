"""Trusted networks: what each role may do outside them, and what helps where it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.facts import AccessFacts, Party
from homeroom.policy.policy import Networks, Policy
from homeroom.policy.reach import nobody_could
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import STRICTEST_FIRST, Action, Treatment
from homeroom.policy.verdict import Allow, Flag, Refuse
from tests.unit.policy.facts import FRESH, MONDAY_NOON, NOBODY, POLICY, STUDENT, TEACHER, party

INSIDE: Mapping[Action, Treatment] = dict.fromkeys(Action, "refuse")
HOME = {**INSIDE, Action.SIGN_IN: "record", Action.READ: "record", Action.WRITE: "record"}
READER = {**HOME, Action.WRITE: "refuse"}
OFFICE = {**HOME, Action.ADMINISTER: "read_only", Action.EXPORT: "record"}
PRINCIPAL = party("principal", Role.PRINCIPAL)
ADMIN = party("admin", Role.ADMIN)
GUARDIAN = party("guardian", Role.GUARDIAN)
BOTH = party("both", Role.TEACHER, Role.GUARDIAN)
TWO_JOBS = party("two-jobs", Role.TEACHER, Role.ADMIN)


def policy(**roles: Mapping[Action, str]) -> Policy:
    untrusted = {Role(role): actions for role, actions in roles.items()}
    return replace(POLICY, networks=Networks(untrusted=untrusted))  # type: ignore[arg-type]


SCHOOL = policy(teacher=HOME, student=READER, principal=OFFICE, admin=INSIDE)


def access(
    who: Party, action: Action, *, trusted: bool | None = False, changes: bool = False
) -> AccessFacts:
    return AccessFacts(
        registry=FRESH, party=who, address_trusted=trusted, action=action, changes=changes
    )


CASES: list[tuple[AccessFacts, set[str], set[str]]] = [
    # at school, and where there is no client, nothing is said of networks
    (access(ADMIN, Action.EXPORT, trusted=True), set(), set()),
    (access(ADMIN, Action.ADMINISTER, trusted=None), set(), set()),
    # a teacher at home: works, and is on record
    (access(TEACHER, Action.SIGN_IN), set(), {"outside_network"}),
    (access(TEACHER, Action.READ), set(), {"outside_network"}),
    (access(TEACHER, Action.WRITE, changes=True), set(), {"outside_network"}),
    (access(TEACHER, Action.ADMINISTER), {"network_office_work"}, set()),
    (access(TEACHER, Action.EXPORT), {"network_office_work"}, set()),
    # somebody who may only read
    (access(STUDENT, Action.READ), set(), {"outside_network"}),
    (access(STUDENT, Action.WRITE, changes=True), {"network_read_only"}, set()),
    # an office that may be looked at
    (access(PRINCIPAL, Action.ADMINISTER), set(), {"outside_network"}),
    (access(PRINCIPAL, Action.ADMINISTER, changes=True), {"network_office_work"}, set()),
    (access(PRINCIPAL, Action.EXPORT), set(), {"outside_network"}),
    # nothing at all
    (access(ADMIN, Action.SIGN_IN), {"trusted_network"}, set()),
    (access(ADMIN, Action.WRITE, changes=True), {"trusted_network"}, set()),
    # a role that the policy does not name, and nobody
    (access(party("it", Role.IT), Action.READ), {"trusted_network"}, set()),
    (access(NOBODY, Action.READ), {"school_accounts", "trusted_network"}, set()),
    # guardians come from anywhere; one who works here comes as who works here
    (access(GUARDIAN, Action.READ), set(), set()),
    (access(BOTH, Action.READ), set(), {"outside_network"}),
    (access(BOTH, Action.EXPORT), {"network_office_work"}, set()),
    # a second role never adds to the reach of the first
    (access(TWO_JOBS, Action.READ), {"trusted_network"}, set()),
]


@pytest.mark.parametrize(("facts", "refused", "flagged"), CASES)
def test_outside_the_trusted_networks(
    facts: AccessFacts, refused: set[str], flagged: set[str]
) -> None:
    verdict = decide(facts, SCHOOL, MONDAY_NOON)
    if isinstance(verdict, Refuse):
        assert {reason.rule for reason in verdict.reasons} == refused
    else:
        assert not refused
        flags = verdict.reasons if isinstance(verdict, Flag) else ()
        assert {reason.rule for reason in flags} == flagged


ROLES = st.sampled_from([role for role in Role if role is not Role.GUARDIAN])
ACTIONS = st.dictionaries(st.sampled_from(Action), st.sampled_from(STRICTEST_FIRST))


@given(
    untrusted=st.dictionaries(ROLES, ACTIONS),
    roles=st.frozensets(ROLES, min_size=1),
    more=ROLES,
    action=st.sampled_from(Action),
    changes=st.booleans(),
)
def test_another_role_never_opens_what_was_closed(
    untrusted: dict[Role, dict[Action, Treatment]],
    roles: frozenset[Role],
    more: Role,
    action: Action,
    changes: bool,
) -> None:
    rules = replace(POLICY, networks=Networks(untrusted=untrusted))
    before = access(party("one", *roles), action, changes=changes)
    after = access(party("one", *roles, more), action, changes=changes)
    if isinstance(decide(before, rules, MONDAY_NOON), Refuse):
        assert isinstance(decide(after, rules, MONDAY_NOON), Refuse)


@given(who=st.frozensets(ROLES), action=st.sampled_from(Action))
def test_a_policy_that_says_nothing_lets_nothing_in(who: frozenset[Role], action: Action) -> None:
    facts = access(party("one", *who), action)
    assert isinstance(decide(facts, POLICY, MONDAY_NOON), Refuse)
    inside = decide(replace(facts, address_trusted=True), POLICY, MONDAY_NOON)
    assert isinstance(inside, Allow) or not who


@pytest.mark.parametrize("guardians", [True, False])
def test_where_guardians_have_accounts_the_way_in_is_open_from_anywhere(guardians: bool) -> None:
    def nowhere(role: Role) -> bool:
        return False

    refused = nobody_could(nowhere, policy(teacher=INSIDE), MONDAY_NOON, guardians=guardians)
    assert (refused is None) == guardians
