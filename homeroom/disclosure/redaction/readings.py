"""The ways in which a string can be read: as written, without tags, decoded, unescaped.

A name hides in `%40omar.diaz`, in `O<b>mar</b>`, in `&#79;mar` and in `\\u004fmar` alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from homeroom.policy.detect import markup
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.view import Edit, View, edited

MOST = 12
"""Readings of one string; what is encoded more deeply is not read by people."""
_PERCENT = re.compile(r"(?:%[0-9a-f]{2})+")
_ESCAPE = re.compile(r"(?:\\u[0-9a-f]{4})+|\\[nrtbf/\"\\]")
_BLANKS = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
Decode = Callable[[View], View | None]


def readings(text: str) -> list[View]:
    """Each reading once, the plain one first."""
    found = [fold(text)]
    if not any(mark in text for mark in "<&%\\"):
        return found
    seen = {found[0].text}
    for view in found:
        for decode in _DECODERS:
            read = decode(view)
            if read is not None and read.text not in seen and len(found) < MOST:
                seen.add(read.text)
                found.append(read)
    return found


def _percent(view: View) -> View | None:
    if "%" not in view.text:
        return None
    return edited(view, (_edit(m, unquote(m.group())) for m in _PERCENT.finditer(view.text)))


def _escaped(view: View) -> View | None:
    if "\\" not in view.text:
        return None
    return edited(view, _unescaped(view.text))


def _unescaped(text: str) -> Iterator[Edit]:
    for match in _ESCAPE.finditer(text):
        written = match.group()
        if written.startswith("\\u"):
            units = bytes.fromhex(written.replace("\\u", ""))
            yield _edit(match, units.decode("utf-16-be", "replace"))
        else:
            yield _edit(match, _BLANKS.get(written[1], written[1]))


def _edit(match: re.Match[str], reading: str) -> Edit:
    return Edit(match.start(), match.end(), fold(reading).text)


_DECODERS: tuple[Decode, ...] = (markup.shown, markup.attributed, _percent, _escaped)
