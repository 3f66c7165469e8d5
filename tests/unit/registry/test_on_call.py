"""Who is told that somebody may be in danger, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from homeroom.policy.roles import Role
from homeroom.registry.duties import may_edit
from homeroom.registry.model import Duty, OnCall, Org, Person
from homeroom.registry.on_call import Directory, chain, reading

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
TUESDAY_EARLY = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def somebody(name: str, *roles: Role, org: str = "school", **changes: Any) -> Person:
    values: dict[str, Any] = {
        "id": name,
        "roster_id": name,
        "roles": roles,
        "given_name": name,
        "family_name": "Example",
        "user_id": f"@{name}:district.example",
        "orgs": (org,),
    }
    return Person(**{**values, **changes})


PEOPLE = (
    somebody("student", Role.STUDENT),
    somebody("counselor", Role.SUPERVISOR),
    somebody("deputy", Role.SUPERVISOR),
    somebody("principal", Role.PRINCIPAL),
    somebody("parent-teacher", Role.TEACHER, Role.GUARDIAN),
    somebody("night-nurse", Role.TEACHER, org="district"),
    somebody("admin", Role.ADMIN, org="district"),
    somebody("elsewhere", Role.PRINCIPAL, org="other-school"),
)
ORGS = {
    "district": Org(id="district", name="District", kind="district"),
    "school": Org(id="school", name="School", kind="school"),
    "other-school": Org(id="other-school", name="Other", kind="school"),
}
WARDS = {"parent-teacher": frozenset({"student"})}


def directory(*chains: OnCall, people: tuple[Person, ...] = PEOPLE) -> Directory:
    return Directory(
        people={person.id: person for person in people},
        orgs=ORGS,
        wards=WARDS,
        chains={each.org: each for each in chains},
        timezone="UTC",
    )


def names(known: Directory, now: datetime = MONDAY_NOON, about: str = "student") -> list[str]:
    return [link.person for link in chain([about], known, now)]


DAY = Duty(person="counselor", deputy="deputy", opens=time(7), closes=time(16))
NIGHT = Duty(person="night-nurse", opens=time(22), closes=time(6))
CHAINS = (OnCall(org="school", duties=(DAY,)), OnCall(org="district", duties=(NIGHT,)))


def test_who_is_on_duty_is_told_first_then_everybody_else() -> None:
    noon, night = names(directory(*CHAINS)), names(directory(*CHAINS), MONDAY_NIGHT)
    assert noon[:3] == ["counselor", "deputy", "night-nurse"]
    assert night[:3] == ["night-nurse", "counselor", "deputy"]
    assert set(noon) == set(night) >= {"principal", "admin"}
    assert len(noon) == len(set(noon))


def test_whether_somebody_reads_now_is_the_truth() -> None:
    known = directory(*CHAINS)
    assert reading(["student"], known, MONDAY_NOON)
    assert reading(["student"], known, MONDAY_NIGHT)
    assert not reading(["student"], known, datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    assert not reading(["student"], directory(), MONDAY_NOON)


def test_never_the_one_it_is_about_nor_a_guardian() -> None:
    """A guardian on call may be the danger; a person decides whether guardians are told."""
    duties = (Duty(person="parent-teacher"), Duty(person="counselor"))
    known = directory(OnCall(org="school", duties=duties))
    assert names(known)[0] == "counselor"
    assert "parent-teacher" not in names(known)
    assert names(known, about="counselor")[0] == "parent-teacher"
    assert "counselor" not in names(known, about="counselor")


def test_nobody_is_left_alone_where_no_chain_is_set() -> None:
    assert names(directory())[:3] == ["principal", "counselor", "deputy"]
    assert "elsewhere" in names(directory())
    stranger = chain([], directory(), MONDAY_NOON)
    assert next(link.person for link in stranger) == "admin"


def test_who_has_left_is_passed_over() -> None:
    gone = somebody("counselor", Role.SUPERVISOR, active=False)
    people = (gone, *(p for p in PEOPLE if p.id != "counselor"))
    assert names(directory(*CHAINS, people=people))[0] == "deputy"


COVERED = [
    # all day, every day
    (Duty(person="a"), SUNDAY_NOON, True),
    # on some days
    (Duty(person="a", days=(0,)), MONDAY_NOON, True),
    (Duty(person="a", days=(0,)), SUNDAY_NOON, False),
    # the last minute counts, the closing one does not
    (Duty(person="a", opens=time(7), closes=time(12, 1)), MONDAY_NOON, True),
    (Duty(person="a", opens=time(7), closes=time(12)), MONDAY_NOON, False),
    # over midnight: the night of Monday ends on Tuesday morning
    (Duty(person="a", days=(0,), opens=time(22), closes=time(6)), MONDAY_NIGHT, True),
    (Duty(person="a", days=(0,), opens=time(22), closes=time(6)), TUESDAY_EARLY, True),
    (Duty(person="a", days=(1,), opens=time(22), closes=time(6)), TUESDAY_EARLY, False),
    # dated, both days included
    (Duty(person="a", starts=date(2026, 11, 23), ends=date(2026, 11, 23)), MONDAY_NOON, True),
    (Duty(person="a", starts=date(2026, 11, 24)), MONDAY_NOON, False),
    (Duty(person="a", ends=date(2026, 11, 22)), MONDAY_NOON, False),
]


@pytest.mark.parametrize(("duty", "at", "covered"), COVERED)
def test_a_turn_covers_its_time(duty: Duty, at: datetime, covered: bool) -> None:
    assert duty.covers(at) is covered


def test_a_drill_goes_to_the_chain_of_its_place() -> None:
    school = OnCall(org="school", duties=(Duty(person="counselor"),))
    district = OnCall(org="district", duties=(Duty(person="night-nurse"),))
    known = directory(school, district)
    told = [link.person for link in chain((), known, MONDAY_NOON, drill="school")]
    assert told[:3] == ["counselor", "night-nurse", "principal"]
    told = [link.person for link in chain((), known, MONDAY_NOON, drill="district")]
    assert "counselor" not in told[:2]


@pytest.mark.parametrize(
    ("person", "org", "may"),
    [
        ("admin", "school", True),
        ("principal", "school", True),
        ("principal", "district", False),
        ("elsewhere", "school", False),
        ("counselor", "school", False),
        ("student", "school", False),
    ],
)
def test_who_edits_a_chain(person: str, org: str, may: bool) -> None:
    assert may_edit(next(p for p in PEOPLE if p.id == person), org) is may
