"""The reading of swear words with a letter or more hidden: "f*ck", "sh**", "m#erda"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.match import one_of
from homeroom.policy.detect.view import Edit, View, edited

TRIGGER = (
    r"[a-z][*#%^&?~]+[a-z]|\b[a-z]{1,4}[*#%]{2,}|\bf[_.\-]+ck|\bsh[_.\-]t\b|\bb[_.\-]tch|"
    r"\b[*]{1,3}[a-z]{2,4}\b"
)
"""A letter, signs in place of others."""
_WORDS = one_of(
    "fuck fucking fucked fucker fuckin motherfucker motherfucking shit shitty bullshit bitch "
    "bitches bitching asshole dick pussy cunt "
    "bastard nigga nigger faggot whore slut retard retarded mierda puta puto putas pendejo "
    "pendeja cabron cabrona verga joder culero culo pinche "
    "chinga chingar chingada chingados mamon carajo marica maricon hijueputa"
)
_ORDERED = sorted(_WORDS)
_MASKED = re.compile(r"(?<![a-z0-9*#%])[a-z*#%^&?~@$!._\-]{3,14}(?![a-z0-9])")
SHOWN = 2
"""So many letters stand, at least; with one, a word of four is not told from others."""


def unmasked(view: View) -> View:
    """The view with each such word written out."""
    return edited(view, _edits(view.text))


def _edits(text: str) -> Iterator[Edit]:
    for match in _MASKED.finditer(text):
        written = match.group().rstrip("?!.,")
        for word in _ORDERED:
            if _hides(written, word):
                yield Edit(match.start(), match.start() + len(written), word)
                break


def _hides(written: str, word: str) -> bool:
    """Is it this word with some letters as signs, each for one or all of them for any number?"""
    if not any(sign in written for sign in ("*#%^&?~")) and not re.search(
        r"[a-z][._\-]+[a-z]", written
    ):
        return False
    letters = sum(map(str.isalpha, written))
    if written[0] != word[0] and not (written[0] in "*#%" and letters >= SHOWN + 1):
        return False
    if letters < SHOWN and not (
        letters == 1 and word in ("fuck", ("shit"), ("bitch")) and len(written) == len(word)
    ):
        return False
    if len(written) == len(word):
        return all(w == c or not w.isalpha() for w, c in zip(written, word, strict=True))
    parts = [re.escape(part) for part in re.split(r"[^a-z]+", written)]
    return letters > SHOWN and re.fullmatch("[a-z]{1,6}".join(parts), word) is not None
