"""Who may do what in each kind of venue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from homeroom.policy.acts import Act
from homeroom.policy.facts import Party, VenueKind
from homeroom.policy.roles import Role

Who = Literal[
    "everyone",
    "staff",
    "class_teacher",
    "teacher",
    "principal",
    "supervisor",
    "admin",
    "it",
    "student",
    "guardian",
]
"""A role; `class_teacher` is a teacher of the room's class, or its substitute now."""

Supervised = Literal["never", "one_to_one", "always"]
"""When a room with students takes no event while no supervisor is joined."""

NOBODY = frozenset[Who]()
EVERYONE = frozenset[Who]({"everyone"})
STAFF_ONLY = frozenset[Who]({"staff"})
TEACHER = frozenset[Who]({"class_teacher", "principal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRules:
    """Who may do what in one kind of venue. What is left out is as strict as it can be."""

    create: frozenset[Who] = NOBODY
    """Besides the district itself, which makes every kind."""
    join: frozenset[Who] = NOBODY
    invite: frozenset[Who] = NOBODY
    post: frozenset[Who] = NOBODY
    upload: frozenset[Who] = NOBODY
    react: frozenset[Who] = NOBODY
    edit: frozenset[Who] = NOBODY
    redact: frozenset[Who] = NOBODY
    """Take back something of one's own; of others, only with the room's power to do so."""
    settings: frozenset[Who] = NOBODY
    slow_mode_seconds: int = 0
    """Between two messages of a student in one room; 0 is no slow mode."""
    supervised: Supervised = "one_to_one"

    def allows(self, act: Act | Literal["create"], party: Party) -> bool:
        """May this person do this here? The district's own accounts may do everything."""
        if act == "leave" or Role.SYSTEM in party.roles:
            return True
        who: frozenset[Who] = getattr(self, act)
        return named(who, party)


def named(who: frozenset[Who], party: Party) -> bool:
    """Is this person among those named? A ghost stands for a guardian."""
    if "everyone" in who or not who.isdisjoint(party.roles):
        return True
    return (
        ("staff" in who and party.staff)
        or ("class_teacher" in who and party.teaches)
        or ("guardian" in who and party.guardian)
    )


TALK = VenueRules(post=EVERYONE, upload=EVERYONE, react=EVERYONE, edit=EVERYONE, redact=EVERYONE)
STUDENTS = frozenset[Who]({"staff", "student"})
FAMILIES = frozenset[Who]({"staff", "guardian"})
CLUB = replace(TALK, join=STUDENTS, invite=STAFF_ONLY, settings=STAFF_ONLY)
DEFAULTS: Mapping[VenueKind, VenueRules] = MappingProxyType(
    {
        "class": replace(TALK, join=STUDENTS, invite=TEACHER, settings=TEACHER),
        "club": CLUB,
        "team": CLUB,
        "announcement": VenueRules(
            join=EVERYONE,
            invite=STAFF_ONLY,
            post=STAFF_ONLY,
            upload=STAFF_ONLY,
            react=EVERYONE,
            edit=STAFF_ONLY,
            redact=EVERYONE,
            settings=STAFF_ONLY,
            supervised="never",
        ),
        "staff": VenueRules(
            join=STAFF_ONLY,
            invite=STAFF_ONLY,
            post=STAFF_ONLY,
            upload=STAFF_ONLY,
            react=STAFF_ONLY,
            edit=STAFF_ONLY,
            redact=STAFF_ONLY,
            settings=STAFF_ONLY,
            supervised="never",
        ),
        "parent_teacher": replace(TALK, join=FAMILIES, invite=TEACHER, settings=TEACHER),
        "family": replace(TALK, join=FAMILIES, settings=TEACHER),
        "direct": replace(TALK, create=EVERYONE, join=EVERYONE, invite=EVERYONE, settings=EVERYONE),
        "space": VenueRules(join=EVERYONE, supervised="never"),
        "system": VenueRules(join=EVERYONE, supervised="never"),
    }
)
"""As shipped. Direct rooms have a section of their own; system venues only tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venues:
    """The rules of every kind of venue."""

    kinds: Mapping[VenueKind, VenueRules] = field(default_factory=lambda: DEFAULTS)

    def of(self, kind: VenueKind) -> VenueRules:
        """The rules of a kind."""
        return self.kinds[kind]
