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
        "en": "You can only read in this room. Write in your class room instead.",
        "es": "En esta sala solo puedes leer. Escribe en la sala de tu clase.",
    },
    "no_files": {
        "en": "Files cannot be sent in this room. Write it as a message, or ask a teacher.",
        "es": "En esta sala no se pueden enviar archivos. Escríbelo en un mensaje o pregunta a un "
        "docente.",
    },
    "no_reactions": {
        "en": "Reactions are off in this room. Tell the person another way.",
        "es": "En esta sala no hay reacciones. Díselo a la persona de otra manera.",
    },
    "no_edits": {
        "en": "Messages in this room cannot be changed. Write a new message instead.",
        "es": "En esta sala no se pueden cambiar los mensajes. Escribe un mensaje nuevo.",
    },
    "no_deletions": {
        "en": "Messages in this room cannot be taken back. Ask a teacher if something is wrong.",
        "es": "En esta sala no se pueden retirar los mensajes. Pregunta a un docente si algo está "
        "mal.",
    },
    "room_settings": {
        "en": "You cannot change the settings of this room. Ask the teacher of the room.",
        "es": "No puedes cambiar los ajustes de esta sala. Pídelo al docente de la sala.",
    },
    "who_invites": {
        "en": "You cannot invite people to this room. Ask the teacher of the room.",
        "es": "No puedes invitar a personas a esta sala. Pídelo al docente de la sala.",
    },
    "venue_members": {
        "en": "This room is not for that person. Ask the school office which room to use.",
        "es": "Esta sala no es para esa persona. Pregunta en la oficina qué sala usar.",
    },
    "supervised_room": {
        "en": "This room needs a supervisor. Ask the school office, and write again when a "
        "supervisor has joined.",
        "es": "En esta sala falta un supervisor. Pídelo en la oficina de la escuela y "
        "escribe cuando haya entrado.",
    },
    "one_to_one": {
        "en": "One adult and one student would be alone here. Ask another adult of the school to "
        "join, then write again.",
        "es": "Aquí estarían a solas un adulto y un estudiante. Pide a otro adulto de la escuela "
        "que se una y escribe de nuevo.",
    },
    "cannot_be_kept": {
        "en": "Calls, live location and apps inside a room are off, because the school could not "
        "keep them. Write a message instead.",
        "es": "Aquí no hay llamadas, ni ubicación en vivo, ni apps: la escuela no las puede "
        "guardar. Escribe un mensaje.",
    },
    "acknowledgement": {
        "en": "Please read the school's rules and say that you know them. Open the page of the "
        "rules in the portal, then send it again.",
        "es": "Lee las normas de la escuela y di que las conoces. Abre la página de las normas en "
        "el portal y envíalo de nuevo.",
    },
    "urgent_not_entitled": {
        "en": "Only a principal, or the teacher of this class, can send an urgent notice here. "
        "Tell one of them right away.",
        "es": "Aquí solo un director o el docente de esta clase puede enviar un aviso urgente. "
        "Avísale a uno de ellos enseguida.",
    },
    "urgent_notice": {
        "en": "This was sent as an urgent notice. The school looks at it afterwards.",
        "es": "Esto se envió como aviso urgente. La escuela lo revisa después.",
    },
    "room_upgrade": {
        "en": "Only the school can upgrade a room. Ask the school's IT staff.",
        "es": "Solo la escuela puede cambiar una sala por otra nueva. Pídelo en la oficina.",
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
