"""What somebody is shown who writes of self-harm, abuse or violence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DangerKind = Literal["self_harm", "abuse", "violence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """Where help is to be had at any hour: one sentence in each language, with the number."""

    en: str
    es: str
    kinds: frozenset[DangerKind]
    """For what it is shown."""


US_HELP = (
    HelpLine(
        en="Call or text 988 any time. It is free, and someone will listen.",
        es="Llama al 988 a cualquier hora y marca 2. Es gratis y alguien te va a escuchar.",
        kinds=frozenset({"self_harm"}),
    ),
    HelpLine(
        en="If you are being hurt, call 1-800-4-A-CHILD any time. It is free.",
        es="Si alguien te hace daño, llama al 1-800-4-A-CHILD a cualquier hora. Es gratis.",
        kinds=frozenset({"abuse"}),
    ),
    HelpLine(
        en="If someone is in danger right now, call 911.",
        es="Si alguien está en peligro ahora mismo, llama al 911.",
        kinds=frozenset({"self_harm", "abuse", "violence"}),
    ),
)
"""988 Suicide & Crisis Lifeline, Childhelp National Child Abuse Hotline, emergency number: US."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """The help that is shown at once, whatever becomes of the message."""

    help: tuple[HelpLine, ...] = US_HELP
