"""What reminders say, in English and Spanish."""

from __future__ import annotations

from homeroom.policy.wording import Language
from homeroom.registry.reminders import Kind, Reminder

WORDS: dict[Kind, dict[Language, str]] = {
    "agreement": {
        "en": "The agreement for {tool} ends on {day}. From the next day on nothing crosses to it. "
        "Renew it in time: {page}",
        "es": "El acuerdo para {tool} termina el {day}. Desde el día siguiente no pasa nada a esa "
        "aplicación. Renuévalo a tiempo: {page}",
    },
    "consents": {
        "en": "{count} consent(s) for {tool} end on {day}. Ask the families for new ones in time: "
        "{page}",
        "es": "{count} consentimiento(s) para {tool} terminan el {day}. Pide a las familias otros "
        "nuevos a tiempo: {page}",
    },
    "adulthood": {
        "en": "You turn 18 on {day}. From then on you decide yourself, and no longer your parents, "
        "whether messages about you may go to apps outside the school. What they allowed ends that "
        "day. If you want it to go on, say so from that day on here, or at the "
        "school office: {page}",
        "es": "Cumples 18 años el {day}. Desde entonces decides tú, y ya no tus padres, si los "
        "mensajes sobre ti pueden salir a aplicaciones de fuera de la escuela. Lo que ellos "
        "permitieron termina ese día. Si quieres que siga, dilo desde ese día aquí o en la "
        "oficina de la escuela: {page}",
    },
}
PAGES: dict[Kind, str] = {
    "agreement": "/tools",
    "consents": "/consents",
    "adulthood": "/my",
}


def told(reminder: Reminder, tool: str, portal: str, language: Language) -> str:
    """A reminder in words; `tool` is the tool's name."""
    return WORDS[reminder.kind][language].format(
        tool=tool,
        day=reminder.day.isoformat(),
        count=reminder.count,
        page=f"{portal}{PAGES[reminder.kind]}",
    )
