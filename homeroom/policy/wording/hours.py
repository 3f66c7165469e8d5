"""Hours (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "hours": {
        "en": "Messages between staff and students can be sent at these hours: {hours}. "
        "Please send it then.",
        "es": "Los mensajes entre personal y estudiantes se pueden enviar en este horario: "
        "{hours}. Envíalo entonces.",
    },
}
