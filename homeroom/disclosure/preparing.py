"""The review of a request as it stands: its scope looked through, with what was decided of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text, tuple_

from homeroom.archive import read
from homeroom.db.tables import archive as tables
from homeroom.disclosure import exemptions, requests, reviewing, scope
from homeroom.disclosure.around import Around, around
from homeroom.disclosure.covering import TITLES, by_hand, marks_of, redactor_of
from homeroom.disclosure.exemptions import Exemptions
from homeroom.disclosure.model import Position, ScopeItem
from homeroom.disclosure.opening import is_opened
from homeroom.disclosure.outcome import redaction_of
from homeroom.disclosure.redaction.forms import Known, words_of
from homeroom.disclosure.redaction.redactor import Mark
from homeroom.disclosure.redaction.survey import Survey
from homeroom.disclosure.suggestions import Review, doubts_of, left_out_of, suggestions_of
from homeroom.policy.detect import Detector, Gazetteer, Listed
from homeroom.registry import decisions, detection, policies
from homeroom.registry.model import CourtOrder

AT_ONCE = 500
MARKED = text("""
    SELECT epoch, index FROM retention.marked
    WHERE district = registry.this_district() AND marks LIKE '%danger%'
""")


def review(connection: Connection, data: Path, request_id: str) -> Review:
    """Look through the scope of a request; subjects that are met first get their marks now.

    What nobody has decided is covered or left out: `InputError` where there is no scope.
    """
    request = requests.get(connection, request_id)
    items = scope.items_of(connection, request_id)
    law, people = exemptions.load(data), around(connection, request)
    stands = reviewing.decisions(connection, request_id)
    hand = by_hand(stands)
    survey = _survey(connection, request.about, law, people, hand, items)
    known = {each.subject: each for each in (*people.others, *survey.found.values(), *hand)}
    for subject, spellings in survey.spelt.items():
        known[subject] = replace(known[subject], texts=(*known[subject].texts, *sorted(spellings)))
    needed = {subject for subjects, _, _ in survey.met for subject in subjects}
    needed |= {each.subject for each in hand}
    named = {subject: TITLES[known[subject].category] for subject in needed}
    marks = marks_of(known, reviewing.give_marks(connection, request_id, named), law)
    redaction = redaction_of(known, marks, people, stands, law, survey, items)
    return Review(
        suggestions=suggestions_of(survey, known, marks, people, law, stands),
        doubts=doubts_of(survey, redaction, stands),
        left_out=left_out_of(survey, law, stands),
        redaction=redaction,
    )


def _survey(
    connection: Connection,
    student: str,
    law: Exemptions,
    people: Around,
    hand: Sequence[Known],
    items: Sequence[ScopeItem],
) -> Survey:
    known = (*people.others, *hand)
    blank = {
        each.subject: Mark(category=TITLES[each.category], number=0, exemption="") for each in known
    }
    today = policies.local_day(connection, datetime.now(UTC))
    orders = decisions.naming(connection, CourtOrder, "student", [student])
    survey = Survey(
        redactor=redactor_of(known, blank, people, frozenset()),
        detector=_detector(people),
        own=frozenset(_own(people)),
        guarded=any(order.in_force(today) for order in orders),
        privileged={each.code: each.words for each in law.by_code.values() if each.words},
    )
    survey.dangerous |= {Position(epoch, index) for epoch, index in connection.execute(MARKED)}
    for entry in _entries(connection, items):
        opened = ((f.pointer, f.value) for f in entry.fields() if is_opened(f.pointer))
        survey.look(Position(entry.epoch, entry.index), entry.payload(), opened)
    return survey


def _entries(connection: Connection, items: Sequence[ScopeItem]) -> Iterator[read.Entry]:
    leaf = tables.leaf.c
    for start in range(0, len(items), AT_ONCE):
        places = [(i.position.epoch, i.position.index) for i in items[start : start + AT_ONCE]]
        chosen = tuple_(leaf.epoch, leaf.index).in_(places)
        for entry in read.entries(connection, chosen):
            if entry.text is not None:
                yield entry


def _detector(people: Around) -> Detector:
    shipped = detection.shipped()
    listed = (
        Listed(given_names=(given,), family_name=family)
        for each in people.others
        for given, family in each.names
    )
    return Detector(shipped.patterns, shipped.words, Gazetteer(listed))


def _own(people: Around) -> Iterator[tuple[str, ...]]:
    for each in (people.student, *people.kept):
        for text_ in (*each.texts, *each.numbers):
            yield words_of(text_)
            yield ("".join(c for c in text_ if c.isdigit()),)


def accept(connection: Connection, request_id: str, found: Review, *, by: str) -> int:
    """Take every suggestion that needs no closer look; how many.

    Not those that may be a word (covered until somebody says that it is no name), nor those that
    are counsel's to release (left out until then).
    """
    choices = [
        reviewing.Choice(
            place=each.place, action="redact", seen=0, exemption=each.exemption, reason="suggested"
        )
        for each in found.suggestions
        if each.decided is None
    ]
    choices += [
        reviewing.Choice(
            place=each.place,
            action="withhold",
            seen=0,
            exemption=each.exemption,
            reason="suggested",
        )
        for each in found.left_out
        if each.decided is None and not (each.counsel or each.unclear)
    ]
    return reviewing.decide(connection, request_id, choices, by=by)
