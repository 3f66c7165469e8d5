"""What is added where somebody's coming or going was refused for what was written to it."""

from __future__ import annotations

from homeroom.policy.wording.language import Language

WITHOUT_WORDS: dict[Language, str] = {
    "en": "It works without a reason: leave the reason empty and try again.",
    "es": "Sin motivo sí funciona: deja vacío el motivo y prueba otra vez.",
}
