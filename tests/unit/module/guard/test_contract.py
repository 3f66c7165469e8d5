"""The guard's pins: an untested Synapse fails here, and does not start in a school."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synapse_module.guard.contract import Pin, UntestedSynapseError, check
from synapse_module.module import PINS


def place(pin: Pin) -> str:
    return pin.place


@pytest.mark.parametrize("pin", PINS, ids=place)
def test_synapse_is_as_it_was_tested(pin: Pin) -> None:
    """Read what changed before you take a new digest."""
    assert pin.now() == pin.digest, pin.why


CHANGED: list[Pin] = [
    replace(PINS[0], digest="another"),
    Pin(place="synapse.http.server:JsonResource.gone", digest="x", why="a method that is gone"),
    Pin(place="synapse.http.gone:JsonResource", digest="x", why="a module that is gone"),
]


@pytest.mark.parametrize("pin", CHANGED, ids=place)
def test_an_untested_synapse_does_not_start(pin: Pin) -> None:
    with pytest.raises(UntestedSynapseError, match=pin.why):
        check([*PINS, pin])


def test_a_tested_synapse_starts() -> None:
    check(PINS)
