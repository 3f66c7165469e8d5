"""When a class of entries may go: the longest rule wins, and nothing goes early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom import shipped
from homeroom.errors import InputError
from homeroom.retention.schedule import Cell, Due, Match, Period, Rule, Schedule, Stays, judge
from homeroom.retention.schedule_file import adopted, load, parse

SHIPPED = sorted(shipped.config("retention").glob("*.yaml"))
TEXT = (shipped.config("retention") / "texas.yaml").read_text(encoding="utf-8")


def rule(**changed: Any) -> Rule:
    made = Rule(
        id="a",
        title="A",
        content="transitory",
        citation="c",
        check=False,
        match=Match(),
        keep=Period(years=1),
        trigger="created",
    )
    return replace(made, **changed)


def schedule(*rules: Rule) -> Schedule:
    return Schedule(name="s", title="S", school_year_ends=(6, 30), rules=rules)


CELL = Cell(kind="event", type="m.room.message", venue="class", month=date(2024, 2, 1))
FAR = date(2100, 1, 1)

ENDS: list[tuple[Rule, Cell, date]] = [
    # counted from the end of the month
    (rule(), CELL, date(2025, 3, 1)),
    (rule(keep=Period(days=30)), CELL, date(2024, 3, 31)),
    (rule(keep=Period(months=11)), CELL, date(2025, 2, 1)),
    # from the end of the school year in which it was made
    (rule(trigger="end_of_school_year"), CELL, date(2025, 7, 1)),
    (rule(trigger="end_of_school_year"), replace(CELL, month=date(2024, 7, 1)), date(2026, 7, 1)),
    (rule(trigger="end_of_school_year"), replace(CELL, month=date(2024, 6, 1)), date(2025, 7, 1)),
    # when the last student left, or the entry was made after that
    (rule(trigger="student_leaves"), replace(CELL, left=date(2026, 5, 9)), date(2027, 5, 9)),
    (rule(trigger="student_leaves"), replace(CELL, left=date(2023, 5, 9)), date(2025, 3, 1)),
    # when the case was closed
    (rule(trigger="case_closed"), replace(CELL, closed="2025-01-15"), date(2026, 1, 15)),
]


@pytest.mark.parametrize(("given", "cell", "day"), ENDS)
def test_the_day_on_which_it_may_go(given: Rule, cell: Cell, day: date) -> None:
    assert judge(cell, [schedule(given)], FAR) == Due(rule="s/a", content="transitory", on=day)
    before = date.fromordinal(day.toordinal() - 1)
    assert judge(cell, [schedule(given)], before) == Stays(why="not_yet", rule="s/a")


STAYS: list[tuple[Rule, Cell, Stays]] = [
    (rule(keep=None), CELL, Stays(why="permanent", rule="s/a")),
    (rule(trigger="student_leaves"), CELL, Stays(why="student_here", rule="s/a")),
    (rule(trigger="case_closed"), replace(CELL, closed="open"), Stays(why="case_open", rule="s/a")),
    # another kind, type, venue; not all of the marks
    (rule(match=Match(kinds=frozenset({"notice"}))), CELL, Stays(why="unclassified")),
    (rule(match=Match(types=frozenset({"m.reaction"}))), CELL, Stays(why="unclassified")),
    (rule(match=Match(venues=frozenset({"staff"}))), CELL, Stays(why="unclassified")),
    (rule(match=Match(marks=frozenset({"danger"}))), CELL, Stays(why="unclassified")),
    # a room that nobody designated
    (
        rule(match=Match(venues=frozenset({"class"}))),
        replace(CELL, venue=None),
        Stays(why="unclassified"),
    ),
    # who was there, and the like
    (rule(), replace(CELL, type="m.room.member"), Stays(why="sets_the_room_up")),
]


@pytest.mark.parametrize(("given", "cell", "expected"), STAYS)
def test_what_stays(given: Rule, cell: Cell, expected: Stays) -> None:
    assert judge(cell, [schedule(given)], FAR) == expected


periods = st.builds(Period, years=st.integers(0, 9), days=st.integers(0, 400))


@given(st.lists(st.none() | periods, min_size=1, max_size=5), st.dates(date(2020, 1, 1), FAR))
def test_no_rule_is_cut_short_by_another(keeps: list[Period | None], until: date) -> None:
    rules = [rule(id=str(number), keep=keep) for number, keep in enumerate(keeps)]
    said = judge(CELL, [schedule(each) for each in rules], until)
    alone = [judge(CELL, [schedule(each)], until) for each in rules]
    assert isinstance(said, Due) == all(isinstance(each, Due) for each in alone)
    if isinstance(said, Due):
        assert said.on == max(each.on for each in alone if isinstance(each, Due))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_ships_is_right_and_has_its_citations(file: Path) -> None:
    read = load(file)
    assert read.name == file.stem
    assert all(each.citation and each.check for each in read.rules)


def test_the_five_that_ship() -> None:
    names = ["federal", "illinois", "new-york", "texas", "washington"]
    assert [file.stem for file in SHIPPED] == names


FAULTS: list[tuple[str, str, str]] = [
    ("keep: 2 years", "keep: two years", "line 25, items.transitory.keep: 'two years'"),
    ("content: transitory", "content: transitry", "is not allowed"),
    ("    keep: 2 years\n", "    keeps: 2 years\n", "did you mean 'keep'"),
    ("venues: [staff", "venues: [stuff", "items.transitory.match.venues.0"),
    ("school_year_ends: 06-30", "school_year_ends: 13-01", "is no day of the year"),
    ("    citation: Texas State Library, Local Schedule GR, item 1000-50", "    cite: x", "line "),
]


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTS)
def test_a_fault_is_named_with_its_line(right: str, wrong: str, said: str) -> None:
    assert right in TEXT
    text = TEXT.replace(right, wrong, 1)
    with pytest.raises(InputError) as fault:
        parse(text, name="texas.yaml")
    assert said in str(fault.value)
    assert str(fault.value).startswith("texas.yaml, line ")


def test_a_district_changes_a_copy(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(TEXT, encoding="utf-8")
    assert [each.name for each in adopted(("ours.yaml", "federal"), tmp_path)] == [
        "ours",
        "federal",
    ]
    with pytest.raises(InputError, match="none of federal"):
        adopted(("nowhere",), tmp_path)
    with pytest.raises(InputError, match="everything is kept"):
        adopted((), tmp_path)
