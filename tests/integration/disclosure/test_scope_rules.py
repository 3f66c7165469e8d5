"""What a scope takes in and leaves out by rule, tried before it is done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import scope, selecting
from homeroom.disclosure.scope import Effect
from homeroom.disclosure.selecting import Wanted
from homeroom.errors import InputError
from tests.integration.disclosure.school import ALGEBRA, ANA, MAYA, OMAR, STAFF, School

BEFORE, AFTER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def scoped(school: School) -> str:
    school.seal()
    request = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request.id, by="officer")
    return request.id


def decide(
    school: School, request: str, action: str, wanted: Wanted, *, real: bool = True
) -> Effect:
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        carry_out = scope.add_rule if real else scope.try_rule
        return carry_out(
            connection, request, action, wanted, reason="counsel said so", by="officer"
        )


def produced(school: School, request: str) -> dict[str, set[str]]:
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        items = scope.items_of(connection, request)
    return {item.event_id or item.kind: {r.value for r in item.reasons} for item in items}


def test_a_dry_run_counts_and_changes_nothing(school: School) -> None:
    said = school.say(MAYA, ALGEBRA, "one")
    named = school.say(ANA, STAFF, "Maya Flores was late")
    request = scoped(school)
    effect = decide(school, request, "exclude", Wanted(room=STAFF), real=False)
    assert [item.event_id for item in effect.removed] == [named]
    assert set(produced(school, request)) == {said, named}


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(room=STAFF),
        Wanted(sender="ana"),
        Wanted(reason="full_name"),
        Wanted(words="late"),
        Wanted(since=BEFORE, until=AFTER, room=STAFF),
    ],
)
def test_what_is_excluded_stays_out_of_later_scopes_until_it_is_withdrawn(
    school: School, wanted: Wanted
) -> None:
    said = school.say(MAYA, ALGEBRA, "one")
    named = school.say(ANA, STAFF, "Maya Flores was late")
    request = scoped(school)
    decide(school, request, "exclude", wanted)
    assert set(produced(school, request)) == {said}
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        counts = scope.make_scope(connection, request, by="officer")
        (rule,) = selecting.rules_of(connection, request)
    assert (counts.records, counts.left_out) == (1, 1)
    assert (rule.wanted, rule.reason, rule.by) == (wanted, "counsel said so", "officer")
    decide(school, request, "withdraw", Wanted(rule=rule.id))
    assert set(produced(school, request)) == {said, named}


def test_what_is_included_comes_from_the_whole_archive(school: School) -> None:
    school.say(MAYA, ALGEBRA, "one")
    trip = school.say(OMAR, STAFF, "the trip is on Friday")
    other = school.say(OMAR, STAFF, "anything else")
    request = scoped(school)
    effect = decide(school, request, "include", Wanted(room=STAFF, words="trip"))
    assert [item.event_id for item in effect.added] == [trip]
    assert produced(school, request)[trip] == {"added"}
    assert other not in produced(school, request)


def test_context_comes_with_what_names_the_student(school: School) -> None:
    lines = [school.say(OMAR, STAFF, f"line {n}") for n in range(7)]
    named = school.say(ANA, STAFF, "Maya Flores was late")
    lines += [school.say(OMAR, STAFF, f"line {n}") for n in range(7, 12)]
    request = scoped(school)
    decide(school, request, "context", Wanted(reason="full_name", around=2))
    made = produced(school, request)
    assert made == {named: {"full_name"}, **{line: {"context"} for line in lines[5:9]}}


def test_what_waits_for_a_person_is_taken_in_by_one(school: School) -> None:
    school.member(MAYA, ALGEBRA, "join")
    school.member(MAYA, ALGEBRA, "leave")
    scan = school.show_file(ANA, ALGEBRA, "scan.bin", b"\x00\x01\x02")
    request = scoped(school)
    assert scan not in produced(school, request)
    decide(school, request, "include", Wanted(reason="unreadable"))
    assert scan in produced(school, request)


@pytest.mark.parametrize(
    ("action", "wanted", "message"),
    [
        ("exclude", Wanted(since=AFTER, until=BEFORE), "upside down"),
        ("exclude", Wanted(since=AFTER, until=AFTER), "upside down"),
        ("exclude", Wanted(), "name a room"),
        ("include", Wanted(since=BEFORE), "days alone are all"),
        ("exclude", Wanted(reason="presnt"), "did you mean 'present'"),
        ("context", Wanted(room=STAFF), "1 to 50"),
        ("context", Wanted(room=STAFF, around=51), "1 to 50"),
        ("withdraw", Wanted(rule=7), "not in force"),
        ("exclude", Wanted(words="?!"), "no word"),
        ("exlude", Wanted(room=STAFF), "did you mean 'exclude'"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(action: str, wanted: Wanted, message: str) -> None:
    with pytest.raises(InputError, match=message):
        selecting.check(action, wanted)


def test_rules_are_only_added_to_and_entries_of_the_log(school: School) -> None:
    school.say(MAYA, ALGEBRA, "one")
    request = scoped(school)
    with (
        pytest.raises(InputError, match="say why"),
        school.database.engine(DatabaseRole.PORTAL).begin() as connection,
    ):
        scope.add_rule(connection, request, "exclude", Wanted(room=STAFF), reason=" ", by="x")
    decide(school, request, "exclude", Wanted(room=STAFF))
    school.seal()
    with school.database.connect(DatabaseRole.PORTAL) as connection:
        kinds = connection.scalars(text("SELECT kind FROM archive.search")).all()
        assert kinds.count("scope_rule") == 1
        with pytest.raises(Exception, match="permission denied"):
            connection.execute(text("UPDATE disclosure.scope_rule SET action = 'include'"))
