"""School accounts only (rule 4)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import AccessFacts, EventFacts, Party, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

GROUPS = {"missing": "sign_on_group", "contrary": "sign_on_role"}


def unknown_sender(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse events of accounts that are nobody of the roster."""
    return None if facts.sender.known or facts.leaves else _reason(facts.sender)


def unknown_member(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to bring in anybody who has no school account."""
    if facts.target is None or facts.leaves or facts.target.known:
        return None
    return _reason(facts.target)


def unknown_invited(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a new room for anybody who has no school account."""
    strangers = [p for p in (facts.creator, *facts.invited) if not p.known]
    return _reason(strangers[0]) if strangers else None


def locked_out(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse sign-in and requests of somebody who is not, or no longer, on the roster.

    A ghost, a bot and the system account never sign in: a bridge speaks for them.
    """
    party = facts.party
    return None if party.known and party.person is not None else _reason(party)


def password_sign_in(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse passwords of Homeroom's own where the district has a sign-on."""
    if facts.way != "own_password":
        return None
    return Reason(rule="password_sign_in", clause="accounts")


def sign_on_groups(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse whom the provider's groups keep out, or make somebody else of than the roster does."""
    rule = GROUPS.get(facts.groups)
    return Reason(rule=rule, clause="accounts") if rule else None


def break_glass(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """An emergency account is used when nobody can sign on: somebody asks why, each time."""
    if facts.way != "break_glass":
        return None
    return Reason(rule="break_glass", clause="accounts")


def _reason(party: Party) -> Reason:
    rule = "school_accounts" if party.local else "foreign_server"
    return Reason(rule=rule, clause="accounts")
