"""Whether consents, refusals and the agreement cover a student, by date."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.sections.bridges import Bridges, ConsentOf
from homeroom.registry.coverage import Covering, admits, covering
from homeroom.registry.family import Family, birthday, entitled
from homeroom.registry.model import Agreement, Authority, Consent, CourtOrder, Person
from tests.unit.registry.household import (
    DAY,
    HOUSEHOLD,
    STUDENT,
    TERMS,
    TOOL,
    authority,
    order,
    signed,
)

ONE: ConsentOf = "any_guardian"
ALL: ConsentOf = "every_guardian"
BARRED = replace(HOUSEHOLD, orders=(order("father"),))
EIGHTEENTH = birthday(STUDENT.birth_date or DAY, 18)


def refused(by: str, on: date, minute: int = 0) -> Consent:
    return replace(signed(by, on, minute), state="refused")


SAID: list[tuple[Family, list[Consent], ConsentOf, Covering]] = [
    # nothing, one guardian, both
    (HOUSEHOLD, [], ONE, "missing"),
    (HOUSEHOLD, [signed()], ONE, "covered"),
    (HOUSEHOLD, [signed()], ALL, "missing"),
    (HOUSEHOLD, [signed(), signed("father")], ALL, "covered"),
    # somebody else's signature, and the student's own at 14
    (HOUSEHOLD, [signed("stranger")], ONE, "missing"),
    (HOUSEHOLD, [signed("student")], ONE, "missing"),
    # for another tool, another student, another purpose
    (HOUSEHOLD, [signed(tool="signal")], ONE, "missing"),
    (HOUSEHOLD, [signed(student="other")], ONE, "missing"),
    (HOUSEHOLD, [signed(purpose="Advertise")], ONE, "missing"),
    # not yet, and not any more; both days are included
    (HOUSEHOLD, [signed(on=DAY + timedelta(days=1))], ONE, "missing"),
    (HOUSEHOLD, [signed(on=DAY)], ONE, "covered"),
    (HOUSEHOLD, [signed(expires=DAY)], ONE, "covered"),
    (HOUSEHOLD, [signed(expires=DAY - timedelta(days=1))], ONE, "missing"),
    (HOUSEHOLD, [signed(state="revoked")], ONE, "missing"),
    # revoking one consent leaves another in force
    (HOUSEHOLD, [signed(state="revoked"), signed("father")], ONE, "covered"),
    # a refusal alone; after the own consent; before it
    (HOUSEHOLD, [refused("mother", DAY)], ONE, "refused"),
    (HOUSEHOLD, [signed(), refused("mother", DAY)], ONE, "refused"),
    (HOUSEHOLD, [refused("mother", date(2026, 8, 1)), signed()], ONE, "covered"),
    # of one day: in the order of recording; at the same moment the refusal counts
    (HOUSEHOLD, [signed(on=DAY, minute=1), refused("mother", DAY, 2)], ONE, "refused"),
    (HOUSEHOLD, [signed(on=DAY, minute=2), refused("mother", DAY, 1)], ONE, "covered"),
    (HOUSEHOLD, [signed(on=DAY), refused("mother", DAY)], ONE, "refused"),
    # the other guardian refuses later: disputed, and signing again does not get past it
    (HOUSEHOLD, [signed(), refused("father", DAY)], ONE, "disputed"),
    (
        HOUSEHOLD,
        [signed(), refused("father", date(2026, 10, 1)), signed(on=DAY)],
        ONE,
        "disputed",
    ),
    # nor does revoking what came before it
    (
        HOUSEHOLD,
        [signed(state="revoked"), refused("father", date(2026, 10, 1)), signed(on=DAY)],
        ONE,
        "disputed",
    ),
    # it ends when who refused consents
    (
        HOUSEHOLD,
        [signed(), refused("father", date(2026, 10, 1)), signed("father", DAY)],
        ONE,
        "covered",
    ),
    # revoking that consent brings the refusal back
    (
        HOUSEHOLD,
        [signed(), refused("father", date(2026, 10, 1)), signed("father", DAY, state="revoked")],
        ONE,
        "disputed",
    ),
    # an earlier refusal gives way where one suffices, and not where all must agree
    (HOUSEHOLD, [refused("father", date(2026, 8, 1)), signed()], ONE, "covered"),
    (HOUSEHOLD, [refused("father", date(2026, 8, 1)), signed()], ALL, "refused"),
    # what a barred guardian signs, or refuses, does not count
    (BARRED, [signed("father")], ONE, "missing"),
    (BARRED, [signed(), refused("father", DAY)], ONE, "covered"),
    (BARRED, [signed()], ALL, "covered"),
    # a refusal after a consent of somebody who had no right to it is no dispute
    (BARRED, [signed("father"), refused("mother", DAY)], ONE, "refused"),
    # an authority that has ended
    (
        replace(HOUSEHOLD, authorities=(authority("mother", ends=DAY - timedelta(days=1)),)),
        [signed()],
        ONE,
        "missing",
    ),
]


@pytest.mark.parametrize(("family", "said", "consent_of", "expected"), SAID)
def test_what_was_said_covers(
    family: Family, said: list[Consent], consent_of: ConsentOf, expected: Covering
) -> None:
    for order_of_rows in itertools.permutations(said):
        assert covering(family, order_of_rows, TOOL, DAY, consent_of) == expected


def test_on_the_18th_birthday_the_consent_flips() -> None:
    """34 CFR 99.5: to the day before the guardian's counts, from that day the student's alone."""
    later = EIGHTEENTH + timedelta(days=99)
    mothers, own = signed(expires=later), signed("student", expires=later)
    before = EIGHTEENTH - timedelta(days=1)
    assert covering(HOUSEHOLD, [mothers], TOOL, before) == "covered"
    assert covering(HOUSEHOLD, [mothers], TOOL, EIGHTEENTH) == "missing"
    assert covering(HOUSEHOLD, [own], TOOL, before) == "missing"
    assert covering(HOUSEHOLD, [own], TOOL, EIGHTEENTH) == "covered"
    # and the guardians' refusals say nothing any more
    assert covering(HOUSEHOLD, [own, refused("father", before)], TOOL, EIGHTEENTH) == "covered"


def test_a_new_purpose_needs_a_new_consent() -> None:
    assert (
        covering(HOUSEHOLD, [signed()], replace(TOOL, purpose="Something else"), DAY) == "missing"
    )


ADMITTED: list[tuple[Agreement, Person, bool]] = [
    (TERMS, STUDENT, True),
    # schools and grades that it covers
    (replace(TERMS, schools=("s1", "s2")), STUDENT, True),
    (replace(TERMS, schools=("s2",)), STUDENT, False),
    (replace(TERMS, grades=("07", "08")), STUDENT, True),
    (replace(TERMS, grades=("09",)), STUDENT, False),
    # what is not known is not covered
    (replace(TERMS, grades=("08",)), replace(STUDENT, grades=()), False),
    # a vendor that takes no children under 13 (COPPA), to the day
    (replace(TERMS, coppa="none"), STUDENT, True),
    (replace(TERMS, coppa="none"), replace(STUDENT, birth_date=date(2013, 11, 23)), True),
    (replace(TERMS, coppa="none"), replace(STUDENT, birth_date=date(2013, 11, 24)), False),
    (replace(TERMS, coppa="none"), replace(STUDENT, birth_date=None), False),
    (replace(TERMS, coppa="school"), replace(STUDENT, birth_date=None), True),
]


@pytest.mark.parametrize(("terms", "student", "admitted"), ADMITTED)
def test_whom_an_agreement_takes(terms: Agreement, student: Person, admitted: bool) -> None:
    assert admits(terms, student, DAY) is admitted


ENDS = [
    (date(2026, 9, 1), (6, 30), date(2027, 6, 30)),
    (date(2027, 6, 30), (6, 30), date(2027, 6, 30)),
    (date(2027, 7, 1), (6, 30), date(2028, 6, 30)),
]


@pytest.mark.parametrize(("day", "ends", "expected"), ENDS)
def test_a_consent_lasts_for_the_school_year(
    day: date, ends: tuple[int, int], expected: date
) -> None:
    assert Bridges(school_year_ends=ends).consent_ends(day) == expected


WHO = st.sampled_from(["mother", "father", "student", "stranger"])
DAYS = st.integers(-500, 1500).map(lambda days: DAY + timedelta(days=days))
CONSENTS = st.builds(
    lambda who, on, lasts, state, minute: signed(
        who, on, minute, state=state, expires=on + timedelta(days=lasts)
    ),
    WHO,
    DAYS,
    st.integers(0, 400),
    st.sampled_from(["granted", "refused", "revoked"]),
    st.integers(0, 3),
)
AUTHORITIES = st.builds(
    Authority,
    person=WHO,
    student=st.just("student"),
    kind=st.sampled_from(["parent", "foster_placement", "emancipated_minor", "self"]),
    evidence=st.just("x"),
    starts=DAYS,
    ends=st.none() | DAYS,
    may_consent=st.booleans(),
)
ORDERS = st.builds(
    CourtOrder,
    id=st.just("o"),
    guardian=WHO,
    student=st.just("student"),
    bars=st.sets(st.sampled_from(["contact", "consent", "access"])).map(tuple),
    starts=DAYS,
    ends=st.none() | DAYS,
    active=st.booleans(),
)
FAMILIES = st.builds(
    Family,
    student=st.builds(
        lambda born: replace(STUDENT, birth_date=born), st.none() | st.dates(date(2005, 1, 1))
    ),
    guardianships=st.just(HOUSEHOLD.guardianships),
    authorities=st.lists(AUTHORITIES, max_size=3).map(tuple),
    orders=st.lists(ORDERS, max_size=2).map(tuple),
)


@given(
    family=FAMILIES,
    said=st.lists(CONSENTS, max_size=5),
    day=DAYS,
    consent_of=st.sampled_from([ONE, ALL]),
)
def test_nobody_is_covered_without_a_consent_of_somebody_entitled(
    family: Family, said: list[Consent], day: date, consent_of: ConsentOf
) -> None:
    """Whatever is recorded: by somebody entitled today, in force today, not refused since."""
    if covering(family, said, TOOL, day, consent_of) != "covered":
        return
    may = entitled(family, day)
    good = [
        c
        for c in said
        if c.state == "granted" and c.given_by in may and c.signed_on <= day <= c.expires
    ]
    assert good
    latest = max((c.signed_on, c.recorded) for c in good)
    later = [c for c in said if c.state == "refused" and c.given_by in may and c.signed_on <= day]
    assert all((c.signed_on, c.recorded) < latest for c in later)


@given(
    family=FAMILIES,
    said=st.lists(CONSENTS, max_size=4),
    day=DAYS,
    consent_of=st.sampled_from([ONE, ALL]),
)
def test_revoking_all_that_was_granted_always_ends_it(
    family: Family, said: list[Consent], day: date, consent_of: ConsentOf
) -> None:
    after = [replace(c, state="revoked") if c.state == "granted" else c for c in said]
    assert covering(family, after, TOOL, day, consent_of) in ("missing", "refused")


@given(
    family=FAMILIES,
    said=st.lists(CONSENTS, max_size=4),
    barring=ORDERS,
    day=DAYS,
)
def test_barring_whoever_consented_ends_it(
    family: Family, said: list[Consent], barring: CourtOrder, day: date
) -> None:
    barred = tuple(
        replace(barring, guardian=who, bars=("consent",), starts=day, ends=None, active=True)
        for who in ("mother", "father", "student", "stranger")
    )
    assert covering(replace(family, orders=barred), said, TOOL, day) == "missing"
