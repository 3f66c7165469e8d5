"""Hours, holidays and slow mode (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.wording.language import Language, Words

WORDING: Words = {
    "hours": {
        "en": "Messages can be sent here at these hours: {hours}. Please send it again {opens}.",
        "es": "Aquí se pueden enviar mensajes en este horario: {hours}. Envíalo de nuevo {opens}.",
    },
    "holiday": {
        "en": "There is no school today, so nothing is sent here. Please send it again {opens}.",
        "es": "Hoy no hay clases, por eso aquí no se envía nada. Envíalo de nuevo {opens}.",
    },
    "slow_mode": {
        "en": "This room is in slow mode. You can send your next message in {seconds} seconds.",
        "es": "Esta sala está en modo lento. Puedes enviar tu próximo mensaje en {seconds} "
        "segundos.",
    },
}

DAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}
LATER: dict[Language, str] = {"en": "when school is open", "es": "cuando la escuela esté abierta"}


def moment(local: str, language: Language) -> str:
    """`2026-11-23T07:00` as "on Monday, November 23 at 07:00"; empty is "when school is open"."""
    if not local:
        return LATER[language]
    at = datetime.fromisoformat(local)
    day, month = DAYS[language][at.weekday()], MONTHS[language][at.month - 1]
    if language == "es":
        return f"el {day} {at.day} de {month} a las {at:%H:%M}"
    return f"on {day}, {month} {at.day} at {at:%H:%M}"
