"""What a message may not hold (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "personal_information": {
        "en": "This looks like personal information: {kinds}. Take it out and send the rest.",
        "es": "Esto parece un dato personal: {kinds}. Quítalo y envía lo demás.",
    },
    "too_long": {
        "en": "This message is too long. Cut it into shorter ones, or send it as a file.",
        "es": "Este mensaje es muy largo. Divídelo en varios más cortos o mándalo en un archivo.",
    },
    "outside_contact": {
        "en": "This looks like {kinds}. At school we talk here. Take it out and send the rest; "
        "write a link out in full.",
        "es": "Esto parece {kinds}. En la escuela hablamos aquí. Quítalo y envía el resto; escribe "
        "los enlaces completos.",
    },
    "secrets": {
        "en": "This looks like {kinds}. Never tell it to anyone. Take it out. If you need one, ask "
        "the school's IT staff.",
        "es": "Esto parece {kinds}. No se lo digas a nadie. Quítalo. Si te hace falta una, pide "
        "ayuda en la escuela.",
    },
    "language": {
        "en": "This holds {kinds}. Say it in other words.",
        "es": "Esto contiene {kinds}. Dilo con otras palabras.",
    },
    "room_text": {
        "en": "The name or topic of this room may not hold {kinds}. Choose another.",
        "es": "El nombre o el tema de esta sala no puede contener {kinds}. Elige otro.",
    },
    "content_to_review": {
        "en": "This was sent. A person at school will look at it, because of {kinds}.",
        "es": "Esto se envió. Una persona de la escuela lo verá, por {kinds}.",
    },
}

KINDS: Words = {
    "phone": {"en": "a phone number", "es": "un número de teléfono"},
    "email": {"en": "an e-mail address", "es": "una dirección de correo"},
    "ssn": {"en": "a Social Security number", "es": "un número de Seguro Social"},
    "credit_card": {"en": "a card number", "es": "un número de tarjeta"},
    "street_address": {"en": "where somebody lives", "es": "dónde vive alguien"},
    "birth_date": {"en": "a date of birth", "es": "una fecha de nacimiento"},
    "student_id": {"en": "a student number", "es": "un número de estudiante"},
    "person_name": {"en": "somebody's full name", "es": "el nombre completo de alguien"},
    "social_handle": {
        "en": "a name on a social network",
        "es": "un nombre de una red social",
    },
    "messenger_invitation": {
        "en": "an invitation to talk somewhere else",
        "es": "una invitación a hablar en otro lugar",
    },
    "credential": {"en": "a password or a secret code", "es": "una contraseña o un código secreto"},
    "profanity": {"en": "a swear word", "es": "una grosería"},
}
