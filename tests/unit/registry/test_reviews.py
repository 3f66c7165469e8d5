"""Who answers a sender, by when, and what a message is known again by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.policy import Hours, Policy
from homeroom.policy.roles import Role
from homeroom.policy.sections.calendar import Calendar, SchoolDays, Span
from homeroom.registry.model import Person, Review, Waiver
from homeroom.registry.reviews import answers, due_by, releasable, until
from homeroom.registry.waivers import fingerprint, leave, unused
from tests.unit.registry.test_on_call import PEOPLE, directory, somebody

THANKSGIVING = Span(first=date(2026, 11, 26), last=date(2026, 11, 27))
POLICY = Policy(
    version="1",
    hours=Hours(
        timezone="America/New_York",
        days=frozenset(range(5)),
        windows=(),
        calendar=Calendar(district=SchoolDays(holidays=(THANKSGIVING,))),
    ),
)
KNOWN = {person.id: person for person in PEOPLE}


def review(person: str = "student", **changes: Any) -> Review:
    now = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    values: dict[str, Any] = {
        "id": "$1",
        "person": person,
        "room_id": "!room",
        "rules": ("hours",),
        "why": "It was about the trip.",
        "asked": now,
        "due": now,
    }
    return Review(**{**values, **changes})


DUE = [
    # Tuesday at ten: Wednesday at ten
    (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), "2026-11-25T10:00"),
    # the day before the holidays: Monday, the same time
    (datetime(2026, 11, 25, 15, 0, tzinfo=UTC), "2026-11-30T10:00"),
    # on a day without school: by the end of the next school day
    (datetime(2026, 11, 28, 15, 0, tzinfo=UTC), "2026-11-30T23:59"),
]


@pytest.mark.parametrize(("asked", "due"), DUE)
def test_an_answer_is_due_within_a_school_day(asked: datetime, due: str) -> None:
    assert due_by(asked, POLICY, ()).isoformat().startswith(due)


def test_a_leave_lasts_to_the_end_of_the_next_school_day() -> None:
    assert until(DUE[1][0], POLICY, ()).isoformat().startswith("2026-11-30T23:59")


ANSWERS = [
    ("student", KNOWN["principal"], True),
    ("student", KNOWN["counselor"], True),
    ("student", KNOWN["admin"], True),
    # another school's, and somebody who is not in charge
    ("student", KNOWN["elsewhere"], False),
    ("student", somebody("teacher", Role.TEACHER), False),
    # about oneself, and about one's own child
    ("principal", KNOWN["principal"], False),
    ("student", somebody("parent-teacher", Role.PRINCIPAL, Role.GUARDIAN), False),
    ("student", somebody("parent-teacher", Role.ADMIN, Role.GUARDIAN), False),
]


@pytest.mark.parametrize(("sender", "reviewer", "allowed"), ANSWERS)
def test_who_may_answer(sender: str, reviewer: Person, allowed: bool) -> None:
    assert answers(review(sender), reviewer, directory()) is allowed


def test_what_may_be_released() -> None:
    assert releasable(review())
    assert not releasable(review(rules=("hours", "bridge_consent")))
    assert not releasable(review(room_id=""))


CONTENT = {"msgtype": "m.text", "body": "See you at eight", "m.mentions": {"user_ids": ["@a:b"]}}


def test_frozen_content_is_the_same_message() -> None:
    """As Synapse holds it, in another order."""
    frozen = MappingProxyType(
        {
            "m.mentions": MappingProxyType({"user_ids": ("@a:b",)}),
            "body": "See you at eight",
            "msgtype": "m.text",
        }
    )
    assert fingerprint("m.room.message", frozen) == fingerprint("m.room.message", CONTENT)


@given(key=st.text(max_size=8), value=st.text(max_size=8) | st.integers() | st.booleans())
def test_whatever_is_added_makes_another_message(key: str, value: Any) -> None:
    changed = {**CONTENT, key: value}
    if changed != CONTENT:
        assert fingerprint("m.room.message", changed) != fingerprint("m.room.message", CONTENT)


def test_a_leave_is_for_one_sender_room_and_message_and_once() -> None:
    waiver = Waiver(
        id="$1",
        person="student",
        room_id="!room",
        fingerprint=fingerprint("m.room.message", CONTENT),
        rules=("hours",),
        expires=datetime(2026, 11, 30, tzinfo=UTC),
    )
    given_ = unused([waiver])
    kind = "m.room.message"
    assert leave(given_, "student", "!room", kind, CONTENT) is not None
    assert leave(given_, "other", "!room", kind, CONTENT) is None
    assert leave(given_, "student", "!other", kind, CONTENT) is None
    assert leave(given_, "student", "!room", "m.reaction", CONTENT) is None
    assert leave(given_, "student", "!room", kind, {**CONTENT, "body": "See you"}) is None
    assert (
        leave(
            unused([Waiver(**{**_values(waiver), "used": True})]), "student", "!room", kind, CONTENT
        )
        is None
    )


def _values(waiver: Waiver) -> dict[str, Any]:
    return {name: getattr(waiver, name) for name in Waiver.__slots__}
