"""A sealed image opens to two named people together, for a while, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from homeroom.archive.sealed_images import TOGETHER, is_open
from homeroom.registry.model import SealedImage

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNE, BEN, EVE = "@anne:x", "@ben:x", "@eve:x"
BOTH = (ANNE, BEN)
OPEN = SealedImage(
    id="1",
    event_id="$1",
    media=("mxc://x/abcdef",),
    sealed_by=EVE,
    sealed_at=NOW,
    asked_by=ANNE,
    asked_at=NOW,
    agreed_by=BEN,
    agreed_at=NOW,
)


def test_it_is_open_to_both_of_them_for_a_while() -> None:
    for who in BOTH:
        assert is_open(OPEN, BOTH, who, NOW)
        assert is_open(OPEN, BOTH, who, NOW + TOGETHER)


@pytest.mark.parametrize(
    ("image", "readers", "who", "later"),
    [
        (OPEN, BOTH, EVE, 0),  # who sealed it, and is not named
        (OPEN, BOTH, ANNE, 16),  # too late
        (OPEN, BOTH, ANNE, -1),  # a clock that went back
        (replace(OPEN, agreed_by="", agreed_at=None), BOTH, ANNE, 0),  # only one has asked
        (replace(OPEN, agreed_by=ANNE), BOTH, ANNE, 0),  # the same one twice
        (replace(OPEN, agreed_by=EVE), BOTH, EVE, 0),  # with somebody who is not named
        (OPEN, (ANNE, EVE), ANNE, 0),  # another was named since
        (OPEN, (ANNE,), ANNE, 0),  # one name is not two
        (OPEN, (ANNE, ANNE), ANNE, 0),
        (OPEN, (), ANNE, 0),  # nobody is named
    ],
)
def test_it_is_closed(image: SealedImage, readers: tuple[str, ...], who: str, later: int) -> None:
    assert not is_open(image, readers, who, NOW + timedelta(minutes=later))
