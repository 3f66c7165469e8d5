"""Rooms that are closed to somebody, or for a while: why is nobody's business here."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "restricted": {
        "en": "This room is restricted. Nothing was sent. Please call the school office.",
        "es": "Esta sala está restringida. No se envió nada. Llama a la oficina de la escuela.",
    },
    "room_paused": {
        "en": "The school has paused this room for now. Nothing was sent. Try again later, or ask "
        "a teacher.",
        "es": "La escuela ha pausado esta sala por ahora. No se envió nada. Inténtalo más tarde o "
        "pregunta a un docente.",
    },
}
