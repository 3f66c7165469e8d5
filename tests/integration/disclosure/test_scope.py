"""What a request finds: everything that pertains to the student, and why, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests, scope
from homeroom.disclosure.model import ScopeItem
from homeroom.errors import HomeroomError, InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Org, State
from tests.integration.disclosure.school import (
    ALGEBRA,
    ANA,
    FAMILY,
    MAYA,
    OMAR,
    STAFF,
    School,
    person,
)


def found(school: School) -> dict[str, set[str]]:
    """Reasons by event id of a fresh scope; other kinds under their name."""
    school.seal()
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        counts = scope.make_scope(connection, request.id, by="officer")
        items = scope.found_of(connection, request.id)
    produced = [item for item in items if item.included]
    assert counts.records == len(produced) == len(set(produced))
    return {_name(item): {reason.value for reason in item.reasons} for item in items}


def _name(item: ScopeItem) -> str:
    return item.event_id or item.kind


def test_what_was_sent_while_the_student_was_in_the_room(school: School) -> None:
    before = school.say(ANA, ALGEBRA, "before")
    joined = school.member(MAYA, ALGEBRA, "join")
    during = school.say(ANA, ALGEBRA, "during")
    renamed = school.member(MAYA, ALGEBRA, "join")
    still = school.say(OMAR, ALGEBRA, "still")
    removed = school.member(MAYA, ALGEBRA, "leave", by=ANA)
    after = school.say(ANA, ALGEBRA, "after")
    elsewhere = school.say(ANA, STAFF, "not for students")
    reasons = found(school)
    assert reasons[during] == reasons[still] == {"present"}
    assert reasons[joined] == reasons[renamed] == {"sent", "membership"}
    assert reasons[removed] == {"membership"}
    assert not {before, after, elsewhere} & set(reasons)


def test_an_invitation_is_no_membership(school: School) -> None:
    invited = school.member(MAYA, ALGEBRA, "invite", by=ANA)
    said = school.say(ANA, ALGEBRA, "hello all")
    reasons = found(school)
    assert reasons == {invited: {"membership"}}
    assert said not in reasons


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Maya Lucia Flores was late", "full_name"),
        ("FLORES, MAYA LUCÍA was late", "full_name"),
        ("flores maya lucía", "full_name"),
        ("Mayita's homework", "preferred_name"),
        ("Mayita Flores", "full_name"),
        ("student S-100201 was late", "number"),
        ("ask @maya.flores:district.example", "user_id"),
        ("Maya\u200b Lucía Flo\u00adres hides", "full_name"),
        ("x" * 20_000 + " Maya Lucía Flores", "full_name"),
        ("Maya Flores was late", "full_name"),
        ("Maya L. Flores was late", "full_name"),
        ("mayaflores@school.example", "full_name"),
        ("Maya came", "first_name"),
        ("is Maya's paper here?", "first_name"),
        ("Lucía Maya Florez", "misspelt"),
        ("Amaya Lucía Flores", "misspelt"),
        ("Maya Lucia Folres", "misspelt"),
        ("call 202-555-0147 now", "phone"),
        ("call (202) 555 0147", "phone"),
        ("+12025550147", "phone"),
        ("2025550147?", "phone"),
    ],
)
def test_what_names_the_student_anywhere(school: School, body: str, reason: str) -> None:
    named = school.say(ANA, STAFF, body)
    assert reason in found(school)[named]


@pytest.mark.parametrize(
    "body",
    [
        *("Flores family", "Omar Diaz", "S-1002011", "Mayitas", "amaya", "the Floras are out"),
        *("202-555-0144", "1202555014", "M.F.", "M. Flores", "call me"),
    ],
)
def test_what_names_somebody_else_stays_out(school: School, body: str) -> None:
    school.say(ANA, STAFF, body)
    assert found(school) == {}


def test_a_name_in_formatted_text_and_in_a_pill_counts(school: School) -> None:
    split = school.say(ANA, STAFF, "x", formatted_body="<b>May</b>a Luc&iacute;a Flores")
    pill = school.say(
        ANA,
        STAFF,
        "y",
        formatted_body='<a href="https://matrix.to/#/%40maya.flores%3Adistrict.example">M</a>',
    )
    pinged = school.say(ANA, STAFF, "z", **{"m.mentions": {"user_ids": [MAYA]}})
    reasons = found(school)
    assert reasons[pinged] == {"user_id"}
    assert reasons[pill] == {"user_id"}
    assert reasons[split] == {"full_name"}


def test_replies_edits_reactions_and_deletions_come_along(school: School) -> None:
    question = school.say(OMAR, STAFF, "who was it?")
    named = school.say(
        ANA, STAFF, "Mayita Flores", **{"m.relates_to": {"m.in_reply_to": {"event_id": question}}}
    )
    reply = school.say(
        OMAR, STAFF, "thanks", **{"m.relates_to": {"m.in_reply_to": {"event_id": named}}}
    )
    edit = school.say(
        ANA, STAFF, "* M.", **{"m.relates_to": {"rel_type": "m.replace", "event_id": named}}
    )
    liked = {"m.relates_to": {"rel_type": "m.annotation", "event_id": named, "key": "👍"}}
    reaction = school.send(OMAR, STAFF, "m.reaction", liked)
    deletion = school.send(ANA, STAFF, "m.room.redaction", {}, redacts=named)
    other = school.say(ANA, STAFF, "unrelated")
    reasons = found(school)
    assert reasons[question] == {"answered"}
    assert reasons[reply] == {"reply"}
    assert reasons[edit] == {"edit"}
    assert reasons[reaction] == {"reaction"}
    assert reasons[deletion] == {"deletion"}
    assert other not in reasons


def test_refused_attempts_family_venues_and_files_are_in(school: School) -> None:
    school.refuse(MAYA, ALGEBRA, "call 202-555-0143")
    school.refuse(OMAR, ALGEBRA, "call 202-555-0144")
    family = school.say(ANA, FAMILY, "see you on Monday")
    sent = school.say(MAYA, ALGEBRA, "a.png", url="mxc://district.example/picture")
    school.seal()
    school.keep_file("mxc://district.example/picture", b"picture", "a.png", "image/png")
    reasons = found(school)
    assert reasons == {
        "decision": {"attempted"},
        family: {"family"},
        # nobody looked at this file when it was uploaded
        sent: {"sent", "unreadable"},
        "media": {"file"},
    }


def test_a_scope_made_again_replaces_the_first(school: School) -> None:
    school.say(MAYA, ALGEBRA, "one")
    school.seal()
    request = school.request()
    for expected in (1, 2):
        with school.database.engine(DatabaseRole.ADMIN).begin() as connection:
            assert scope.make_scope(connection, request.id, by="officer").records == expected
        school.say(MAYA, ALGEBRA, "two")
        school.seal()


def test_what_is_not_sealed_yet_is_never_left_out_silently(school: School) -> None:
    school.say(MAYA, ALGEBRA, "one")
    with (
        school.database.engine(DatabaseRole.PORTAL).begin() as connection,
        pytest.raises(HomeroomError, match="1 messages wait to be sealed"),
    ):
        scope.wait_until_sealed(connection, seconds=0.2)


def test_an_open_request_blocks_disposition_until_it_is_closed(school: School) -> None:
    request = school.request()
    with school.database.engine(DatabaseRole.ADMIN).begin() as connection:
        assert requests.open_about(connection, "maya") == [request.id]
        assert requests.open_about(connection, "omar") == []
        requests.move(connection, request, "closed", by="officer")
        assert requests.open_about(connection, "maya") == []


@pytest.mark.parametrize(
    ("about", "law", "requester", "message"),
    [
        ("nobody", "ferpa", "Rosa", "nobody of the roster"),
        ("S-100201", "ferpaa", "Rosa", "did you mean 'ferpa'"),
        ("S-100201", "ferpa", " ", "requester: empty"),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    school: School, about: str, law: str, requester: str, message: str
) -> None:
    with (
        school.database.engine(DatabaseRole.ADMIN).begin() as connection,
        pytest.raises(InputError, match=message),
    ):
        requests.open_request(connection, about=about, law=law, requester=requester, by="x")


def test_the_archiver_may_look_and_not_touch(school: School) -> None:
    with school.database.connect(DatabaseRole.ARCHIVER) as connection:
        assert connection.scalar(text("SELECT count(*) FROM disclosure.open_request")) == 0
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(text("DELETE FROM disclosure.scope_item"))


def test_a_name_that_others_have_counts_where_the_student_is_known(school: School) -> None:
    school.enrol_namesake()
    elsewhere = school.say(OMAR, STAFF, "Maya was late")
    school.member(MAYA, ALGEBRA, "join")
    school.member(MAYA, ALGEBRA, "leave")
    by_their_teacher = school.say(ANA, ALGEBRA, "Maya was late")
    initials = school.say(ANA, ALGEBRA, "M.F. was late")
    short = school.say(ANA, ALGEBRA, "M. Flores and Maya F. were late")
    other = school.say(ANA, ALGEBRA, "Maya Johnson was late")
    reasons = found(school)
    assert reasons[by_their_teacher] == {"first_name"}
    assert reasons[initials] == {"initials"}
    assert reasons[short] == {"initials", "first_name"}
    assert not {elsewhere, other} & set(reasons)


def test_a_misspelling_that_is_somebody_elses_name_stays_out(school: School) -> None:
    school.enrol_namesake()
    mine = school.say(ANA, STAFF, "Maya Florez was late")
    theirs = school.say(ANA, STAFF, "Maya Flora was late")
    reasons = found(school)
    assert reasons[mine] == {"misspelt"}
    assert theirs not in reasons


def test_former_names_and_accounts_count(school: School) -> None:
    school.rename_maya()
    before = school.say(ANA, STAFF, "Lucas Flores was late")
    alone = school.say(ANA, STAFF, "where is Lucas")
    sent = school.say("@lucas.flores:district.example", STAFF, "hello")
    pill = school.say(
        ANA, STAFF, "x", **{"m.mentions": {"user_ids": ["@lucas.flores:district.example"]}}
    )
    reasons = found(school)
    assert reasons[before] == {"former_name"}
    assert reasons[alone] == {"former_name"}
    assert reasons[sent] == {"sent"}
    assert reasons[pill] == {"user_id"}


def test_what_a_bridge_brought_from_the_students_phone_was_sent_by_them(school: School) -> None:
    account = school.bridge("whatsapp", "+12025550147")
    other = school.bridge("whatsapp", "+12025550148")
    sent = school.say(account, STAFF, "from my phone")
    theirs = school.say(other, STAFF, "from another phone")
    reasons = found(school)
    assert reasons[sent] == {"sent"}
    assert theirs not in reasons


def test_names_inside_files_count_and_what_cannot_be_read_is_listed(school: School) -> None:
    school.member(MAYA, ALGEBRA, "join")
    school.member(MAYA, ALGEBRA, "leave")
    named = school.show_file(ANA, STAFF, "report.pdf", b"About Maya Flores\n")
    titled = school.show_file(ANA, STAFF, "Maya Flores plan.txt", b"nothing\n")
    other = school.show_file(ANA, STAFF, "other.txt", b"About Omar Diaz\n")
    scanned = school.show_file(ANA, ALGEBRA, "scan.bin", b"\x00\x01\x02")
    elsewhere = school.show_file(OMAR, STAFF, "scan.bin", b"\x00\x01\x02")
    reasons = found(school)
    assert reasons[named] == {"in_file", "full_name"}
    assert {"in_file", "full_name"} <= reasons[titled]
    assert reasons[scanned] == {"unreadable"}
    assert not {other, elsewhere} & set(reasons)
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        request = requests.list_requests(connection)[0]
        produced = {_name(item) for item in scope.items_of(connection, request.id)}
        counts = scope.count(scope.found_of(connection, request.id))
    assert named in produced
    assert scanned not in produced
    assert counts.to_look_at == 1


def test_an_answer_that_came_after_the_student_left_is_in(school: School) -> None:
    school.member(MAYA, ALGEBRA, "join")
    asked = school.say(ANA, ALGEBRA, "who was it?")
    school.member(MAYA, ALGEBRA, "leave")
    answer = school.say(
        OMAR, ALGEBRA, "me", **{"m.relates_to": {"m.in_reply_to": {"event_id": asked}}}
    )
    later = school.say(OMAR, ALGEBRA, "anyway")
    reasons = found(school)
    assert reasons[answer] == {"reply"}
    assert later not in reasons


def test_people_of_one_name_are_told_apart_by_school_grade_and_id(school: School) -> None:
    states: list[State] = [Org(id="m", name="Lantern Middle", kind="school")]
    states += [
        replace(
            person(f"kai{n}", "Kai", "Reed", f"@kai{n}:district.example", f"S-{n}", Role.STUDENT),
            orgs=("m",),
            grades=(f"0{n}",),
        )
        for n in (6, 7)
    ]
    with school.database.engine(DatabaseRole.ADMIN).begin() as connection:
        for state in states:
            record(connection, state, by="test")
        with pytest.raises(InputError, match="2 people have this name") as told:
            requests.open_request(
                connection, about="Kai Reed", law="ferpa", requester="Rosa", by="officer"
            )
    for grade in ("06, S-6", "07, S-7"):
        assert f"Lantern Middle, grade {grade}" in str(told.value)
