"""Trusted networks (rule 5)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "trusted_network": {
        "en": "Homeroom works only on the school's own networks. Connect to the school's network "
        "and try again.",
        "es": "Homeroom solo funciona en las redes de la escuela. Conéctate a la red de la escuela "
        "e inténtalo de nuevo.",
    },
    "network_read_only": {
        "en": "From this network you can read, but not write. Connect to the school's network "
        "to write.",
        "es": "Desde esta red puedes leer, pero no escribir. Conéctate a la red de la escuela "
        "para escribir.",
    },
    "network_office_work": {
        "en": "This kind of work is done only on the school's own networks. Connect to the "
        "school's network and try again.",
        "es": "Este tipo de trabajo se hace solo en las redes de la escuela. Conéctate a la red de "
        "la escuela e inténtalo de nuevo.",
    },
    "outside_network": {
        "en": "You are outside the school's networks. That is allowed, and it is kept on record.",
        "es": "Estás fuera de las redes de la escuela. Está permitido y queda registrado.",
    },
}
