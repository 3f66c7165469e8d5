"""Days of the calendar as people write them, English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    ("jan", "january", "ene", "enero"),
    ("feb", "february", "febrero"),
    ("mar", "march", "marzo"),
    ("apr", "april", "abr", "abril"),
    ("may", "mayo"),
    ("jun", "june", "junio"),
    ("jul", "july", "julio"),
    ("aug", "august", "ago", "agosto"),
    ("sep", "sept", "september", "septiembre", "setiembre"),
    ("oct", "october", "octubre"),
    ("nov", "november", "noviembre"),
    ("dec", "december", "dic", "diciembre"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_MARK = r"(?: ?(?:[-/._|~,:*+\\]|--) ?| )"
"""What stands between the numbers of a day."""
_DATE = re.compile(
    rf"(?P<iso>(?<!\d)\d{{4}}){_MARK}(?P<iso_month>\d{{1,2}}){_MARK}(?P<iso_day>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<first>\d{{1,2}}){_MARK}(?P<second>\d{{1,2}}){_MARK}"
    r"(?P<numeric_year>\d{4}|'?\d{2})(?!\d)"
    rf"|\b(?P<month>{_MONTH})(?![a-z])[-/._]?,? *(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"[-/._]?,? *(?:of |in |de |del |year )?(?P<year>\d{4}|'\d{2})(?!\d)"
    rf"|(?<!\d)(?P<day_first>\d{{1,2}})(?:st|nd|rd|th|ro)?[-/._]?,? *(?:of |de |del )?"
    rf"(?P<month_second>{_MONTH})(?![a-z])[-/._]?,? *(?:of |de |del )?(?P<last_year>\d{{4}}|"
    rf"'\d{{2}})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A day in a text. `numeric`: its month is a number, as on a form."""

    start: int
    end: int
    year: int
    value: str
    """ISO 8601; month before day where only the reader's country tells."""
    numeric: bool


def written(text: str) -> Iterator[Written]:
    """Every day with a year; two-digit years are those about a student's or a parent's birth."""
    for match in _DATE.finditer(text):
        year, month, day, numeric = _parts(match)
        if (value := _iso(year, month, day) or _iso(year, day, month)) is not None:
            yield Written(match.start(), match.end(), year, value, numeric)


def _parts(match: re.Match[str]) -> tuple[int, int, int, bool]:
    part = match.groupdict()
    if part["iso"]:
        return int(part["iso"]), int(part["iso_month"]), int(part["iso_day"]), True
    if part["first"]:
        return _year(part["numeric_year"]), int(part["first"]), int(part["second"]), True
    if part["month"]:
        return _year(part["year"]), _NUMBER[part["month"]], int(part["day"]), False
    return _year(part["last_year"]), _NUMBER[part["month_second"]], int(part["day_first"]), False


def _year(digits: str) -> int:
    year = int(digits.lstrip("'"))
    return year if len(digits) == 4 else year + (2000 if year < 40 else 1900)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
