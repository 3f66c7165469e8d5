"""The exemptions of a district: what is covered, by which mark, under which law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from homeroom import shipped
from homeroom.disclosure.redaction.forms import Category, Language, Words, words_of
from homeroom.errors import InputError
from homeroom.registry import strict_yaml
from homeroom.section import Section

FILE = "exemptions.yaml"


class ExemptionSection(Section):
    """One exemption."""

    title: str
    mark: str
    citation: str
    covers: tuple[Category, ...] = ()
    words: tuple[str, ...] = ()
    counsel: bool = False


class ExemptionFile(Section):
    """The whole file."""

    exemptions: dict[str, ExemptionSection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A reason of the law; `code` is its key in decisions."""

    code: str
    title: str
    mark: str
    citation: str
    covers: tuple[Category, ...]
    words: tuple[Words, ...]
    """A record with these is suggested to be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemptions:
    """All of a district's."""

    by_code: Mapping[str, Exemption]
    safety: Exemption
    """Of what only counsel releases."""

    def covering(self, category: Category) -> Exemption:
        """The one that is suggested for a category."""
        return next(each for each in self.by_code.values() if category in each.covers)

    def get(self, code: str) -> Exemption:
        """`InputError` where there is none of this code."""
        if code not in self.by_code:
            known = ", ".join(self.by_code)
            raise InputError(f"exemption {code!r}: one of {known}; they stand in {FILE}")
        return self.by_code[code]


def load(data: Path) -> Exemptions:
    """The district's own file, else the one that ships."""
    own = data / FILE
    file = own if own.is_file() else shipped.config(FILE)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    return parse(text, name=str(file))


def parse(text: str, *, name: str) -> Exemptions:
    """Exemptions from their text; `InputError` has a line for each fault of the file `name`."""
    read = strict_yaml.read(text, ExemptionFile, name=name).exemptions
    known = {code: _exemption(code, section) for code, section in read.items()}
    missing = [c for c in get_args(Category) if not any(c in e.covers for e in known.values())]
    if missing:
        raise InputError(f"{name}: no exemption covers {', '.join(missing)}")
    safety = [known[code] for code, section in read.items() if section.counsel]
    if len(safety) != 1:
        raise InputError(f"{name}: exactly one exemption has `counsel: true`")
    return Exemptions(by_code=known, safety=safety[0])


@cache
def language() -> Language:
    """The words of every day and the nicknames that ship."""
    folder = shipped.config("words")
    everyday: set[str] = set()
    for file in sorted(folder.glob("everyday.*.txt")):
        everyday.update(word for line in _lines(file) for word in words_of(line))
    pairs = (line.partition(":") for line in _lines(folder / "nicknames.txt"))
    return Language(
        everyday=frozenset(everyday),
        nicknames={name.strip(): words_of(short) for name, _, short in pairs},
    )


def _lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _exemption(code: str, section: ExemptionSection) -> Exemption:
    return Exemption(
        code=code,
        title=section.title,
        mark=section.mark,
        citation=section.citation,
        covers=section.covers,
        words=tuple(filter(None, map(words_of, section.words))),
    )
