"""The page on which a draft of the policy is tried: its words, its faults, and who may see it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from admin_portal import drafts
from admin_portal.auth import Permission, permissions
from admin_portal.language import LANGUAGES, Language, translations
from admin_portal.render import render
from admin_portal.sessions import User
from homeroom import shipped
from homeroom.errors import InputError
from homeroom.policy.facts import VenueKind
from homeroom.policy.roles import Role
from homeroom.registry import policy_file
from homeroom.registry.model import Person
from homeroom.registry.strict_yaml import MOST_CHARACTERS
from homeroom.replay import isolated
from homeroom.replay.attempts import Why
from homeroom.replay.isolated import FailedError, TookTooLongError
from homeroom.replay.report import CHANGES, Count, Example, Report, Totals

POLICY = shipped.config("policy.yaml").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


def faults_of(text: str) -> tuple[drafts.Fault, ...]:
    """What the core says of a text, as the page takes it."""
    with pytest.raises(InputError) as caught:
        policy_file.parse(text, version=isolated.NAME, name=isolated.NAME)
    return drafts.faults(tuple(str(caught.value).splitlines()), text)


def test_whatever_a_report_names_has_words() -> None:
    assert set(drafts.CHANGES) == set(drafts.MEANS) == set(CHANGES)
    assert set(drafts.WHY) == set(get_args(Why))
    assert set(drafts.VENUES) == set(get_args(VenueKind))
    assert {role.value for role in Role} <= set(drafts.PARTIES)


@pytest.mark.parametrize(
    ("text", "line", "place", "said"),
    [
        (f"{POLICY}\nhour: 1\n", POLICY.count("\n") + 2, "hour", "Did you mean “hours”?"),
        (f"{POLICY}\nzzz: 1\n", POLICY.count("\n") + 2, "zzz", "Known are: "),
        ("format: 2\n", 1, "hours", "This is missing."),
        (
            POLICY.replace("staff_student: supervised", "staff_student: sometimes"),
            None,
            "direct_messages.staff_student",
            "“sometimes” is not allowed here.",
        ),
        ("hours: 7\n", 1, "hours", "Write these words below it"),
        ("format: 2\nformat: 2\n", 2, "format", "on line 1 already"),
        ("a: &x {}\nb: *x\n", 1, "b", "in place of the alias"),
        ("direct_messages: {staff_staff: allow}\n", 1, "direct_messages.staff_staff", "allowed"),
        ("hours: [\n", 2, "", "The form is broken here"),
        ("- 1\n", None, "", "This is no policy."),
    ],
)
def test_a_fault_is_named_by_line_and_in_both_languages(
    text: str, line: int | None, place: str, said: str
) -> None:
    fault = faults_of(text)[0]
    assert (fault.place, fault.known) == (place, True)
    if line is not None:
        assert fault.line == line
    assert said in fault.said % fault.values
    spanish = translations("es").gettext(fault.said)
    assert spanish != fault.said
    assert spanish % fault.values


def test_the_line_of_a_fault_is_shown_as_it_was_written() -> None:
    found = {fault.place: fault for fault in faults_of("format: 2\n  \nhour: 3\n")}
    assert (found["hour"].line, found["hour"].passage) == (3, "hour: 3")


def test_a_fault_that_has_no_words_here_keeps_those_of_the_core() -> None:
    (fault,) = drafts.faults(("draft, line 9, hours.open: '25:00-26:00' is no span",), "")
    assert (fault.line, fault.place, fault.passage, fault.known) == (9, "hours.open", "", False)
    assert fault.said == "'25:00-26:00' is no span"
    assert drafts.faults(("something else",), "")[0].said == "something else"


def test_who_answers_for_the_policy_tries_drafts_of_it() -> None:
    trying = {role for role in Role if Permission.POLICIES_TRY in permissions([role])}
    assert trying == {Role.ADMIN, Role.PRINCIPAL}


def test_what_takes_too_long_is_ended_and_what_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(TookTooLongError):
        isolated.try_(tmp_path, POLICY, seconds=0.001)
    with pytest.raises(FailedError):
        isolated.try_(tmp_path, POLICY)  # no district is there


def test_a_text_that_is_too_long_is_not_even_read(tmp_path: Path) -> None:
    answer = isolated.try_(tmp_path, "#" * (MOST_CHARACTERS + 1))
    (fault,) = drafts.faults(answer.faults, "")
    assert fault.known
    assert "longer than 100000 characters" in fault.said % fault.values


def report(*, cut: bool = False) -> Report:
    example = Example(
        epoch=1, entry=77, key="$x", at=NOW, rules=("hours",), venue="class", roles=("student",)
    )
    one = Count(name="s1", newly_refused=3)
    return Report(
        since=NOW,
        until=NOW,
        judged=12_345,
        then=Totals(allow=12_345),
        draft=Totals(allow=12_342, refuse=3),
        versions=("1",),
        changes={change: 3 if change == "newly_refused" else 0 for change in CHANGES},
        by_rule=(Count(name="hours", newly_refused=3),),
        by_venue=(Count(name="class", newly_refused=3),),
        by_role=(Count(name="student", newly_refused=3), Count(name="", newly_refused=1)),
        by_school=(one,),
        examples={c: (example,) if c == "newly_refused" else () for c in CHANGES},
        not_judged={"differs": 2},
        not_judged_examples={"differs": (example,)},
        cut=cut,
    )


def shown(language: Language, role: Role, found: Report) -> str:
    """The page as somebody with this role reads it."""
    person = Person(id="p", roster_id="p", roles=(role,), given_name="A", family_name="B")
    user = User(user_id="@p:x", person=person)
    context = {
        "user": user,
        "may": lambda name: Permission(name) in permissions([role]),
        "timezone": "UTC",
        "path": "/policy/try",
        "query": {},
        "languages": LANGUAGES,
        "done": "",
        "draft": POLICY,
        "faults": (),
        "problem": "",
        "report": found,
        "schools": {"s1": "Hill School"},
        "says": drafts,
        "days": 30,
        "most": isolated.MOST_ENTRIES,
        "seconds": isolated.SECONDS,
    }
    return render(language, "policy/try.html", context)


def test_the_result_has_names_and_no_ids() -> None:
    page = shown("en", Role.ADMIN, report())
    for words in ("12,345", "Hill School", "Class room", "Outside the hours", "Nobody known"):
        assert words in page
    assert ">s1<" not in page
    assert ">student<" not in page
    assert 'href="/archive/1/77"' in page
    assert "There was more" not in page
    assert "the newest 20,000 entries of the record only" in shown(
        "en", Role.ADMIN, report(cut=True)
    )


def test_who_may_not_read_the_archive_gets_numbers_and_no_links() -> None:
    page = shown("es", Role.PRINCIPAL, report())
    assert "Entrada 77" in page
    assert 'href="/archive/1/77"' not in page
    assert "Rechazado de nuevo" in page
