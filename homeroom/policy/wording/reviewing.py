"""This was fine: what a sender is told about saying so, and of the answer."""

from __future__ import annotations

from homeroom.policy.wording.language import Language

FINE: dict[Language, str] = {
    "en": "Was this fine? Tell us why, and somebody at school will look at it: {page}",
    "es": "¿Estaba bien? Dinos por qué, y alguien de la escuela lo va a mirar: {page}",
}
RELEASED: dict[Language, str] = {
    "en": "You said that a message was fine. You were right. Send the same message again in the "
    "same room until {until}, and it will go through.",
    "es": "Dijiste que un mensaje estaba bien. Tenías razón. Envía el mismo mensaje otra vez en "
    "la misma sala hasta el {until} y va a pasar.",
}
UPHELD: dict[Language, str] = {
    "en": "You said that a message was fine. The school looked at it and did not send it. Why: "
    "{answer}",
    "es": "Dijiste que un mensaje estaba bien. La escuela lo miró y no lo envió. Por qué: {answer}",
}
OVERDUE: dict[Language, str] = {
    "en": "Somebody waits for an answer for more than a school day: {page}",
    "es": "Alguien espera una respuesta desde hace más de un día de clase: {page}",
}
