"""What a review suggests: values to cover, words to look at, records to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.disclosure import reviewing
from homeroom.disclosure.around import Around
from homeroom.disclosure.exemptions import Exemptions
from homeroom.disclosure.model import Position
from homeroom.disclosure.outcome import by_entry
from homeroom.disclosure.redaction.forms import Category, Known
from homeroom.disclosure.redaction.record import Redaction
from homeroom.disclosure.redaction.redactor import Mark
from homeroom.disclosure.redaction.survey import Survey
from homeroom.disclosure.reviewing import Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A value that is to be covered wherever it stands."""

    subject: str
    category: Category
    name: str
    """Whose it is, for who reviews."""
    mark: str
    forms: tuple[str, ...]
    times: int
    records: int
    exemption: str
    decided: Decided | None

    @property
    def place(self) -> str:
        return f"value:{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A form that may be somebody's name or a word: covered until somebody says that it is none."""

    form: str
    mark: str
    times: int
    records: tuple[Position, ...]
    decided: Decided | None

    @property
    def place(self) -> str:
        return f"form:{self.form}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A record that is left out unless somebody, or counsel alone, decides otherwise."""

    position: Position
    exemption: str
    counsel: bool
    """Counsel alone decides to release it."""
    unclear: bool
    """It may be a turn of speech: somebody has to read it."""
    decided: Decided | None

    @property
    def place(self) -> str:
        return reviewing.entry_place(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as it stands, and what a production made now would cover."""

    suggestions: tuple[Suggestion, ...]
    doubts: tuple[Doubt, ...]
    left_out: tuple[LeftOut, ...]
    redaction: Redaction

    @property
    def open(self) -> int:
        """How many suggestions nobody has decided on."""
        decided = [each.decided for each in self.suggestions]
        decided += [each.decided for each in self.doubts]
        decided += [each.decided for each in self.left_out]
        return decided.count(None)

    @property
    def total(self) -> int:
        return len(self.suggestions) + len(self.doubts) + len(self.left_out)


def suggestions_of(
    survey: Survey,
    known: Mapping[str, Known],
    marks: Mapping[str, Mark],
    people: Around,
    law: Exemptions,
    stands: Mapping[str, Decided],
) -> tuple[Suggestion, ...]:
    forms: dict[str, set[str]] = {}
    times: dict[str, int] = {}
    records: dict[str, set[Position]] = {}
    for (subjects, form, _), met in survey.met.items():
        for subject in subjects:
            forms.setdefault(subject, set()).add(form)
            times[subject] = times.get(subject, 0) + met.times
            records.setdefault(subject, set()).update(met.records)
    return tuple(
        Suggestion(
            subject=subject,
            category=known[subject].category,
            name=people.names.get(subject, subject.partition(":")[2]),
            mark=marks[subject].text,
            forms=tuple(sorted(forms[subject])),
            times=times[subject],
            records=len(records[subject]),
            exemption=law.covering(known[subject].category).code,
            decided=stands.get(f"value:{subject}"),
        )
        for subject in sorted(forms)
    )


def doubts_of(
    survey: Survey, redaction: Redaction, stands: Mapping[str, Decided]
) -> tuple[Doubt, ...]:
    found = (
        Doubt(
            form=form,
            mark=redaction.redactor.mark(subjects),
            times=met.times,
            records=tuple(sorted(met.records)),
            decided=stands.get(f"form:{form}"),
        )
        for (subjects, form, doubtful), met in survey.met.items()
        if doubtful
    )
    return tuple(sorted(found, key=lambda doubt: doubt.form))


def left_out_of(
    survey: Survey, law: Exemptions, stands: Mapping[str, Decided]
) -> tuple[LeftOut, ...]:
    """The records that are left out unless somebody decides otherwise, in the log's order."""
    counsels, entries = survey.counsels(), by_entry(stands)
    return tuple(
        LeftOut(
            position=position,
            exemption=law.safety.code
            if position in counsels or position not in survey.exempt
            else survey.exempt[position],
            counsel=position in counsels,
            unclear=position not in counsels and position not in survey.exempt,
            decided=entries.get(position),
        )
        for position in sorted(counsels | survey.unclear | set(survey.exempt))
    )
