"""From the registry to the verdict: tools, consents, court orders, by the day and its midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.facts import EventFacts, Registry
from homeroom.policy.policy import Bridges, Policy
from homeroom.policy.roles import Role
from homeroom.policy.rules.personal_information import outside_contact
from homeroom.policy.verdict import Refuse
from homeroom.registry.family import birthday
from homeroom.registry.model import (
    Agreement,
    Authority,
    Consent,
    CourtOrder,
    Enrollment,
    Marks,
    Person,
    State,
    Tool,
    Venue,
)
from homeroom.registry.seeing import Lens
from homeroom.registry.snapshot import Snapshot, fold
from tests.fixtures.seeing import event_facts
from tests.unit.policy.facts import POLICY
from tests.unit.registry.household import (
    DAY,
    HOUSEHOLD,
    STUDENT,
    TERMS,
    TOOL,
    authority,
    order,
    person,
    signed,
)
from tests.unit.registry.test_coverage import AUTHORITIES, CONSENTS, DAYS, ORDERS
from tests.unit.registry.test_seeing import BOT, GHOST, ROOM, SYSTEM, decision, event, state_of

ZONE = ZoneInfo("America/New_York")
IN_NEW_YORK = replace(
    POLICY,
    hours=replace(POLICY.hours, timezone="America/New_York", days=frozenset(range(7))),
    bridges=Bridges(class_rooms="allow"),
)
TEACHER, FATHER = "@teacher:district.example", "@father:district.example"
PUPIL, QUIZ = "@student:district.example", "@quizbot:district.example"
OTHER_GHOST = "@_whatsapp_fedcba98765432100123:district.example"
PEOPLE: tuple[State, ...] = (
    person("teacher", Role.TEACHER),
    person("mother"),
    person("father"),
    STUDENT,
    *HOUSEHOLD.guardianships,
)
FAMILY_ROOM = Venue(
    id="family",
    kind="family",
    name="Family",
    room_id=ROOM,
    student="student",
    guardian="father",
    ghost=GHOST,
    networks=("whatsapp",),
)
CLASS_ROOM = Venue(id="class", kind="class", name="Class", room_id=ROOM, networks=("whatsapp",))
BRIDGED = frozenset(
    {
        *("approved_software", "network_in_venue", "bridge_consent", "room_paused", "restricted"),
        *("unapproved_bot", "unapproved_widget"),
    }
)


def noon(day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def lens(*states: State, now: datetime | None = None, policy: Policy = IN_NEW_YORK) -> Lens:
    known = (*PEOPLE, *states)
    made = fold(Snapshot(), (decision(i + 1, state) for i, state in enumerate(known)))
    return Lens.at(
        now or noon(),
        replace(made, policy=policy),
        registry=Registry(age_seconds=0),
        server_name="district.example",
        system_account=SYSTEM,
    )


def judged(seen: Lens, facts: EventFacts) -> set[str]:
    """The rules of this file that refuse."""
    verdict = decide(facts, seen.snapshot.policy or POLICY, seen.now)
    found = {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()
    return found & BRIDGED


def said_in(
    seen: Lens,
    *members: str,
    sender: str = TEACHER,
    kind: str = "m.room.message",
    content: dict[str, Any] | None = None,
    state_key: str | None = None,
) -> set[str]:
    """What stands against something in the room with these members."""
    content = content or {"msgtype": "m.text", "body": "Good morning"}
    sent = event(kind, content, sender, state_key)
    return judged(seen, event_facts(sent, state_of("class", SYSTEM, *members), seen))


def comes(seen: Lens, who: str, *members: str, by: str = TEACHER, how: str = "invite") -> set[str]:
    return said_in(
        seen,
        *members,
        sender=by,
        kind="m.room.member",
        content={"membership": how},
        state_key=who,
    )


# -- midnight ------------------------------------------------------------------------------------

EIGHTEENTH = birthday(STUDENT.birth_date or DAY, 18)
TOMORROW = DAY + timedelta(days=1)
LONG = date(2040, 1, 1)


def tool(ends: date, starts: date = date(2026, 1, 1)) -> Tool:
    return replace(TOOL, agreement=Agreement(reference="A", starts=starts, ends=ends))


MIDNIGHTS: list[tuple[str, tuple[State, ...], date, bool, bool]] = [
    # what changes at the midnight at which the day begins: crossed before, crosses after
    ("agreement ends", (tool(DAY), signed()), TOMORROW, True, False),
    ("agreement starts", (tool(LONG, starts=TOMORROW), signed()), TOMORROW, False, True),
    ("consent expires", (tool(LONG), signed(expires=DAY)), TOMORROW, True, False),
    ("consent begins", (tool(LONG), signed(on=TOMORROW)), TOMORROW, False, True),
    ("birthday", (tool(LONG), signed(expires=LONG)), EIGHTEENTH, True, False),
    (
        "own consent",
        (tool(LONG), signed("student", EIGHTEENTH, expires=LONG)),
        EIGHTEENTH,
        False,
        True,
    ),
    (
        "placement ends",
        (tool(LONG), signed("foster"), authority("foster", ends=DAY)),
        TOMORROW,
        True,
        False,
    ),
    (
        "order begins",
        (tool(LONG), signed("father"), order("father", starts=TOMORROW)),
        TOMORROW,
        True,
        False,
    ),
    (
        "order ends",
        (tool(LONG), signed("father"), order("father", ends=DAY)),
        TOMORROW,
        False,
        True,
    ),
]


@pytest.mark.parametrize(
    ("states", "day", "before", "after"),
    [case[1:] for case in MIDNIGHTS],
    ids=[case[0] for case in MIDNIGHTS],
)
def test_days_change_at_the_districts_midnight(
    states: tuple[State, ...], day: date, before: bool, after: bool
) -> None:
    """Not at the server's (UTC), which is five hours earlier, nor a second too soon."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    for moment, crosses in ((midnight - timedelta(seconds=1), before), (midnight, after)):
        seen = lens(*states, replace(FAMILY_ROOM, guardian="mother"), now=moment)
        assert (said_in(seen, TEACHER, GHOST) == set()) is crosses, moment


