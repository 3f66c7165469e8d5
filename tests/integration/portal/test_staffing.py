"""Substitutes, supervision pools and field trips: given, ended early, taken back, by who may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import text

from homeroom.policy.roles import Role
from homeroom.registry import networks, substitutions
from homeroom.registry.decisions import find, history, load, record
from homeroom.registry.model import (
    Enrollment,
    Guardianship,
    Network,
    Org,
    SchoolClass,
    State,
    Substitution,
)
from homeroom.registry.model import SupervisionPool as Pool
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.integration.portal.test_pages import TODAY

ZONE = ZoneInfo("America/New_York")
LOCAL = "%Y-%m-%dT%H:%M"
OF_PERSON = text("""
    SELECT key FROM registry.current WHERE subject = 'substitution' AND state ->> 'person' = :person
    ORDER BY seq DESC LIMIT 1
""")


def form(class_id: str, person: str, **hours: timedelta) -> dict[str, str]:
    """Now, for an hour, by the district's clock, but for what is said."""
    now = datetime.now(ZONE)
    starts = now + hours.get("starts", timedelta())
    ends = now + hours.get("ends", timedelta(hours=1))
    return {
        "school_class": class_id,
        "person": person,
        "starts": f"{starts:{LOCAL}}",
        "ends": f"{ends:{LOCAL}}",
    }


@pytest.fixture
def own_class(portal: RunningPortal) -> str:
    """That of the first teacher."""
    teacher = portal.person(Role.TEACHER)
    with portal.school.connect() as connection:
        seats = load(connection, Enrollment).values()
    return next(s.class_id for s in seats if s.person == teacher.id and s.in_force(TODAY))


@pytest.fixture
def other_class(portal: RunningPortal) -> str:
    """One in which the first teacher has no seat."""
    teacher = portal.person(Role.TEACHER)
    with portal.school.connect() as connection:
        seats = load(connection, Enrollment).values()
        mine = {s.class_id for s in seats if s.person == teacher.id}
        return next(each for each in load(connection, SchoolClass) if each not in mine)


def has_it(portal: RunningPortal, class_id: str, person: str) -> bool:
    with portal.school.connect() as connection:
        known = substitutions.in_force(connection, datetime.now(ZONE))
    return person in known.get(class_id, frozenset())


def test_a_class_is_given_ended_early_and_the_end_taken_back(
    portal: RunningPortal, own_class: str, other_class: str
) -> None:
    substitute = portal.school.people(Role.TEACHER)[-1]
    with portal.signed_in(Role.TEACHER) as teacher:
        assert "Give a class" in teacher.get("/substitutes").text
        refused = teacher.post("/substitutes", data=form(other_class, substitute.roster_id))
        assert refused.status_code == 403
        given = teacher.post("/substitutes", data=form(own_class, substitute.roster_id))
        assert "The class is given" in given.text
        assert has_it(portal, own_class, substitute.id)
        with portal.school.connect() as connection:
            key = connection.scalar(OF_PERSON, {"person": substitute.id})
        # Who stands in does not hand it on, end it for others or keep it longer.
        with portal.signed_in_as(substitute) as browser:
            again = form(own_class, substitute.roster_id, ends=timedelta(days=30))
            assert browser.post("/substitutes", data=again).status_code == 403
            assert browser.post(f"/substitutes/{key}/resume").status_code == 403
        assert "It has ended" in teacher.post(f"/substitutes/{key}/end").text
        assert not has_it(portal, own_class, substitute.id)
        assert "is taken back" in teacher.post(f"/substitutes/{key}/resume").text
        assert has_it(portal, own_class, substitute.id)
        assert teacher.post(f"/substitutes/{key}/resume").status_code == 404
        teacher.post(f"/substitutes/{key}/end")
    with portal.school.connect() as connection:
        notes = [each.note for each in history(connection, Substitution, str(key))]
    assert notes == ["given a class", "ended", "given back", "ended"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"person": "Nobody Whatever"}, "Nobody, or several people"),
        ({"ends": "2020-01-31T12:00"}, "The hours end after they begin"),
        ({"starts": "9999-06-01T00:00", "ends": "9999-06-02T00:00"}, "within a year"),
        ({"starts": "9999-12-31T23:59", "ends": "9999-12-31T23:59"}, "The hours end after"),
        ({"starts": "0001-01-01T00:00"}, "The hours end after they begin"),
        ({"ends": "2026-12-01T12:00+00:00"}, "This cannot be read"),
        ({"starts": "soon"}, "Write a date as"),
        ({"ends": ""}, "Fill this in."),
    ],
)
def test_hours_and_people_that_cannot_be_are_told(
    portal: RunningPortal, own_class: str, change: dict[str, str], said: str
) -> None:
    data = form(own_class, portal.person(Role.SUPERVISOR).roster_id) | change
    with portal.signed_in(Role.PRINCIPAL) as browser:
        answer = browser.post("/substitutes", data=data)
    assert (answer.status_code, said in answer.text) == (400, True)


def test_nobody_is_given_the_class_of_their_own_child(
    portal: RunningPortal, own_class: str
) -> None:
    substitute = portal.school.people(Role.TEACHER)[-1]
    with portal.school.connect() as connection:
        seats = load(connection, Enrollment).values()
        child = next(s.person for s in seats if s.class_id == own_class and s.role == "student")
    tie = Guardianship(guardian=substitute.id, student=child)
    write(portal, tie)
    try:
        with portal.signed_in(Role.PRINCIPAL) as browser:
            refused = browser.post("/substitutes", data=form(own_class, substitute.roster_id))
        assert (refused.status_code, "has a child in the class" in refused.text) == (400, True)
    finally:
        write(portal, replace(tie, active=False))


