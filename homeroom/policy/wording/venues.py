"""Designated venues (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "designated_venue": {
        "en": "The school has closed this room, or has not set it up as a place to talk. Use your "
        "class room, or ask a teacher which room to use.",
        "es": "La escuela ha cerrado esta sala, o no la ha designado para conversar. Usa la sala "
        "de tu clase o pregunta a un docente qué sala usar.",
    },
    "read_only": {
        "en": "Nobody writes in this room: it only shows notices or other rooms. Write in your "
        "class room instead.",
        "es": "Nadie escribe en esta sala: solo muestra avisos u otras salas. Escribe en la sala "
        "de tu clase.",
    },
    "room_upgrade": {
        "en": "Only the school can upgrade a room. Ask the school's IT staff.",
        "es": "Solo la escuela puede actualizar una sala. Pídelo al personal de informática.",
    },
    "invitation_only": {
        "en": "School rooms are by invitation only. Invite the people who should be in it.",
        "es": "A las salas de la escuela se entra solo por invitación. Invita a quienes deban "
        "estar en ella.",
    },
    "side_door": {
        "en": "This is switched off here, because the school could not keep it. Write in your "
        "class room. To change your name, ask the school office.",
        "es": "Esto está desactivado aquí, porque la escuela no podría conservarlo. Escribe en la "
        "sala de tu clase. Para cambiar tu nombre, pregunta en la oficina de la escuela.",
    },
    "no_encryption": {
        "en": "School rooms are kept as records, so they cannot be encrypted. "
        "Turn encryption off and try again.",
        "es": "Las salas de la escuela se conservan como registros, por eso no se pueden cifrar. "
        "Desactiva el cifrado e inténtalo de nuevo.",
    },
}
