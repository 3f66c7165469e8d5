"""The pins: what the guard leans on in Synapse is, to the letter, what was tested.

A part of Synapse that changed would leave a way open without anybody noticing; so it is looked at
first, in `make test`, and Synapse does not start with it until then.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass

import synapse

TESTED = "1.163"
"""The release of Synapse that the pins were taken from."""


class UntestedSynapseError(Exception):
    """Synapse is not the one that the guard was tested with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A class or function of Synapse, by `module:name`, and the digest of its source."""

    place: str
    digest: str
    why: str

    def now(self) -> str:
        """The digest of what is installed; `gone` where there is nothing."""
        module, _, name = self.place.partition(":")
        try:
            found = importlib.import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
            source = inspect.getsource(found)
        except (ImportError, AttributeError, OSError, TypeError):
            return "gone"
        return hashlib.sha256(source.encode()).hexdigest()[:16]


def check(pins: Iterable[Pin]) -> None:
    """Refuse to go on where a pin does not hold. Errors: UntestedSynapseError names each."""
    changed = [f"{pin.place} ({pin.why})" for pin in pins if pin.now() != pin.digest]
    if changed:
        raise UntestedSynapseError(
            f"Homeroom was tested with Synapse {TESTED}, and this is {synapse.__version__}, "
            f"where this is not the same: {'; '.join(changed)}. Install the Synapse that "
            "Homeroom's requirements name; nothing is started on one that was not tested."
        )
