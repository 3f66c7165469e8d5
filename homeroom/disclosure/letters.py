"""Letters to a requester, from templates that a district can change, in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from homeroom import shipped
from homeroom.config import HomeroomConfig, suggest
from homeroom.disclosure.due import Told
from homeroom.disclosure.formats import wording
from homeroom.errors import InputError
from homeroom.registry.model import Request

FOLDER = "letters"
KINDS = ("acknowledgement", "extension", "denial", "no_records", "release")
WITH_REASON = frozenset({"extension", "denial"})
"""The law wants the reason to be said."""
LANGUAGES = ("en", "es")


def write(
    config: HomeroomConfig,
    request: Request,
    days: Told,
    *,
    kind: str,
    language: str,
    reason: str,
    today: date,
) -> str:
    """The text of a letter. It names no student: whoever opens it may be somebody else.

    `InputError` for an unknown kind or language, a missing reason, or a faulty template.
    """
    _check(kind, language, reason)
    deadline = days.next.on if days.next else None
    return Letter.read(config.data / FOLDER, kind, language).filled(
        number=request.id,
        requester=request.requester,
        asked=request.text,
        law=days.titles.get(language, ""),
        citation=days.citation,
        received=wording.day(days.received, language),
        deadline=wording.day(deadline, language) if deadline else "",
        today=wording.day(today, language),
        reason=reason.strip(),
        office=config.portal.office.removeprefix("mailto:"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A template: the district's own, or the one that ships."""

    file: Path
    text: str

    @classmethod
    def read(cls, own: Path, kind: str, language: str) -> Letter:
        """`KIND.LANGUAGE.txt` of the folder `own` where it is there; `InputError` if unreadable."""
        name = f"{kind}.{language}.txt"
        file = own / name if (own / name).is_file() else shipped.config(FOLDER) / name
        try:
            return cls(file=file, text=file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: cannot be read: {error}") from None

    def filled(self, **given: object) -> str:
        """The text with what is given; `InputError` names the place of a fault."""
        try:
            return _environment().from_string(self.text).render(**given).strip()
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            line = getattr(error, "lineno", None)
            place = f"{self.file}:{line}" if line else str(self.file)
            raise InputError(f"{place}: {error}; see config/letters for the names") from None


def _check(kind: str, language: str, reason: str) -> None:
    if kind not in KINDS:
        near = suggest(kind, KINDS)
        also = near if near.startswith("; did") else ""
        raise InputError(f"letter {kind!r}: one of {', '.join(KINDS)}{also}")
    if language not in LANGUAGES:
        raise InputError(f"language {language!r}: one of en, es")
    if kind in WITH_REASON and not reason.strip():
        raise InputError(f"reason: empty; the requester must be told why ({kind})")


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
