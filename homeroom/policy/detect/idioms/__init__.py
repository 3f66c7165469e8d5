"""Phrases that hold words of danger and mean none, by the kind that they would be taken for."""

from __future__ import annotations

import re

from homeroom.policy.detect.idioms import abuse, self_harm, violence
from homeroom.policy.detect.kinds import Kind

IDIOMS: dict[Kind, re.Pattern[str]] = {
    "self_harm": re.compile(self_harm.PHRASES),
    "abuse": re.compile(abuse.PHRASES),
    "violence": re.compile(violence.PHRASES),
}