# -- the register --------------------------------------------------------------------------------


def test_a_bridge_is_known_by_its_registered_namespace() -> None:
    """What only looks like a bridge is nobody; a registered namespace is taken at its word."""
    renamed = replace(TOOL, marks=Marks(namespace="_wa-eu_"))
    seen = lens(renamed)
    assert seen.party("@_wa-eu_0123456789abcdef0123:district.example").network == "whatsapp"
    assert Role.SYSTEM in seen.party("@_wa-eu_bot:district.example").roles
    assert not seen.party(GHOST).roles
    assert not lens(replace(TOOL, kind="link")).party(GHOST).roles
    own = replace(TOOL, marks=Marks(accounts=("_whatsapp_gate",)))
    assert Role.SYSTEM in lens(own).party("@_whatsapp_gate:district.example").roles
    assert not lens(own).party(BOT).roles


QUIZ_TOOL = replace(
    TOOL, id="quiz", name="Quiz", kind="bot", marks=Marks(accounts=("quizbot",)), agreement=TERMS
)


def test_a_bot_works_while_its_agreement_does() -> None:
    fine, venue = lens(QUIZ_TOOL, CLASS_ROOM), ROOM
    assert venue == ROOM
    assert comes(fine, QUIZ, TEACHER, PUPIL) == set()
    assert said_in(fine, TEACHER, PUPIL, QUIZ, sender=QUIZ) == set()
    for wrong in (
        replace(QUIZ_TOOL, state="suspended"),
        replace(QUIZ_TOOL, agreement=replace(TERMS, ends=DAY - timedelta(days=1))),
        replace(QUIZ_TOOL, agreement=replace(TERMS, schools=("s9",))),
    ):
        seen = lens(wrong, replace(CLASS_ROOM, org="s1"))
        assert comes(seen, QUIZ, TEACHER, PUPIL) == {"unapproved_bot"}
        assert comes(seen, QUIZ, TEACHER, PUPIL, by=QUIZ, how="join") == {"unapproved_bot"}
        assert said_in(seen, TEACHER, PUPIL, QUIZ, sender=QUIZ) == {"unapproved_bot"}
        assert said_in(seen, TEACHER, PUPIL, QUIZ) == {"unapproved_bot"}
        assert comes(seen, QUIZ, TEACHER, PUPIL, QUIZ, how="leave") == set()


BOARD = replace(
    TOOL, id="board", name="Board", kind="widget", marks=Marks(hosts=("board.example",))
)
PAGES: list[tuple[Any, bool]] = [
    ("https://board.example/room?id=1", True),
    ("https://eu.board.example:8443/", True),
    ("https://board.example", True),
    # another host, dressed up as ours
    ("https://board.example.attacker.example/", False),
    ("https://notboard.example/", False),
    ("https://attacker.example/board.example", False),
    ("https://attacker.example/?x=https://board.example/", False),
    ("https://board.example@attacker.example/", False),
    ("https://attacker.example\\@board.example/", False),
    ("https://attacker.example\\.board.example/", False),
    ("https://attacker.example#@board.example/", False),
    ("https://attacker.example%2f.board.example/", False),
    ("https://bоard.example/", False),
    ("https://$domain.board.example/", False),
    ("//board.example/", False),
    ("http://board.example/", False),
    ("javascript:alert(1)//board.example", False),
    (" https://board.example/", False),
    ("https://board.example\n.attacker.example/", False),
    # what is no address at all
    (["https://board.example/"], False),
    (None, False),
    (7, False),
]


