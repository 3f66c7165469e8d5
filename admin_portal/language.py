"""English and Spanish: which one a request wants, its messages, and how it writes dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date, format_datetime, get_day_names, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE = Path(__file__).parent / "locale"
COOKIE = "homeroom_language"


def mark(message: str) -> str:
    """Mark a text for translation where it is declared; templates translate it when shown."""
    return message


def choose(query: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> Language:
    """The language asked for in the address, else chosen before, else the browser's."""
    for wanted in (query.get("lang"), cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return "es" if wanted == "es" else "en"
    return _accepted(accepted)


def _accepted(header: str) -> Language:
    """The first of ours by the weights of `Accept-Language` (RFC 9110, 12.5.4)."""
    weighed = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, tag.partition("-")[0].strip().lower()))
        except ValueError:
            continue
    return next(
        ("es" if tag == "es" else "en" for _, _, tag in sorted(weighed) if tag in LANGUAGES), "en"
    )


@cache
def translations(language: Language) -> Translations:
    """The messages of a language, compiled from its `.po` file when first used."""
    compiled = BytesIO()
    with (LOCALE / language / "LC_MESSAGES" / "portal.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="portal")


def written_day(day: date, language: Language) -> str:
    """A day as people write it: `Mar 4, 2027`, `4 mar 2027`."""
    return str(format_date(day, "medium", locale=_locale(language)))


def written_time(at: datetime, language: Language, timezone: str) -> str:
    """A moment to the minute in the district's time zone, which is named."""
    pattern = "d MMM y, HH:mm z" if language == "es" else "MMM d, y, h:mm a z"
    zone = get_timezone(timezone)
    return str(format_datetime(at, pattern, tzinfo=zone, locale=_locale(language)))


def written_number(number: float, language: Language) -> str:
    """A number with its thousands set apart."""
    return str(format_decimal(number, locale=_locale(language)))


def written_weekdays(days: Collection[int], language: Language) -> str:
    """Days of the week (Monday is 0) as people list them: `Monday, Tuesday`, `lunes, martes`."""
    names = get_day_names("wide", locale=_locale(language))
    return ", ".join(str(names[day]) for day in sorted(days))


def _locale(language: Language) -> str:
    return "es_US" if language == "es" else "en_US"
