"""What the rules see of a room: who supervises, who teaches, and in which capacity somebody is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom import shipped
from homeroom.policy.facts import Presence, Registry, VenueKind
from homeroom.policy.roles import Role
from homeroom.registry.matrix import VENUE_MARK
from homeroom.registry.model import (
    Enrollment,
    Guardianship,
    Org,
    Person,
    PolicyVersion,
    PoolMember,
    State,
    Substitution,
    SupervisionPool,
    Tool,
    Venue,
)
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import Lens, RoomView, see
from homeroom.registry.seeing import room_facts
from homeroom.registry.snapshot import Snapshot, fold
from tests.unit.registry.household import order, person
from tests.unit.registry.test_seeing import SYSTEM, decision

ROOM = "!room:district.example"
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
DAY = date(2026, 11, 23)
SHIPPED = shipped.config("policy.yaml").read_text(encoding="utf-8")
CLUBS = SHIPPED.replace("      create: []                # [staff]", "      create: [staff]  #")


def staff(name: str, *roles: Role, org: str = "s1") -> Person:
    return replace(person(name, Role.TEACHER), roles=roles or (Role.TEACHER,), orgs=("d1", org))


def student(name: str, org: str = "s1") -> Person:
    return person(name, Role.STUDENT, orgs=(org,))


PEOPLE: tuple[State, ...] = (
    Org(id="s1", name="School", kind="school"),
    staff("teacher"),
    staff("other"),
    staff("parent", Role.TEACHER, Role.GUARDIAN),
    staff("first", Role.SUPERVISOR),
    staff("second", Role.SUPERVISOR),
    staff("deputy", Role.PRINCIPAL),
    staff("elsewhere", Role.SUPERVISOR, org="s2"),
    person("guardian"),
    student("student"),
    student("child"),
    student("far", org="s2"),
    Guardianship(guardian="parent", student="child"),
    Guardianship(guardian="guardian", student="student"),
    Enrollment(class_id="c1", person="teacher", role="teacher"),
    Enrollment(class_id="c1", person="student", role="student"),
    Tool(id="whatsapp", name="WhatsApp", vendor="x", state="approved"),
)
POOL = SupervisionPool(
    org="s1",
    members=(
        PoolMember(person="first"),
        PoolMember(person="second"),
        PoolMember(person="deputy", deputy=True, starts=DAY, ends=DAY + timedelta(days=3)),
    ),
)


def folded(*states: State) -> Snapshot:
    known = (*PEOPLE, *states)
    made = [replace(decision(n, s), at=NOON) for n, s in enumerate(known, 1)]
    return fold(Snapshot(), made)


def lens(*states: State, now: datetime = NOON) -> Lens:
    return Lens(
        snapshot=folded(*states),
        registry=Registry(age_seconds=0),
        server_name="district.example",
        system_account=SYSTEM,
        now=now,
        day=now.date(),
    )


def user(name: str) -> str:
    return f"@{name}:district.example"


def occupied(kind: VenueKind | None, *joined: str, invited: Collection[str] = ()) -> Occupancy:
    return Occupancy(
        maker=SYSTEM,
        mark=kind,
        joined=frozenset(map(user, joined)),
        invited=frozenset(map(user, invited)),
    )


def seen(view: RoomView, name: str) -> dict[str, Any]:
    """Somebody as the rules see them in a room, where that differs from nobody in particular."""
    found = next(p for p in view.room.named if p.user_id == user(name))
    return {
        "roles": set(found.roles),
        "teaches": found.teaches,
        "supervises": found.supervises,
        "own_children": set(found.own_children),
    }


def supervisors(glass: Lens, *joined: str) -> set[str]:
    view = see(ROOM, occupied("direct", *joined), glass)
    return {str(p.person) for p in view.room.named if p.supervises}


def test_the_pool_of_the_students_school_supervises() -> None:
    everybody = ("teacher", "student", "first", "second", "deputy", "elsewhere")
    assert supervisors(lens(POOL), *everybody) == {"first", "second", "deputy"}


def test_a_deputy_counts_on_the_days_of_the_deputy_alone() -> None:
    """Both days included; before and after, somebody without the task."""
    for days, counts in ((-1, False), (0, True), (3, True), (4, False)):
        glass = lens(POOL, now=NOON + timedelta(days=days))
        assert ("deputy" in supervisors(glass, "teacher", "student", "deputy")) is counts


def test_where_no_pool_is_formed_the_role_counts() -> None:
    everybody = ("teacher", "student", "first", "deputy")
    assert supervisors(lens(), *everybody) == {"first"}
    assert supervisors(lens(POOL), "teacher", "far", "elsewhere", "first") == {
        "elsewhere",
        "first",
    }


def test_nobody_watches_over_their_own_child() -> None:
    pool = replace(POOL, members=(*POOL.members, PoolMember(person="parent")))
    assert supervisors(lens(pool), "teacher", "student", "parent") == {"parent"}
    assert supervisors(lens(pool), "teacher", "child", "parent") == set()


VENUE = Venue(id="v", kind="class", name="Class", room_id=ROOM, class_id="c1", org="s1")
HOUR = timedelta(hours=1)
STANDS_IN = Substitution(id="x", person="other", class_id="c1", starts=NOON, ends=NOON + HOUR)


@pytest.mark.parametrize(
    ("minutes", "active", "expected"),
    [
        # from the first instant on, until just before the last
        (-1, True, {"teacher"}),
        (0, True, {"teacher", "other"}),
        (59, True, {"teacher", "other"}),
        (60, True, {"teacher"}),
        # ended early
        (30, False, {"teacher"}),
    ],
)
def test_a_substitute_teaches_for_the_hours_given(
    minutes: int, active: bool, expected: set[str]
) -> None:
    glass = lens(VENUE, replace(STANDS_IN, active=active), now=NOON + timedelta(minutes=minutes))
    view = see(ROOM, occupied("class", "teacher", "other", "student"), glass)
    assert {str(p.person) for p in view.room.named if p.teaches} == expected


def test_a_teacher_of_another_class_does_not_teach_this_one() -> None:
    other = Enrollment(class_id="c2", person="other", role="teacher")
    view = see(ROOM, occupied("class", "other", "student"), lens(VENUE, other))
    assert not seen(view, "other")["teaches"]


FAMILY = replace(VENUE, kind="family", student="child")

CAPACITIES: list[tuple[Venue | None, tuple[str, ...], set[Role]]] = [
    # with the own child alone a parent, among other students a teacher
    (None, ("parent", "child"), {Role.GUARDIAN}),
    (None, ("parent", "student"), {Role.TEACHER}),
    (None, ("parent", "child", "student"), {Role.TEACHER}),
    # the child's class is taught by somebody else; the own child's family room
    (VENUE, ("parent", "child", "student"), {Role.GUARDIAN}),
    (VENUE, ("parent", "student"), {Role.TEACHER}),
    (FAMILY, ("parent",), {Role.GUARDIAN}),
    (replace(FAMILY, student="student"), ("parent",), {Role.TEACHER}),
]


@pytest.mark.parametrize(("venue", "joined", "expected"), CAPACITIES)
def test_the_room_decides_which_role_counts(
    venue: Venue | None, joined: tuple[str, ...], expected: set[Role]
) -> None:
    kind: VenueKind = venue.kind if venue else "direct"
    view = see(ROOM, occupied(kind, *joined), lens(*([venue] if venue else [])))
    assert seen(view, "parent")["roles"] == expected


def test_a_court_order_ends_the_exception_for_the_own_child() -> None:
    barred = replace(order("parent"), student="child")
    view = see(ROOM, occupied("direct", "parent", "child"), lens(barred))
    assert seen(view, "parent") == {
        "roles": {Role.TEACHER},
        "teaches": False,
        "supervises": False,
        "own_children": set(),
    }


def test_a_thousand_people_are_counted_and_not_named() -> None:
    many = [student(f"s{n}") for n in range(1000)]
    joined = ["teacher", "first", "guardian", *(p.id for p in many)]
    room = see(ROOM, occupied("class", *joined), lens(VENUE, POOL, *many)).room
    assert room.joined == Presence(
        count=1003, students=1000, staff=2, guardians=1, supervisors=1, named=()
    )
    assert (room.has_student, room.has_staff, room.count) == (True, True, 1003)


def test_whose_calendar_counts() -> None:
    assert see(ROOM, occupied("class", "student"), lens(VENUE)).room.schools == ("s1",)
    assert see(ROOM, occupied("direct", "teacher", "far"), lens()).room.schools == ("s2",)
    assert see(ROOM, occupied("direct", "teacher", "other"), lens()).room.schools == ("d1", "s1")


def asked(glass: Lens, by: str, *invited: str, **request: Any) -> set[str]:
    config = {"is_direct": True, "invite": [user(name) for name in invited], **request}
    return {str(p.person) for p in room_facts(user(by), config, glass).supervisors}


def test_the_pool_is_invited_where_a_supervisor_is_needed() -> None:
    policy = PolicyVersion(version="1", text=SHIPPED)
    glass = lens(POOL, policy)
    assert asked(glass, "teacher", "student") == {"first", "second", "deputy"}
    assert asked(glass, "teacher", "other") == set()
    # nobody twice, and nobody of another school
    assert asked(glass, "first", "student") == {"second", "deputy"}
    assert asked(glass, "teacher", "student", "first") == {"second", "deputy"}
    assert asked(lens(policy), "teacher", "student") == set()


WANTED: list[tuple[dict[str, Any], VenueKind | None, bool]] = [
    ({}, None, False),
    ({"creation_content": {VENUE_MARK: "club"}}, "club", False),
    # what only the district makes
    ({"creation_content": {VENUE_MARK: "class"}}, None, True),
    ({"creation_content": {VENUE_MARK: "direct"}}, None, True),
    ({"creation_content": {VENUE_MARK: ["club"]}}, None, True),
    ({"creation_content": {VENUE_MARK: "club", "district.homeroom.student": "x"}}, None, True),
]


@pytest.mark.parametrize(("request_", "wants", "claims"), WANTED)
def test_the_kind_that_a_request_asks_for(
    request_: dict[str, Any], wants: VenueKind | None, claims: bool
) -> None:
    facts = room_facts(user("teacher"), request_, lens())
    assert (facts.wants, facts.claims_venue) == (wants, claims)


@pytest.mark.parametrize(
    ("maker", "text", "venue"),
    [
        # the mark of a user counts where the policy lets them make such a room
        ("teacher", CLUBS, "club"),
        ("student", CLUBS, None),
        ("teacher", SHIPPED, None),
    ],
)
def test_a_club_that_staff_made(maker: str, text: str, venue: VenueKind | None) -> None:
    made = Occupancy(maker=user(maker), mark="club", joined=frozenset({user(maker)}))
    assert see(ROOM, made, lens(PolicyVersion(version="1", text=text))).room.venue == venue


NAMES = st.sampled_from(["teacher", "student", "first", "guardian", "nobody"])
CHANGES = st.lists(
    st.tuples(NAMES, st.sampled_from(["join", "invite", "leave", "ban", "knock", None, 3])),
    max_size=12,
)


class Membership:
    """A membership event, as Synapse or the archive have it."""

    type = "m.room.member"
    room_id = ROOM

    def __init__(self, who: str, membership: Any) -> None:
        self.sender, self.content = who, {"membership": membership}

    def is_state(self) -> bool:
        return True

    def get_state_key(self) -> str:
        return self.sender


@given(changes=CHANGES)
def test_step_by_step_or_at_once_the_same_people_are_there(
    changes: list[tuple[str, Any]],
) -> None:
    """What is kept up change by change is what the whole state would give."""
    events = [Membership(user(who), membership) for who, membership in changes]
    step = Occupancy()
    for event in events:
        step = step.after([event])
    assert step == Occupancy.of({("m.room.member", e.sender): e for e in events})
    assert not step.joined & step.invited


def test_only_a_material_version_asks_for_an_acknowledgement() -> None:
    def asked_of(*versions: PolicyVersion) -> int | None:
        policy = folded(*versions).policy
        assert policy is not None
        assert policy.version == versions[-1].version
        return policy.asked.version if policy.asked else None

    first, second = PolicyVersion(version="1", text=SHIPPED), PolicyVersion(version="2", text=CLUBS)
    assert asked_of(first) == 1
    assert asked_of(first, second) == 1
    assert asked_of(first, replace(second, material=True)) == 2
    third = PolicyVersion(version="3", text=SHIPPED)
    assert asked_of(first, replace(second, material=True), third) == 2


def test_a_later_change_leaves_what_it_does_not_concern() -> None:
    """Only what changed is indexed anew; the rest is the same object."""
    before = folded(POOL, VENUE)
    after = fold(before, [replace(decision(999, student("new")), at=NOON)])
    assert after.teachers is before.teachers
    assert after.rooms is before.rooms
    assert after.person(user("new")) is not None
    assert after.seq == 999


@pytest.mark.parametrize(
    ("name", "org", "heads"),
    [
        ("deputy", "s1", True),
        ("head-of-s2", "s1", False),  # a principal, of another school
        ("deputy", None, False),  # a room that is no school's
        ("first", "s1", False),  # no principal
    ],
)
def test_a_principal_heads_the_rooms_of_the_own_school(
    name: str, org: str | None, heads: bool
) -> None:
    venue = Venue(id="v1", kind="class", name="Class", room_id=ROOM, org=org)
    glass = lens(venue, staff("head-of-s2", Role.PRINCIPAL, org="s2"))
    view = see(ROOM, occupied("class", name, "student"), glass)
    assert next(p for p in view.room.named if p.user_id == user(name)).heads is heads


def test_a_venue_is_over_after_its_last_day() -> None:
    for ends, kind in ((None, "class"), (DAY, "class"), (DAY - timedelta(days=1), None)):
        glass = lens(replace(VENUE, ends=ends))
        assert see(ROOM, occupied(None, "teacher", "student"), glass).room.venue == kind