@pytest.mark.parametrize("kind", ["m.widget", "im.vector.modular.widgets"])
@pytest.mark.parametrize(("url", "fine"), PAGES)
def test_a_widget_is_a_page_of_the_register(kind: str, url: Any, fine: bool) -> None:
    content = {"type": "m.custom", "url": url}
    found = said_in(lens(BOARD, CLASS_ROOM), TEACHER, kind=kind, content=content, state_key="w")
    assert (found == set()) is fine


def test_a_widget_is_closed_by_anybody_who_may_and_a_manager_is_another_kind() -> None:
    seen = lens(BOARD, CLASS_ROOM)
    closed = event("m.widget", {}, TEACHER, "w")
    assert judged(seen, event_facts(closed, state_of("class", SYSTEM, TEACHER), seen)) == set()
    page = {"url": "https://board.example/"}
    manager = {**page, "type": "m.integration_manager"}
    assert said_in(seen, TEACHER, kind="m.widget", content=manager, state_key="w") == {
        "unapproved_widget"
    }
    for gone in (replace(BOARD, state="suspended"), replace(BOARD, state="requested")):
        seen = lens(gone, CLASS_ROOM)
        assert said_in(seen, TEACHER, kind="m.widget", content=page, state_key="w") == {
            "unapproved_widget"
        }


def test_what_is_approved_in_a_room_is_known_by_name() -> None:
    link = replace(TOOL, id="forum", name="Forum", kind="link", marks=Marks(hosts=("f.example",)))
    facts = event_facts(
        event("m.room.message", {}),
        state_of("class", SYSTEM, TEACHER),
        lens(TOOL, link, CLASS_ROOM),
    )
    assert facts.room.approved == {"whatsapp", "forum", "f.example"}
    elsewhere = lens(TOOL, link, replace(CLASS_ROOM, networks=()))
    facts = event_facts(event("m.room.message", {}), state_of("class", SYSTEM, TEACHER), elsewhere)
    assert facts.room.approved == {"forum", "f.example"}


LED: list[tuple[str, bool]] = [
    ("https://discord.gg/AbCdEf", True),
    ("the rules are at www.discord.gg/AbCdEf", True),
    ("https://discord.com/AbCdEf", False),
    ("https://t.me/AbCdEf", False),
    ("https://discord.gg/AbCdEf or https://t.me/AbCdEf", False),
]


@pytest.mark.parametrize(("body", "fine"), LED)
def test_a_link_of_the_register_is_known_by_its_host(body: str, fine: bool) -> None:
    """As `homeroom tool add clubs --kind link --host discord.gg` has it."""
    link = replace(TOOL, id="clubs", name="Clubs", kind="link", marks=Marks(hosts=("discord.gg",)))
    sent = event("m.room.message", {"msgtype": "m.text", "body": body}, PUPIL)
    facts = event_facts(sent, state_of("class", SYSTEM, TEACHER, PUPIL), lens(link))
    assert (outside_contact(facts, IN_NEW_YORK, noon()) is None) is fine
    stopped = lens(replace(link, state="suspended"))
    facts = event_facts(sent, state_of("class", SYSTEM, TEACHER, PUPIL), stopped)
    assert outside_contact(facts, IN_NEW_YORK, noon()) is not None


def test_a_client_is_one_of_the_register() -> None:
    element = replace(TOOL, id="element", kind="client", marks=Marks(clients=("element",)))
    register = lens(element).snapshot.register
    assert register.client_allowed(["Element Desktop: Linux", "Mozilla/5.0"], DAY)
    assert register.client_allowed(["Homeroom portal"], DAY)
    assert not register.client_allowed(["Fluffy 1.2", ""], DAY)
    assert not register.client_allowed(["Element"], date(2030, 1, 1))
    suspended = lens(replace(element, state="suspended")).snapshot.register
    assert not suspended.client_allowed(["Element"], DAY)


# -- court orders --------------------------------------------------------------------------------


