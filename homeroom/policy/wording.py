"""What a refusal says, in words that a child understands: why, and what to do instead.

Never quotes the message. `{…}` is filled from the reason's details.
"""

from __future__ import annotations

from typing import Literal

from homeroom.policy.verdict import Reason

Language = Literal["en", "es"]

WORDING: dict[str, dict[Language, str]] = {
    "registry_stale": {
        "en": "Homeroom cannot check the school's rules right now, so nothing can be sent. "
        "Please try again in a minute.",
        "es": "Homeroom no puede comprobar ahora las normas de la escuela, así que no se puede "
        "enviar nada. Inténtalo de nuevo en un minuto.",
    },
    "school_accounts": {
        "en": "Only school accounts can take part here. Ask the school office for an account.",
        "es": "Aquí solo pueden participar cuentas escolares. Pide una cuenta en la oficina de la "
        "escuela.",
    },
    "foreign_server": {
        "en": "Only accounts of this school district can take part here. "
        "Invite the person's school account instead.",
        "es": "Aquí solo pueden participar cuentas de este distrito escolar. Invita a la cuenta "
        "escolar de esa persona.",
    },
    "designated_venue": {
        "en": "The school has not set up this room as a place to talk. Use your class room, or ask "
        "a teacher which room to use.",
        "es": "La escuela no ha designado esta sala para conversar. Usa la sala de tu clase o "
        "pregunta a un docente qué sala usar.",
    },
    "read_only": {
        "en": "This room only shows notices. Write in your class room instead.",
        "es": "Esta sala solo muestra avisos. Escribe en la sala de tu clase.",
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
    "supervised_direct": {
        "en": "A direct room of staff and a student needs a supervisor besides them. Invite a "
        "supervisor, and write when they have joined.",
        "es": "Una sala directa entre personal y un estudiante necesita además la presencia de "
        "un supervisor. Invita a un supervisor y escribe cuando se haya unido.",
    },
    "staff_student_direct": {
        "en": "Staff and students do not write to each other alone here. Write in the class room.",
        "es": "Aquí el personal y los estudiantes no se escriben a solas. Escribe en la sala de la "
        "clase.",
    },
    "student_direct": {
        "en": "Students do not write to each other alone here. Write in your class room.",
        "es": "Aquí los estudiantes no se escriben a solas. Escribe en la sala de tu clase.",
    },
    "staff_direct": {
        "en": "Staff do not write to each other alone here. Write in the staff room.",
        "es": "Aquí el personal no se escribe a solas. Escribe en la sala del personal.",
    },
    "hours": {
        "en": "Messages between staff and students can be sent at these hours: {hours}. "
        "Please send it then.",
        "es": "Los mensajes entre personal y estudiantes se pueden enviar en este horario: "
        "{hours}. Envíalo entonces.",
    },
    "personal_information": {
        "en": "This looks like personal information: {kinds}. Take it out and send the rest.",
        "es": "Esto parece información personal: {kinds}. Quítala y envía el resto.",
    },
    "trusted_network": {
        "en": "Homeroom works only on the school's own networks. Connect to the school's network "
        "and try again.",
        "es": "Homeroom solo funciona en las redes de la escuela. Conéctate a la red de la escuela "
        "e inténtalo de nuevo.",
    },
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
    "unrecorded": {
        "en": "Homeroom cannot keep the record right now, so nothing can be sent. "
        "Please try again in a minute.",
        "es": "Homeroom no puede guardar el registro en este momento, así que no se puede enviar "
        "nada. Inténtalo de nuevo en un minuto.",
    },
    "error": {
        "en": "Homeroom could not judge this, so it was not sent. Tell the school's IT staff this "
        "number: {error_id}.",
        "es": "Homeroom no pudo evaluarlo, así que no se envió. Di este número al personal de "
        "informática de la escuela: {error_id}.",
    },
}

KINDS: dict[str, dict[Language, str]] = {
    "phone": {"en": "a phone number", "es": "un número de teléfono"},
    "email": {"en": "an e-mail address", "es": "una dirección de correo"},
    "ssn": {"en": "a Social Security number", "es": "un número de Seguro Social"},
    "credit_card": {"en": "a card number", "es": "un número de tarjeta"},
}


def explain(reason: Reason, language: Language = "en") -> str:
    """The reason in words."""
    details = dict(reason.details)
    if kinds := details.get("kinds"):
        details["kinds"] = ", ".join(KINDS[kind][language] for kind in kinds.split(","))
    return WORDING[reason.rule][language].format(**details)
