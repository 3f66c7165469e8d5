"""Who decides for a student and who sees their record, by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from homeroom.registry.family import (
    Family,
    age,
    bars,
    birthday,
    decides_alone,
    entitled,
    household,
    shut_out,
    standing,
)
from homeroom.registry.model import Authority, CourtOrder, Person
from tests.unit.registry.household import DAY, HOUSEHOLD, STUDENT, authority, order

BORN_ON_LEAP_DAY = date(2012, 2, 29)
EIGHTEENTH = birthday(STUDENT.birth_date or DAY, 18)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


AGES = [
    (date(2008, 11, 24), date(2026, 11, 23), 17),
    (date(2008, 11, 24), date(2026, 11, 24), 18),
    (BORN_ON_LEAP_DAY, date(2030, 2, 28), 17),
    (BORN_ON_LEAP_DAY, date(2030, 3, 1), 18),
]


@pytest.mark.parametrize(("born", "day", "years"), AGES)
def test_age_counts_birthdays(born: date, day: date, years: int) -> None:
    assert age(born, day) == years
    assert (birthday(born, 18) <= day) is (years >= 18)


def with_(*changes: Authority | CourtOrder, student: Person = STUDENT) -> Family:
    """The household with these authorities and orders."""
    return replace(
        HOUSEHOLD,
        student=student,
        authorities=tuple(c for c in changes if isinstance(c, Authority)),
        orders=tuple(c for c in changes if isinstance(c, CourtOrder)),
    )


ENTITLED: list[tuple[Family, date, set[str]]] = [
    # the roster's guardians, both
    (HOUSEHOLD, DAY, {"mother", "father"}),
    # not one whom the roster does not tie to the student any more
    (
        replace(
            HOUSEHOLD,
            guardianships=(
                HOUSEHOLD.guardianships[0],
                replace(HOUSEHOLD.guardianships[1], active=False),
            ),
        ),
        DAY,
        {"mother"},
    ),
    # to the day before the 18th birthday, and from it
    (HOUSEHOLD, EIGHTEENTH - timedelta(days=1), {"mother", "father"}),
    (HOUSEHOLD, EIGHTEENTH, {"student"}),
    # an unknown birth date is a minor's, for ever
    (with_(student=replace(STUDENT, birth_date=None)), date(2060, 1, 1), {"mother", "father"}),
    # a foster parent, for the days of the placement
    (
        with_(authority("foster", kind="foster_placement", ends=DAY)),
        DAY,
        {"mother", "father", "foster"},
    ),
    (
        with_(authority("foster", kind="foster_placement", ends=YESTERDAY)),
        DAY,
        {"mother", "father"},
    ),
    (with_(authority("foster", starts=TOMORROW)), DAY, {"mother", "father"}),
    # a liaison for homeless students, who is staff
    (
        with_(authority("liaison", kind="homeless_liaison")),
        DAY,
        {"mother", "father", "liaison"},
    ),
    # a record stands in place of the roster: no right to consent, or ended
    (with_(authority("father", may_consent=False)), DAY, {"mother"}),
    (with_(authority("father", ends=YESTERDAY)), DAY, {"mother"}),
    # but not before it begins
    (with_(authority("father", may_consent=False, starts=TOMORROW)), DAY, {"mother", "father"}),
    # an emancipated minor decides alone, while that is in force
    (with_(authority("student", kind="emancipated_minor")), DAY, {"student"}),
    (with_(authority("student", kind="self")), DAY, {"student"}),
    (with_(authority("student", kind="self", ends=YESTERDAY)), DAY, {"mother", "father"}),
    # nobody gives himself another's own authority, and a minor none to himself
    (with_(authority("father", kind="emancipated_minor")), DAY, {"mother"}),
    (with_(authority("student", kind="guardian")), DAY, {"mother", "father"}),
    # a court bars, on its days; what it does not name stays
    (with_(order("father")), DAY, {"mother"}),
    (with_(order("father", starts=TOMORROW)), DAY, {"mother", "father"}),
    (with_(order("father", starts=DAY)), DAY, {"mother"}),
    (with_(order("father", ends=DAY)), DAY, {"mother"}),
    (with_(order("father", ends=YESTERDAY)), DAY, {"mother", "father"}),
    (with_(order("father", active=False)), DAY, {"mother", "father"}),
    (with_(order("father", bars=("contact",))), DAY, {"mother", "father"}),
    # an order stands above a recorded authority
    (with_(order("father"), authority("father", kind="parent")), DAY, {"mother"}),
]


@pytest.mark.parametrize(("family", "day", "expected"), ENTITLED)
def test_who_may_consent(family: Family, day: date, expected: set[str]) -> None:
    assert entitled(family, day) == expected


def test_consent_and_access_are_separate_rights() -> None:
    family = with_(
        authority("mother", may_access_records=False), order("father", bars=("consent",))
    )
    mother, father = standing(family, "mother", DAY), standing(family, "father", DAY)
    assert mother is not None
    assert father is not None
    assert (mother.may_consent, mother.may_access_records) == (True, False)
    assert (father.may_consent, father.may_access_records) == (False, True)


def test_at_18_the_record_is_the_students_too() -> None:
    before, after = (standing(HOUSEHOLD, "mother", day) for day in (DAY, EIGHTEENTH))
    assert before is not None
    assert after is not None
    assert (before.may_access_records, after.may_access_records) == (True, False)
    own = standing(HOUSEHOLD, "student", EIGHTEENTH)
    assert own is not None
    assert (own.kind, own.may_consent, own.may_access_records) == ("self", True, True)
    assert not decides_alone(HOUSEHOLD, DAY)


SHUT_OUT = [
    (("contact",), True),
    (("access",), True),
    # who may not consent may still talk
    (("consent",), False),
]


@pytest.mark.parametrize(("barred", "out"), SHUT_OUT)
def test_contact_and_access_keep_somebody_out(barred: tuple[str, ...], out: bool) -> None:
    family = with_(order("father", bars=barred))
    assert shut_out(family, "father", DAY) is out
    assert not shut_out(family, "mother", DAY)
    assert bars(family, "father", DAY) == set(barred)


def test_a_stranger_has_no_standing() -> None:
    assert standing(HOUSEHOLD, "stranger", DAY) is None
    assert household(HOUSEHOLD) == {"student", "mother", "father"}
