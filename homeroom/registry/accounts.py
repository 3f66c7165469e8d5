"""What the homeserver's accounts must be, as the roster has their people now (rule 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from homeroom.registry.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as the homeserver has it."""

    user_id: str
    locked: bool
    name: str | None
    picture: str | None = None
    """The address of its picture; a roster has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to be done to an account; `name` is the new one."""

    act: Literal["lock", "unlock", "rename", "take_picture"]
    user_id: str
    name: str = ""


def steps(accounts: Iterable[Account], people: Mapping[str, Person]) -> Iterator[Step]:
    """What is missing. `people` are those of the roster by user id, active or not.

    Who left, and who was never on the roster, is locked; the account and all that was said with it
    stay. Without any people nothing is done: that is a roster which is not there yet.
    """
    if not people:
        return
    for account in accounts:
        person = people.get(account.user_id)
        if person is None or not person.active:
            if not account.locked:
                yield Step(act="lock", user_id=account.user_id)
            continue
        if account.locked:
            yield Step(act="unlock", user_id=account.user_id)
        if account.name != person.name:
            yield Step(act="rename", user_id=account.user_id, name=person.name)
        if account.picture:
            yield Step(act="take_picture", user_id=account.user_id)