def test_a_ghost_is_the_guardian_for_whom_its_room_was_made() -> None:
    barred = lens(TOOL, signed(), FAMILY_ROOM, order("father"))
    assert said_in(barred, TEACHER, GHOST, sender=GHOST) == {"restricted"}
    assert said_in(barred, TEACHER, GHOST) == {"restricted"}
    assert comes(barred, GHOST, TEACHER, by=BOT) == {"restricted"}
    assert comes(barred, GHOST, TEACHER, GHOST, by=GHOST, how="leave") == set()
    # the other guardian's room goes on
    others = replace(FAMILY_ROOM, guardian="mother", ghost=OTHER_GHOST)
    seen = lens(TOOL, signed(), others, order("father"))
    assert said_in(seen, TEACHER, OTHER_GHOST) == set()


def test_a_family_room_that_names_no_guardian_is_restricted_when_any_is_barred() -> None:
    unnamed = replace(FAMILY_ROOM, guardian=None, ghost=None)
    assert said_in(lens(TOOL, signed(), unnamed, order("father")), TEACHER, GHOST) == {"restricted"}
    # the guardian's own account, too, if they have one
    for how, by in (("invite", TEACHER), ("join", FATHER)):
        seen = lens(TOOL, signed(), unnamed, order("father"))
        assert "restricted" in comes(seen, FATHER, TEACHER, by=by, how=how)
    other = order("father", student="somebody")
    assert said_in(lens(TOOL, signed(), unnamed, other), TEACHER, GHOST) == set()


def test_a_guardians_own_account_is_out_wherever_the_student_is() -> None:
    seen = lens(CLASS_ROOM, order("father"))
    assert comes(seen, FATHER, TEACHER, PUPIL) == {"restricted"}
    assert comes(seen, FATHER, TEACHER, PUPIL, by=FATHER, how="join") == {"restricted"}
    assert said_in(seen, TEACHER, PUPIL, FATHER, sender=FATHER) == {"restricted"}
    assert said_in(seen, TEACHER, PUPIL, FATHER) == {"room_paused"}
    assert comes(seen, PUPIL, TEACHER, FATHER) == {"room_paused"}
    assert comes(seen, FATHER, TEACHER, PUPIL, FATHER, how="leave") == set()
    # where the student is not, it is nobody's business
    assert said_in(seen, TEACHER, FATHER, sender=FATHER) == set()
    # and only what the court forbids
    for milder in (order("father", bars=("consent",)), order("father", active=False)):
        assert comes(lens(CLASS_ROOM, milder), FATHER, TEACHER, PUPIL) == set()


def test_an_unknown_birth_date_blocks_no_class_chat() -> None:
    """A minor to the rules, and a student like others where nothing crosses."""
    unknown = replace(STUDENT, birth_date=None)
    seen = lens(unknown, CLASS_ROOM)
    assert said_in(seen, TEACHER, PUPIL, sender=PUPIL) == set()
    assert comes(seen, PUPIL, TEACHER) == set()
    covered = lens(unknown, TOOL, signed(), FAMILY_ROOM)
    assert said_in(covered, TEACHER, GHOST) == set()


# -- all of it -----------------------------------------------------------------------------------

TOOLS = st.builds(
    lambda state, starts, lasts, schools, grades, coppa: replace(
        TOOL,
        state=state,
        agreement=Agreement(
            reference="A",
            starts=starts,
            ends=starts + timedelta(days=lasts),
            schools=schools,
            grades=grades,
            coppa=coppa,
        ),
    ),
    st.sampled_from(["approved"] * 4 + ["suspended", "requested"]),
    DAYS,
    st.integers(0, 900),
    st.sampled_from([(), (), ("s1",), ("s2",)]),
    st.sampled_from([(), (), ("08",), ("09",)]),
    st.sampled_from(["parent", "parent", "none"]),
)
STUDENTS = st.builds(
    lambda born: replace(STUDENT, birth_date=born), st.none() | st.dates(date(2005, 1, 1), DAY)
)
ACCOUNTS = st.sampled_from([TEACHER, PUPIL, FATHER, GHOST, OTHER_GHOST, BOT, QUIZ, SYSTEM])


