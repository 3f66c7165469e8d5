"""Approved software only (rule 1)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "unapproved_bot": {
        "en": "There is a bot in this room, or you invited one, that the school has not approved. "
        "Ask the school's IT staff to remove it or to have it approved.",
        "es": "En esta sala hay un bot, o invitaste a uno, que la escuela no ha aprobado. Pide al "
        "personal de informática que lo quite o que lo haga aprobar.",
    },
    "unapproved_widget": {
        "en": "The school has not approved this app for its rooms. Ask the school's IT staff which "
        "apps you can add.",
        "es": "La escuela no ha aprobado esta app para sus salas. Pregunta al personal de "
        "informática cuáles puedes usar.",
    },
    "unapproved_client": {
        "en": "You cannot sign in with this app, because the school has not approved it. Ask the "
        "school's IT staff which app to use.",
        "es": "No puedes entrar con esta app: la escuela no la ha aprobado. Pregunta a la "
        "escuela cuál puedes usar.",
    },
}
