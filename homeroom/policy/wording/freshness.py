"""When nothing can be judged or kept."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "registry_stale": {
        "en": "Homeroom cannot check the school's rules right now, so nothing can be sent. "
        "Please try again in a minute.",
        "es": "Homeroom no puede comprobar ahora las normas de la escuela, así que no se puede "
        "enviar nada. Inténtalo de nuevo en un minuto.",
    },
    "unrecorded": {
        "en": "Homeroom cannot keep the record right now, so nothing can be sent. "
        "Please try again in a minute.",
        "es": "Homeroom no puede guardar el registro en este momento, así que no se puede enviar "
        "nada. Inténtalo de nuevo en un minuto.",
    },
    "archive_behind": {
        "en": "Too much waits to be put on record right now, so nothing can be sent. "
        "Please try again in a few minutes.",
        "es": "Ahora hay demasiado por guardar en el registro, así que no se puede enviar nada. "
        "Inténtalo de nuevo en unos minutos.",
    },
    "error": {
        "en": "Homeroom could not judge this, so it was not sent. Tell the school's IT staff this "
        "number: {error_id}.",
        "es": "Homeroom no pudo evaluarlo, así que no se envió. Di este número al personal de "
        "informática de la escuela: {error_id}.",
    },
}
