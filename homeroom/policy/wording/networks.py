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
}
