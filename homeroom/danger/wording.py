"""What an adult on call is told: where to look, and what happens next. No words of the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeroom.danger.alerts import Alert
from homeroom.policy.wording.language import Language, Words
from homeroom.registry.model import Person

KINDS: Words = {
    "danger_self_harm": {"en": "self-harm", "es": "autolesión"},
    "danger_abuse": {"en": "abuse", "es": "maltrato"},
    "danger_violence": {"en": "violence", "es": "violencia"},
    "danger_unread": {"en": "could not be read", "es": "no se pudo leer"},
    "report": {"en": "reported by somebody", "es": "alguien lo denunció"},
    "drill": {"en": "a drill", "es": "un simulacro"},
}
SUBJECT: dict[Language, str] = {
    "en": "Homeroom: somebody may be in danger",
    "es": "Homeroom: alguien puede estar en peligro",
}
DRILL_SUBJECT: dict[Language, str] = {
    "en": "Homeroom: a drill of the adults on call",
    "es": "Homeroom: simulacro de los adultos de guardia",
}
DRILL_BEGINS: dict[Language, str] = {
    "en": "This is a drill: nobody is in danger. Answer as if it were real:",
    "es": "Es un simulacro: nadie está en peligro. Responde como si fuera real:",
}
BEGINS: dict[Language, str] = {
    "en": "Somebody may be in danger. Look at it now:",
    "es": "Alguien puede estar en peligro. Míralo ahora:",
}
ENDS: dict[Language, str] = {
    "en": "Press “I am taking care of it” there. Without that the next adult is told in 5 minutes.",
    "es": "Pulsa allí «Me ocupo yo». Si no, en 5 minutos se avisa al siguiente adulto.",
}
NOBODY: dict[Language, str] = {"en": "somebody unknown", "es": "alguien desconocido"}


def subject(alerts: Sequence[Alert], language: Language) -> str:
    """The subject of a mail."""
    return (DRILL_SUBJECT if _only_a_drill(alerts) else SUBJECT)[language]


def told(
    alerts: Sequence[Alert], people: Mapping[str, Person], portal: str, language: Language
) -> str:
    """One line for each alert: what it speaks of, whom it is about by roster id, and its page."""
    lines = [
        " · ".join((_kinds(each, language), _about(each, people, language), link(each, portal)))
        for each in alerts
    ]
    begins = DRILL_BEGINS if _only_a_drill(alerts) else BEGINS
    return "\n".join([begins[language], *lines, ENDS[language]])


def link(alert: Alert, portal: str) -> str:
    """The alert's page."""
    return f"{portal}/alerts/{alert.id}"


def _only_a_drill(alerts: Sequence[Alert]) -> bool:
    return all(each.drill is not None for each in alerts)


def _kinds(alert: Alert, language: Language) -> str:
    return ", ".join(KINDS[rule][language] if rule in KINDS else rule for rule in alert.rules)


def _about(alert: Alert, people: Mapping[str, Person], language: Language) -> str:
    if alert.drill is not None:
        return alert.drill
    named = [people[key].roster_id if key in people else key for key in alert.people]
    return ", ".join(named) or NOBODY[language]
