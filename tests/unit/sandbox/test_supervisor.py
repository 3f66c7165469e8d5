"""How long a process that ends by itself is left alone."""

from __future__ import annotations

import pytest

from homeroom.sandbox.supervisor import delay_before_restart


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (1, 0.5),  # a single end is mended at once
        (2, 1.0),
        (4, 4.0),
        (7, 30.0),  # never longer than half a minute
        (10_000, 30.0),  # and never an overflow
    ],
)
def test_the_delay_doubles_up_to_half_a_minute(failures: int, seconds: float) -> None:
    assert delay_before_restart(failures) == seconds
