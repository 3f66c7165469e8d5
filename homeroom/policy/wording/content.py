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
}

KINDS: Words = {
    "phone": {"en": "a phone number", "es": "un número de teléfono"},
    "email": {"en": "an e-mail address", "es": "una dirección de correo"},
    "ssn": {"en": "a Social Security number", "es": "un número de Seguro Social"},
    "credit_card": {"en": "a card number", "es": "un número de tarjeta"},
}
