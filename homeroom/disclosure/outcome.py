"""What a review comes to: what a production made now leaves out, covers and shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeroom.disclosure.around import Around
from homeroom.disclosure.covering import redactor_of
from homeroom.disclosure.exemptions import Exemption, Exemptions
from homeroom.disclosure.model import Position, ScopeItem
from homeroom.disclosure.redaction.forms import Known
from homeroom.disclosure.redaction.record import FileFate, Left, Redaction
from homeroom.disclosure.redaction.redactor import Mark
from homeroom.disclosure.redaction.survey import Survey
from homeroom.disclosure.reviewing import Decided

BY_RULE = "left out by rule; nobody has decided to release it"


def redaction_of(
    known: Mapping[str, Known],
    marks: Mapping[str, Mark],
    people: Around,
    stands: Mapping[str, Decided],
    law: Exemptions,
    survey: Survey,
    items: Sequence[ScopeItem],
) -> Redaction:
    released = {
        place.removeprefix("value:")
        for place, decided in stands.items()
        if place.startswith("value:") and decided.action == "release"
    }
    covered = [known[subject] for subject in marks if subject not in released]
    spared = frozenset(
        place.removeprefix("form:")
        for place, decided in stands.items()
        if place.startswith("form:") and decided.action == "not_person"
    )
    in_scope = {item.position for item in items}
    entries = {p: d for p, d in by_entry(stands).items() if p in in_scope}
    withheld = _withheld(survey, law, entries, in_scope)
    return Redaction(
        redactor=redactor_of(covered, marks, people, spared),
        withheld=withheld,
        whole=frozenset(p for p, d in entries.items() if d.action == "whole") - set(withheld),
        spared=_spared(stands),
        files={p: _fate(d) for p, d in entries.items() if d.action in ("whole", "strip")},
        decided={
            place.removeprefix("value:"): _left(law, decided)
            for place, decided in stands.items()
            if place.startswith("value:")
        },
        review=max((decided.id for decided in stands.values()), default=0),
    )


def _fate(decided: Decided) -> FileFate:
    return "whole" if decided.action == "whole" else "stripped"


def _withheld(
    survey: Survey,
    law: Exemptions,
    entries: Mapping[Position, Decided],
    in_scope: set[Position],
) -> dict[Position, Left]:
    found = {}
    counsels = survey.counsels() & in_scope
    unclear = survey.unclear & in_scope
    for position in sorted(counsels | unclear | set(survey.exempt) | set(entries)):
        decided = entries.get(position)
        if decided is not None and decided.action == "withhold":
            found[position] = _left(law, decided)
        elif position in counsels and not (decided and decided.counsel):
            found[position] = _by_rule(law.safety)
        elif position in survey.exempt and decided is None:
            found[position] = _by_rule(law.get(survey.exempt[position]))
        elif position in unclear and decided is None:
            found[position] = _by_rule(law.safety)
    return found


def _by_rule(exemption: Exemption) -> Left:
    return Left(exemption=exemption.mark, citation=exemption.citation, public=BY_RULE)


def _left(law: Exemptions, decided: Decided) -> Left:
    exemption = law.by_code.get(decided.exemption)
    return Left(
        exemption=exemption.mark if exemption else "",
        citation=exemption.citation if exemption else "",
        public=exemption.title if exemption else "",
        reason=decided.reason,
        hand=decided.reason != "suggested",
        by=decided.by,
        at=decided.at.isoformat(timespec="seconds"),
    )


def by_entry(stands: Mapping[str, Decided]) -> dict[Position, Decided]:
    found = {}
    for place, decided in stands.items():
        kind, _, rest = place.partition(":")
        where, _, form = rest.partition(":")
        if kind == "entry" and not form:
            found[_position(where)] = decided
    return found


def _spared(stands: Mapping[str, Decided]) -> dict[Position, frozenset[str]]:
    found: dict[Position, frozenset[str]] = {}
    for place, decided in stands.items():
        kind, _, rest = place.partition(":")
        where, _, form = rest.partition(":")
        if kind == "entry" and form and decided.action == "not_person":
            position = _position(where)
            found[position] = found.get(position, frozenset()) | {form}
    return found


def _position(where: str) -> Position:
    epoch, _, index = where.partition("/")
    return Position(int(epoch), int(index))
