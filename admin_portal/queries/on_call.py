"""The chains of adults on call as the page shows them: names, and whose turn it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from homeroom.registry import duties
from homeroom.registry.model import Duty, OnCall, Org, Person
from homeroom.registry.on_call import Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One adult's turn, with names."""

    duty: Duty
    person: str
    deputy: str
    now: bool
    reachable: bool
    """Somebody of the two works here, and has an account to be told in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A school's chain, or the district's; no turns where nobody set one."""

    org: str
    name: str
    turns: tuple[Turn, ...]
    editable: bool


def chains(directory: Directory, user: Person, now: datetime) -> list[Chain]:
    """Those of the user's schools and of the district; all, for whoever belongs to the district."""
    local = now.astimezone(ZoneInfo(directory.timezone))
    shown = [org for org in directory.orgs.values() if concerns(org, user)]
    return [
        Chain(
            org=org.id,
            name=org.name,
            turns=_turns(directory.chains.get(org.id), directory, local),
            editable=duties.may_edit(user, org.id),
        )
        for org in sorted(shown, key=lambda org: (org.kind != "district", org.name))
    ]


def concerns(org: Org, user: Person) -> bool:
    """Is a place's chain one that this person is shown?"""
    return org.kind == "district" or org.id in user.orgs or not user.orgs or _everywhere(user)


def _everywhere(user: Person) -> bool:
    return any(role.value in ("admin", "auditor", "records_officer") for role in user.roles)


def _turns(chain: OnCall | None, directory: Directory, local: datetime) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            duty=duty,
            person=_name(duty.person, directory),
            deputy=_name(duty.deputy, directory) if duty.deputy else "",
            now=duty.covers(local),
            reachable=any(_reachable(key, directory) for key in (duty.person, duty.deputy) if key),
        )
        for duty in (chain.duties if chain else ())
    )


def _name(key: str, directory: Directory) -> str:
    known = directory.people.get(key)
    return known.name if known else key


def _reachable(key: str, directory: Directory) -> bool:
    known = directory.people.get(key)
    return known is not None and known.active and known.user_id is not None
