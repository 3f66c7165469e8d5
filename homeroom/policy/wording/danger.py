"""What somebody is told who writes of danger: help, and whether an adult reads it now."""

from __future__ import annotations

from collections.abc import Iterable

from homeroom.policy.sections.danger import Danger
from homeroom.policy.verdict import Reason
from homeroom.policy.wording.language import Language, Words

WORDING: Words = {
    "danger_self_harm": {
        "en": "It sounds like you may be in pain. You are not alone, and you can get help now.",
        "es": "Parece que lo estás pasando mal. Hay quien te escucha, y puedes pedir ayuda ahora.",
    },
    "danger_abuse": {
        "en": "It sounds like someone may be getting hurt. It is not your fault.",
        "es": "Parece que alguien puede estar sufriendo daño. No es tu culpa.",
    },
    "danger_violence": {
        "en": "It sounds like someone could get hurt.",
        "es": "Parece que le pueden hacer daño a alguien.",
    },
    "danger_unread": {
        "en": "Homeroom could not read this. An adult at school will look at it.",
        "es": "Homeroom no pudo leer esto. Un adulto de la escuela lo va a revisar.",
    },
}

READING: dict[bool | None, dict[Language, str]] = {
    True: {
        "en": "An adult at school is on duty now and is being told.",
        "es": "Un adulto de la escuela está de guardia ahora y va a recibir el aviso.",
    },
    False: {
        "en": "No adult at school is on duty right now. They will be told, but do not wait for "
        "them: get help now.",
        "es": "Ningún adulto de la escuela está de guardia ahora. Les va a llegar el aviso, pero "
        "no los esperes: pide ayuda ya.",
    },
    None: {
        "en": "We cannot tell if an adult at school sees this now. Do not wait for them: get help "
        "now.",
        "es": "No sabemos si un adulto de la escuela ve esto ahora. No los esperes: pide ayuda ya.",
    },
}
"""Is an adult on call reading now? None: it is not known."""


def comfort(
    flags: Iterable[Reason], danger: Danger, *, reading: bool | None, language: Language
) -> str:
    """What the sender is told at once; empty where no flag is one of danger."""
    raised = [flag.rule for flag in flags if flag.danger]
    if not raised:
        return ""
    kinds = {rule.removeprefix("danger_") for rule in raised}
    shown = [
        line.es if language == "es" else line.en
        for line in danger.help
        if kinds & line.kinds or "unread" in kinds
    ]
    said = [WORDING[rule][language] for rule in raised]
    return " ".join([*said, *shown, READING[reading][language]])
