"""The adults on call in the portal: seen, put on, taken off, told earlier, and drilled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from homeroom.danger import alerts
from homeroom.policy.roles import Role
from homeroom.registry import decisions
from homeroom.registry.model import OnCall, Org, Person
from tests.fixtures.portal import RunningPortal


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A school of the demo with its principal, and what its chain was."""

    portal: RunningPortal
    org: str
    principal: Person

    def chain(self) -> OnCall:
        with self.portal.school.connect() as connection:
            return decisions.find(connection, OnCall, self.org) or OnCall(org=self.org)

    def persons(self) -> list[str]:
        return [duty.person for duty in self.chain().duties]


@pytest.fixture
def place(portal: RunningPortal) -> Iterator[Place]:
    """The chain is as it was when the test is over."""
    principal = portal.person(Role.PRINCIPAL)
    with portal.school.connect() as connection:
        orgs = decisions.load(connection, Org)
    org = next(key for key in principal.orgs if orgs[key].kind == "school")
    made = Place(portal=portal, org=org, principal=principal)
    before = made.chain()
    yield made
    with portal.school.connect() as connection, connection.begin():
        decisions.record(connection, before, by="test", note="as it was")


def test_a_principal_edits_the_own_schools_chain(place: Place) -> None:
    """Every change is a decision of the registry, with who made it."""
    deputy = place.portal.person(Role.SUPERVISOR)
    teacher = place.portal.person(Role.TEACHER)
    before = place.persons()
    with place.portal.signed_in(Role.PRINCIPAL) as browser:
        turn = {"org": place.org, "person": teacher.roster_id, "deputy": deputy.roster_id}
        hours = {"opens": "22:00", "closes": "06:00", "day0": "yes", "day4": "yes"}
        added = browser.post("/oncall", data={**turn, **hours})
        assert "The adult is on call" in added.text
        assert "22:00 – 06:00; Monday, Friday" in added.text
        last = place.chain().duties[-1]
        assert (last.person, last.deputy, last.days) == (teacher.id, deputy.id, (0, 4))
        at = {"place": str(len(before)), "person": teacher.id}
        browser.post(f"/oncall/{place.org}/sooner", data=at)
        assert place.persons() == [*before[:-1], teacher.id, before[-1]]
        # Somebody else moved it meanwhile: nothing is undone by mistake.
        stale = browser.post(f"/oncall/{place.org}/remove", data=at)
        assert "changed this chain meanwhile" in stale.text
        at["place"] = str(len(before) - 1)
        assert "not on call any more" in browser.post(f"/oncall/{place.org}/remove", data=at).text
    assert place.persons() == before
    with place.portal.school.connect() as connection:
        history = decisions.history(connection, OnCall, place.org)
    notes = ["put on call", "told earlier", "taken off call"]
    assert [d.note for d in history][-3:] == notes
    assert {d.actor for d in history[-3:]} == {place.principal.user_id}


def test_nobody_is_put_on_call_who_cannot_be(place: Place) -> None:
    student, before = place.portal.person(Role.STUDENT), place.persons()
    with place.portal.signed_in(Role.PRINCIPAL) as browser:
        for wrong in (
            {"person": student.roster_id},
            {"person": "nobody at all"},
            {"person": place.principal.roster_id, "opens": "07:00"},
        ):
            answer = browser.post("/oncall", data={"org": place.org, **wrong})
            assert answer.status_code == 400
            assert "Nothing was changed" in answer.text
        assert browser.post("/oncall", data={"org": place.org}).status_code == 400
    assert place.persons() == before


def test_nobody_else_edits_a_chain(place: Place) -> None:
    """A supervisor looks; a teacher, a student and IT do not; a principal not another school's."""
    with place.portal.school.connect() as connection:
        others = set(decisions.load(connection, Org)) - set(place.principal.orgs)
    first, before = {"place": "0", "person": place.persons()[0]}, place.persons()
    writes = [(f"/oncall/{place.org}/{act}", first) for act in ("remove", "sooner", "drill")]
    writes.append(("/oncall", {"org": place.org, "person": place.principal.roster_id}))
    for role, sees in ((Role.SUPERVISOR, 200), (Role.TEACHER, 403), (Role.STUDENT, 403)):
        with place.portal.signed_in(role) as browser:
            page = browser.get("/oncall")
            assert page.status_code == sees
            assert "Put an adult on call" not in page.text
            for path, data in writes:
                assert browser.post(path, data=data).status_code == 403
    with place.portal.signed_in(Role.PRINCIPAL) as browser:
        for org in others:
            turn = {"org": org, "person": place.principal.roster_id}
            assert browser.post("/oncall", data=turn).status_code == 403
            assert browser.post(f"/oncall/{org}/drill").status_code == 403
    assert place.persons() == before


def test_a_drill_is_an_alert_that_says_so(place: Place) -> None:
    with place.portal.signed_in(Role.PRINCIPAL) as browser:
        assert "The drill has begun" in browser.post(f"/oncall/{place.org}/drill").text
        with place.portal.school.connect() as connection:
            alert = alerts.latest(connection, limit=1)[0]
        assert (alert.drill, alert.people, alert.rules) == (place.org, (), ("drill",))
        assert "A drill" in browser.get("/alerts").text
        page = browser.get(f"/alerts/{alert.id}").text
        assert "this is a drill, and nobody is in danger" in page
        browser.post(f"/alerts/{alert.id}/acknowledge")
        browser.post(f"/alerts/{alert.id}/close", data={"note": "It went well."})
    raised = next(s for s in place.portal.school.kept("alert") if s["alert"] == alert.id)
    assert (raised["action"], raised["actor"]) == ("drill", place.principal.user_id)


def test_an_empty_chain_teaches_and_in_spanish(place: Place) -> None:
    with place.portal.school.connect() as connection, connection.begin():
        decisions.record(connection, OnCall(org=place.org), by="test", note="nobody")
    with place.portal.signed_in(Role.ADMIN) as browser:
        # The administrator, who belongs to the district, sees every school's.
        assert "Nobody. Everybody of the chain is told" in browser.get("/alerts").text
        assert "Put at least two adults on it" in browser.get("/oncall").text
    with place.portal.signed_in(Role.ADMIN, language="es") as browser:
        assert "Pon al menos a dos adultos" in browser.get("/oncall").text
