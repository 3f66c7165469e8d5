"""Outside networks: agreement and consent (rules 1 and 2)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "approved_software": {
        "en": "This room reaches people through {network}, and the school has no agreement for it "
        "in force. Nothing was sent. Ask the school office.",
        "es": "Esta sala llega a personas por {network}, y la escuela no tiene un acuerdo vigente "
        "para ello. No se envió nada. Pregunta en la oficina de la escuela.",
    },
    "network_in_venue": {
        "en": "People on {network} cannot be in this room. Use a family room instead.",
        "es": "Las personas de {network} no pueden estar en esta sala. Usa una sala de familia.",
    },
    "bridge_consent": {
        "en": "This room reaches people through {network}, and consent is missing for {students} "
        "student(s). Nothing was sent. Ask the families for their consent first.",
        "es": "Esta sala llega a personas por {network} y falta el consentimiento de {students} "
        "estudiante(s). No se envió nada. Pide primero el consentimiento a las familias.",
    },
}
