"""Templates: one environment a language, the same filters, nothing marked safe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from admin_portal import charts, static, words
from admin_portal.language import (
    Language,
    translations,
    written_day,
    written_number,
    written_time,
    written_weekdays,
)
from admin_portal.rule_names import RULES

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(language: Language) -> Environment:
    """The templates in a language. Escaping is on; a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found = translations(language)
    made.install_gettext_callables(found.gettext, found.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["day"] = partial(written_day, language=language)
    made.filters["weekdays"] = partial(written_weekdays, language=language)
    made.filters["time"] = _time
    made.filters["number"] = partial(written_number, language=language)
    made.filters["iso"] = datetime.isoformat
    made.globals.update(
        language=language,
        asset=static.address,
        bars=charts.bars,
        link=link,
        rules=RULES,
        words=words,
    )
    return made


def render(language: Language, template: str, context: Mapping[str, Any]) -> str:
    """One page, as HTML."""
    return environment(language).get_template(template).render(context)


@pass_context
def _time(context: Context, at: datetime) -> str:
    language, timezone = context["language"], context["timezone"]
    return written_time(at, "es" if language == "es" else "en", str(timezone))


def link(path: str, /, **query: object) -> str:
    """An address with a query; what is None or empty is left out."""
    given = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
