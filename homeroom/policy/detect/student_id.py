"""Student numbers that the words name; those of the roster are found without (`gazetteer`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.match import Match
from homeroom.policy.detect.view import View

_NAMES = (
    r"(?:student|school|lunch|pupil|learner) ?(?:id|i\.d\.|number|num|no|code|#)"
    r"|(?:my|mi|his|her|their|ur|your|tu|su) (?:id|student number|matricula|codigo)"
    r"|(?:id|numero|num|codigo|clave) (?:de |del )?(?:la )?(?:estudiante|alumn[oa]|estudiantil|"
    r"escolar|control|matricula|lunch)|matricula|carnet|expediente escolar|\bid ?#|"
    r"\bid de ell?[oa]s?"
)
_NUMBER = re.compile(
    rf"(?:{_NAMES})(?: ?#)?(?: (?:card|number|num|no\.?|is|es|was|de|for))?"
    r"(?: (?:number|is|es|ell?[oa]s?|mi|my|"
    r"hij[oa]))*[ :=#.\-]{1,4}([a-z]{0,4}-?\d[\d\-]*\d(?: \d{3,5}){0,3}(?!\d))"
)
TRIGGER = rf"(?:{_NAMES})[^0-9]{{0,24}}\d"


def find(view: View) -> Iterator[Match]:
    """What follows a word for a student number, if it has digits enough."""
    for match in _NUMBER.finditer(view.text):
        value = canonical(match.group(1))
        if sum(map(str.isdigit, value)) >= 4:
            yield Match(match.start(1), match.end(1), value)


def canonical(number: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, number.lower()))
