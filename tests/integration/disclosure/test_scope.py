"""What a request finds: everything that pertains to the student, and why, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests, scope
from homeroom.disclosure.model import ScopeItem
from homeroom.errors import HomeroomError, InputError
from tests.integration.disclosure.school import ALGEBRA, ANA, FAMILY, MAYA, OMAR, STAFF, School


def found(school: School) -> dict[str, set[str]]:
    """Reasons by event id of a fresh scope; other kinds under their name."""
    school.seal()
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        counts = scope.make_scope(connection, request.id, by="officer")
        items = scope.items_of(connection, request.id)
    assert counts.records == len(items) == len(set(items))
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
    ],
)
def test_what_names_the_student_anywhere(school: School, body: str, reason: str) -> None:
    named = school.say(ANA, STAFF, body)
    assert reason in found(school)[named]


@pytest.mark.parametrize(
    "body",
    ["Maya came", "Flores family", "Omar Diaz", "S-1002011", "Mayitas", "amaya lucía flores"],
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
        sent: {"sent"},
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
