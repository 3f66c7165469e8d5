"""Words of danger that say little by themselves: each counts only beside a second sign of it.

"Pushes me", "tells me not to say", "me pega" are said of brothers, dinners and stickers as often as
of danger. What makes them one is who does it, how, how often, or how somebody feels about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from homeroom.policy.detect import second_sign_abuse, second_sign_self_harm, second_sign_violence
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.weak import Weak

WEAK: dict[Kind, tuple[Weak, ...]] = {
    "abuse": second_sign_abuse.WEAK,
    "self_harm": second_sign_self_harm.WEAK,
    "violence": second_sign_violence.WEAK,
}


def is_alone(kind: Kind, sentence: str, said: str) -> bool:
    """Is what is said one of the weak wordings, and nothing in the sentence bears it out?"""
    return any(
        weak.wording.search(said)
        and not weak.unless.search(said)
        and (weak.beside.search(sentence) or not weak.sign.search(sentence))
        for weak in _compiled(kind)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    wording: re.Pattern[str]
    sign: re.Pattern[str]
    beside: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def _compiled(kind: Kind) -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(**{f.name: re.compile(getattr(weak, f.name)) for f in fields(_Compiled)})
        for weak in WEAK.get(kind, ())
    )
