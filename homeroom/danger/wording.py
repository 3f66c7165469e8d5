"""What an adult on call is told: where to look, and what happens next. No words of the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeroom.danger.alerts import Alert
from homeroom.danger.slips import Slip
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
NOT_YET: dict[Language, str] = {
    "en": "Homeroom's database is away, so there is no page for it yet. Find the student and talk "
    "with them. What was said is kept: as soon as it can be read it stands on {page}, and you get "
    "a second message with its link. Nobody can answer there now, so every 5 minutes one more "
    "adult is told.",
    "es": "La base de datos de Homeroom no está disponible y todavía no hay una página. Busca al "
    "alumno y habla con él. Lo que se dijo está guardado: en cuanto se pueda leer estará en "
    "{page}, y recibirás un segundo mensaje con su enlace. Ahora nadie puede responder allí, y "
    "por eso cada 5 minutos se avisa a un adulto más.",
}
FOLLOWS: dict[Language, str] = {
    "en": "It now has its page. This is what you were told of at {times}; it is nothing new:",
    "es": "Ya tiene su página. Es lo que se te avisó a las {times}; no es nada nuevo:",
}
FOLLOWS_SUBJECT: dict[Language, str] = {
    "en": "Homeroom: the page of what you were told of at {times}",
    "es": "Homeroom: la página de lo que se te avisó a las {times}",
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


def told_without_page(slips: Sequence[Slip], portal: str, language: Language) -> str:
    """While the database is away: what it speaks of, whom it is about by roster id, and when."""
    lines = [
        " · ".join(
            (_named(slip.rules, language), ", ".join(slip.about) or NOBODY[language], _time(slip))
        )
        for slip in slips
    ]
    return "\n".join([BEGINS[language], *lines, NOT_YET[language].format(page=f"{portal}/alerts")])


def follows_subject(slips: Sequence[Slip], language: Language) -> str:
    """The subject of the mail with the page of what somebody was told of before."""
    return FOLLOWS_SUBJECT[language].format(times=_times(slips))


def follows(
    alerts: Sequence[Alert],
    slips: Sequence[Slip],
    people: Mapping[str, Person],
    portal: str,
    language: Language,
) -> str:
    """The pages of what somebody was told of while the database was away."""
    _, *lines = told(alerts, people, portal, language).split("\n")
    return "\n".join([FOLLOWS[language].format(times=_times(slips)), *lines])


def _times(slips: Sequence[Slip]) -> str:
    return ", ".join(dict.fromkeys(_time(slip) for slip in slips))


def _time(slip: Slip) -> str:
    return f"{slip.at:%H:%M}"


def link(alert: Alert, portal: str) -> str:
    """The alert's page."""
    return f"{portal}/alerts/{alert.id}"


def _only_a_drill(alerts: Sequence[Alert]) -> bool:
    return all(each.drill is not None for each in alerts)


def _kinds(alert: Alert, language: Language) -> str:
    return _named(alert.rules, language)


def _named(rules: Sequence[str], language: Language) -> str:
    return ", ".join(KINDS[rule][language] if rule in KINDS else rule for rule in rules)


def _about(alert: Alert, people: Mapping[str, Person], language: Language) -> str:
    if alert.drill is not None:
        return alert.drill
    named = [people[key].roster_id if key in people else key for key in alert.people]
    return ", ".join(named) or NOBODY[language]
