"""The reading of HTML: what a client shows of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import re2

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.view import Edit, View, edited

TRIGGER = r"[<&]"
_REFERENCE = r"""&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});?"""
_REFERENCES = re2.compile(_REFERENCE)
_MARK = re2.compile(
    r"""<!--(?s:.*?)-->|</?[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>|</?[a-z][^>]*>|"""  # tags
    + _REFERENCE
)
"""A comment, a tag (with whatever its attributes quote), or a character reference."""
_BREAKS = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|pre|hr)\b")


def shown(view: View) -> View | None:
    """The view without tags, with character references read; None if there are none."""
    if "<" not in view.text and "&" not in view.text:
        return None
    read = edited(view, _edits(view.text))
    return None if read is view else read


def attributed(view: View) -> View | None:
    """The view with its tags, character references read: an image's text, a spoiler's reason.

    None where no tag can hold one.
    """
    if "<" not in view.text or "&" not in view.text:
        return None
    read = edited(view, map(_read, _REFERENCES.finditer(view.text)))
    return None if read is view else read


def _read(match: Any) -> Edit:
    return Edit(match.start(), match.end(), fold(html.unescape(match.group())).text)


def _edits(text: str) -> Iterator[Edit]:
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark.startswith("&"):
            yield _read(match)
        else:
            yield Edit(match.start(), match.end(), "\n" if _BREAKS.match(mark) else "")
