"""What is covered, and by which marks: from whoever is known to what finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from homeroom.disclosure import exemptions
from homeroom.disclosure.around import Around
from homeroom.disclosure.exemptions import Exemptions
from homeroom.disclosure.redaction.forms import (
    Category,
    Form,
    Known,
    forms_of,
    kept_forms,
    single_words,
)
from homeroom.disclosure.redaction.redactor import Mark, Redactor
from homeroom.disclosure.reviewing import Decided

TITLES: Mapping[Category, str] = {
    "student": "Student",
    "guardian": "Guardian",
    "phone": "Phone",
    "email": "Email",
    "address": "Address",
    "number": "Number",
    "birth_date": "Birth date",
    "account": "Account",
    "text": "Passage",
}


def redactor_of(
    known: Iterable[Known], marks: Mapping[str, Mark], people: Around, spared: frozenset[str]
) -> Redactor:
    """Of what is to be covered; names that the student has, too, are the student's."""
    language = exemptions.language()
    student = single_words(people.student, language)
    familiar = {word for each in people.kept for word in single_words(each, language)}
    covered = [
        replace(form, everyday=form.everyday or _is_shared(form, familiar))
        for each in known
        if each.subject in marks
        for form in forms_of(each, language)
        if not _is_shared(form, student)
    ]
    kept = [f for each in (people.student, *people.kept) for f in kept_forms(each, language)]
    own_words = language.everyday | student | familiar
    return Redactor([*covered, *kept], marks, spared=spared, never_misspelt=own_words)


def _is_shared(form: Form, words: Iterable[str]) -> bool:
    return len(form.words) == 1 and form.words[0] in words


def by_hand(stands: Mapping[str, Decided]) -> list[Known]:
    """Passages that a reviewer covered: wherever the same words stand."""
    return [
        Known(
            subject=place.removeprefix("value:"),
            category="text",
            texts=(place.removeprefix("value:text:"),),
        )
        for place, decided in stands.items()
        if place.startswith("value:text:") and decided.action == "redact"
    ]


def marks_of(
    known: Mapping[str, Known], numbers: Mapping[str, int], law: Exemptions
) -> dict[str, Mark]:
    found = {}
    for subject, number in numbers.items():
        if subject in known:
            exemption = law.covering(known[subject].category)
            found[subject] = Mark(
                category=TITLES[known[subject].category],
                number=number,
                exemption=exemption.mark,
                citation=exemption.citation,
            )
    return found