def test_who_left_the_district_does_not_stop_a_pool(portal: RunningPortal) -> None:
    principal, new = portal.person(Role.PRINCIPAL), portal.school.people(Role.TEACHER)[-1]
    org = principal.orgs[0]
    with portal.school.connect() as connection:
        pool = find(connection, Pool, org)
        assert pool
        lasting = [m.person for m in pool.members if not m.deputy]
        leaver = next(p for p in portal.school.people(Role.SUPERVISOR) if p.id in lasting)
    write(portal, replace(leaver, active=False))
    try:
        with portal.signed_in(Role.PRINCIPAL) as browser:
            assert "Does not work here" in browser.get("/supervision").text
            added = browser.post("/supervision", data={"org": org, "person": new.roster_id})
            assert added.status_code == 200
        with portal.school.connect() as connection:
            after = find(connection, Pool, org)
        assert after
        assert {m.person for m in after.members} == {*lasting, new.id} - {leaver.id}
    finally:
        write(portal, leaver)
        write(portal, pool)
        write(portal, pool)


def write(portal: RunningPortal, state: State) -> None:
    with portal.school.connect() as connection, connection.begin():
        record(connection, state, by="test")


def test_no_student_is_given_a_class_and_none_gives_one(
    portal: RunningPortal, own_class: str
) -> None:
    student = portal.person(Role.STUDENT)
    with portal.signed_in(Role.PRINCIPAL) as browser:
        refused = browser.post("/substitutes", data=form(own_class, student.roster_id))
        assert refused.status_code == 400
    with portal.signed_in(Role.STUDENT) as browser:
        assert browser.get("/substitutes").status_code == 403
        refused = browser.post("/substitutes", data=form(own_class, student.roster_id))
        assert refused.status_code == 403


def deputy_on(browser: httpx.Client, org: str, person: str, day: str) -> httpx.Response:
    data = {"org": org, "person": person, "starts": day, "ends": day}
    return browser.post("/supervision", data=data)


def test_a_pool_gets_a_deputy_and_keeps_two(portal: RunningPortal) -> None:
    principal, deputy = portal.person(Role.PRINCIPAL), portal.school.people(Role.TEACHER)[-1]
    org, day = principal.orgs[0], str(TODAY)

    def on() -> frozenset[str]:
        with portal.school.connect() as connection:
            pool = find(connection, Pool, org)
        assert pool
        return pool.on(TODAY)

    before = on()
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert "stands in on these days" in deputy_on(browser, org, deputy.roster_id, day).text
        assert on() == before | {deputy.id}
        gone = {"person": deputy.id, "starts": day}
        done = browser.post(f"/supervision/{org}/relieve", data=gone)
        assert "not in the pool any more" in done.text
        assert on() == before
        for person in sorted(before)[: len(before) - 2]:
            browser.post(f"/supervision/{org}/relieve", data={"person": person})
        last = {"person": sorted(on())[0]}
        few = browser.post(f"/supervision/{org}/relieve", data=last)
        assert (few.status_code, "Two lasting members" in few.text) == (400, True)
        for person in before - on():
            with portal.school.connect() as connection:
                data = {"org": org, "person": person}
                assert browser.post("/supervision", data=data).status_code == 200
        assert on() == before
        wrong = browser.post("/supervision", data={"org": org, "person": "x", "starts": day})
        assert wrong.status_code == 400
    with portal.school.connect() as connection:
        elsewhere = next(o for o in load(connection, Org) if o not in principal.orgs)
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert deputy_on(browser, elsewhere, deputy.roster_id, day).status_code == 403
    with portal.signed_in(Role.SUPERVISOR) as browser:
        assert "Supervises" in browser.get("/supervision").text
        assert deputy_on(browser, org, deputy.roster_id, day).status_code == 403


def test_a_field_trip_is_trusted_for_its_days_and_no_longer(portal: RunningPortal) -> None:
    address, name = "127.0.0.77", f"Museum {nonce(6)}"
    trip = {"name": name, "addresses": address, "starts": str(TODAY), "ends": str(TODAY)}

    def reached() -> bool:
        with portal.browser(address=address) as browser:
            return browser.get("/login").status_code == 200

    assert not reached()
    with portal.signed_in(Role.IT) as browser:
        for wrong in (
            {"addresses": "0.0.0.0/0"},
            {"addresses": "museum.example"},
            {"ends": str(TODAY - timedelta(days=1))},
            {"ends": str(TODAY + timedelta(days=60))},
        ):
            assert browser.post("/networks", data=trip | wrong).status_code == 400, wrong
        assert name in browser.post("/networks", data=trip).text
        eventually(reached, ACTS_WITHIN)
        shown = browser.get("/networks").text
        key = next(iter(re.findall(r"/networks/(trip-\w+)/end", shown[shown.index(name) :])))
        browser.post(f"/networks/{key}/end")
        eventually(lambda: not reached(), ACTS_WITHIN)
        assert "trusted again" in browser.post(f"/networks/{key}/restore").text
        eventually(reached, ACTS_WITHIN)
        browser.post(f"/networks/{key}/end")
        # The school's own network ends by the command alone: else all would be locked out.
        with portal.school.connect() as connection:
            known = load(connection, Network).values()
            own = next(n.id for n in known if n.kind == "school" and n.active)
        assert browser.post(f"/networks/{own}/end").status_code == 404
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert name in browser.get("/networks").text
        assert browser.post("/networks", data=trip).status_code == 403
    with portal.school.connect() as connection:
        assert not networks.trusted(connection, address, [Role.STUDENT], day=TODAY)