@settings(max_examples=300)
@given(
    student=STUDENTS,
    approved=TOOLS,
    consents=st.lists(CONSENTS, max_size=4),
    authorities=st.lists(AUTHORITIES, max_size=2),
    orders=st.lists(ORDERS, max_size=2),
    venue=st.sampled_from([CLASS_ROOM, FAMILY_ROOM, FAMILY_ROOM, None]),
    members=st.sets(ACCOUNTS, max_size=5),
    sender=ACCOUNTS,
    target=st.none() | ACCOUNTS,
    how=st.sampled_from(["join", "invite", "knock"]),
    day=DAYS,
    rooms=st.sampled_from(["allow", "refuse"]),
)
def test_without_consent_nothing_is_allowed_across_a_bridge(
    student: Person,
    approved: Tool,
    consents: list[Consent],
    authorities: list[Authority],
    orders: list[CourtOrder],
    venue: Venue | None,
    members: set[str],
    sender: str,
    target: str | None,
    how: str,
    day: date,
    rooms: Any,
) -> None:
    """All of the registry, every date: allowed only if somebody who might consent has.

    What must be so is worked out here from the records alone, and more simply than the rules do.
    """
    seen = lens(
        *(student, approved, QUIZ_TOOL),
        *(replace(consent, id=str(n)) for n, consent in enumerate(consents)),
        *authorities,
        *(replace(barring, id=str(n)) for n, barring in enumerate(orders)),
        *([venue] if venue else []),
        now=noon(day),
        policy=replace(IN_NEW_YORK, bridges=Bridges(class_rooms=rooms)),
    )
    sent = (
        event("m.room.message", {"body": "x"}, sender)
        if target is None
        else event("m.room.member", {"membership": how}, sender, target)
    )
    facts = event_facts(sent, state_of("class", SYSTEM, *members), seen)
    policy = seen.snapshot.policy
    assert policy is not None
    if isinstance(decide(facts, policy, seen.now), Refuse):
        return
    present = {*members, *([target] if target else [])}
    bridged = bool({GHOST, OTHER_GHOST} & present) or venue is FAMILY_ROOM
    inside = sender == SYSTEM or (sender == BOT and target in (None, BOT))
    if not bridged or (inside and target in (None, sender)):
        return
    assert approved.state == "approved"
    assert approved.agreement is not None
    assert approved.agreement.in_force(day)
    assert venue is not None
    if venue is FAMILY_ROOM or PUPIL in present:
        assert approved.agreement.schools in ((), ("s1",))
        counting = [
            consent
            for consent in consents
            if consent.state == "granted" and consent.signed_on <= day <= consent.expires
        ]
        born = student.birth_date
        adult = born is not None and birthday(born, 18) <= day
        own = {"student"} if adult else {"mother", "father", "student", "stranger"}
        forbidden = {o.guardian for o in orders if o.in_force(day) and "consent" in o.bars}
        assert {consent.given_by for consent in counting} & (own - forbidden)
    if PUPIL in present:
        assert rooms == "allow"


@given(consents=st.lists(CONSENTS, min_size=1, max_size=4), day=DAYS)
def test_a_revocation_is_the_last_word_in_whatever_order_decisions_come(
    consents: list[Consent], day: date
) -> None:
    """The registry's order counts: each consent's last decision is its state."""
    named = [replace(consent, id=str(n)) for n, consent in enumerate(consents)]
    revoked = [replace(consent, state="revoked") for consent in named]
    seen = lens(tool(LONG), FAMILY_ROOM, *named, *revoked, now=noon(day))
    assert said_in(seen, TEACHER, GHOST) != set()


LIMITED = replace(TOOL, agreement=replace(TERMS, schools=("s1",)))


def test_an_agreement_for_one_school_lets_no_room_of_another_cross() -> None:
    """Whoever is in it: the room's school counts, and the grade of each student."""
    here = replace(FAMILY_ROOM, guardian="mother", org="s1")
    assert said_in(lens(LIMITED, signed(), here), TEACHER, GHOST) == set()
    elsewhere = replace(here, org="s2")
    assert said_in(lens(LIMITED, signed(), elsewhere), TEACHER, GHOST) == {"approved_software"}
    talk = replace(CLASS_ROOM, kind="parent_teacher", org="s2")
    assert comes(lens(LIMITED, talk), GHOST, TEACHER, by=BOT) == {"approved_software"}
    assert comes(lens(TOOL, talk), GHOST, TEACHER, by=BOT) == set()
    ninth = replace(TOOL, agreement=replace(TERMS, grades=("09",)))
    assert said_in(lens(ninth, signed(), here), TEACHER, GHOST) == {"bridge_consent"}


def test_a_teachers_dates_act_by_themselves() -> None:
    """A seat that begins tomorrow gives no power today, and one that is over none any more."""
    taught = replace(CLASS_ROOM, class_id="c1")
    seat = Enrollment(class_id="c1", person="teacher", role="teacher", begins=TOMORROW)
    for begins, ends, now, teaches in (
        (TOMORROW, None, noon(), False),
        (TOMORROW, None, noon(TOMORROW), True),
        (None, DAY, noon(), True),
        (None, DAY, noon(TOMORROW), False),
    ):
        seen = lens(taught, replace(seat, begins=begins, ends=ends), now=now)
        assert bool(seen.snapshot.teaches("c1", now)) is teaches
