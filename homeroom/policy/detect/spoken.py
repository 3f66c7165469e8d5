"""The reading of marks that are written as words, or apart: "at", "punto", " . "."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.view import Edit, View, edited

_NAMES = {
    "at": "@",
    "arroba": "@",
    "dot": ".",
    "punto": ".",
    "period": ".",
    "underscore": "_",
    "guion bajo": "_",
    "slash": "/",
    "barra": "/",
    "diagonal": "/",
}
_ANY = "|".join(_NAMES)
TRIGGER = (
    r"[a-z0-9_)\]] ?(?:[\[({<*]{1,2} ?)?\b(?:arroba|dot|punto|underscore|guion bajo|slash)\b"
    r"|[\[({<] ?(?:at?|[@./]) ?[\])}>]|[a-z0-9] +(?:[@./] *[a-z0-9])|[@./] +[a-z0-9]"
    r"|\bat [a-z0-9_\-]+\.[a-z]|\b(?:is|es|handle|user|usuario) at [a-z0-9]|hxxp"
)
_MARK = re.compile(
    rf"\s*[\[({{<*]{{1,2}}\s*(?:({_ANY}|a)|([@./_]))\s*[\])}}>*]{{1,2}}\s*"
    rf"|(?<=[a-z0-9_])(?!(?<=\bme)\s+at\b|(?<=\bus)\s+at\b)\s+(?:({_ANY})|"
    r"([@./_]))\s+(?=[a-z0-9_+@])"
    r"|(?<=[a-z0-9_])(?:\s+([@./])|([@./])\s+)(?=[a-z0-9_+])"
    rf"|(?<=\bis )(at)\s+(?=[a-z0-9])|(?<=\bes )(at|arroba)\s+(?=[a-z0-9])"
    r"|\bhxxp(?=s?:)"
)


def marked(view: View) -> View:
    """The view with every such word and blank read as the mark alone."""
    return edited(view, _edits(view.text))


def _edits(text: str) -> Iterator[Edit]:
    for match in _MARK.finditer(text):
        said = next((group for group in match.groups() if group), "http")
        yield Edit(match.start(), match.end(), "@" if said == "a" else _NAMES.get(said, said))
