"""What a production says to its reader, in English and Spanish."""

from __future__ import annotations

from datetime import date

MONTHS_ES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)

WORDING: dict[str, tuple[str, str]] = {
    "title": ("Records about {name}", "Registros sobre {name}"),
    "skip": ("Skip to the records", "Ir a los registros"),
    "draft": (
        "A draft until two people release it: a signed release.txt then lies beside this page.",
        "Un borrador hasta que dos personas autoricen su entrega en release.txt, junto a esto.",
    ),
    "district": ("District", "Distrito"),
    "request": ("Request", "Solicitud"),
    "student": ("Student", "Estudiante"),
    "law": ("Law", "Norma"),
    "requester": ("Requested by", "Solicitado por"),
    "received": ("Received", "Recibida"),
    "made": ("Made", "Elaborado"),
    "records": ("Records", "Registros"),
    "files": ("Files", "Archivos"),
    "times": ("All times are in UTC.", "Todas las horas están en UTC."),
    "contents": ("Rooms", "Salas"),
    "room": ("Room", "Sala"),
    "no_room": ("Without a room", "Sin sala"),
    "why": ("Why these records are here", "Por qué están aquí estos registros"),
    "reason": ("Reason", "Motivo"),
    "by_month": ("By month", "Por mes"),
    "month": ("Month", "Mes"),
    "in": ("In because: {reasons}", "Incluido porque: {reasons}"),
    "record": ("Record {n}", "Registro {n}"),
    "entry": ("log entry {entry}", "entrada {entry} del registro"),
    "reply_to": ("Reply to", "Respuesta a"),
    "edit_of": ("New version of", "Nueva versión de"),
    "reaction_to": ("Reaction to", "Reacción a"),
    "deletion_of": ("Deletion of", "Eliminación de"),
    "elsewhere": (
        "a message that is not in this production",
        "un mensaje que no está en este documento",
    ),
    "refused": ("Refused:", "Rechazado:"),
    "rejected": ("Not accepted by the homeserver", "No aceptado por el servidor"),
    "formatted": ("Its formatted text differs:", "Su texto con formato es distinto:"),
    "file": ("File: {name}", "Archivo: {name}"),
    "file_missing": ("File, not in this production: {name}", "Archivo no incluido: {name}"),
    "join": ("{who} joined", "{who} entró"),
    "leave": ("{who} left", "{who} salió"),
    "removed": ("{who} was removed", "{who} fue retirado de la sala"),
    "invite": ("{who} was invited", "{who} recibió una invitación"),
    "ban": ("{who} was banned", "{who} fue expulsado"),
    "knock": ("{who} asked to join", "{who} pidió entrar"),
    "name_set": ("named the room: {value}", "dio nombre a la sala: {value}"),
    "topic_set": ("set the topic: {value}", "fijó el tema: {value}"),
    "other": ("Event of type {type}", "Evento de tipo {type}"),
    "proof": ("How to check this", "Cómo comprobarlo"),
    "proof_text": (
        (
            "Each record is in the district's sealed log. The file records.jsonl holds what is "
            "here with the proof of it; verify.py, beside it, checks the whole folder. The "
            "fingerprint of the district's key, to be compared with one obtained from the district "
            "in another way:"
        ),
        (
            "Cada registro está en el registro sellado del distrito. El archivo records.jsonl "
            "contiene lo que aquí se ve con su prueba; verify.py, junto a él, comprueba toda la "
            "carpeta. La huella de la clave del distrito, para compararla con la obtenida del "
            "distrito por otro medio:"
        ),
    ),
    "sent": ("sent by the student", "enviado por el estudiante"),
    "attempted": (
        "tried by the student and refused",
        "intentado por el estudiante y rechazado",
    ),
    "membership": (
        "the student's joining or leaving",
        "entrada o salida del estudiante",
    ),
    "present": (
        "sent to a room while the student was in it",
        "enviado a una sala mientras el estudiante estaba en ella",
    ),
    "family": (
        "in a family venue about the student",
        "en un espacio familiar sobre el estudiante",
    ),
    "full_name": ("names the student", "nombra al estudiante"),
    "preferred_name": ("gives the preferred name", "usa el nombre preferido"),
    "former_name": ("uses a former name", "usa un nombre anterior"),
    "first_name": (
        "uses the first name, where the student is meant",
        "usa el nombre de pila, donde se refiere al estudiante",
    ),
    "nickname": (
        "uses a short form of the name, where the student is meant",
        "usa un diminutivo del nombre, donde se refiere al estudiante",
    ),
    "initials": (
        "gives initials, where the student is meant",
        "usa las iniciales, donde se refiere al estudiante",
    ),
    "misspelt": ("names the student, misspelt", "nombra al estudiante con una falta"),
    "phone": ("gives the student's phone number", "da el teléfono del estudiante"),
    "in_file": ("a file in it names the student", "un archivo en él nombra al estudiante"),
    "unreadable": (
        "shows a file whose words could not all be read",
        "muestra un archivo cuyas palabras no se pudieron leer todas",
    ),
    "context": (
        "was said right before or after such a message",
        "se dijo justo antes o después de un mensaje así",
    ),
    "added": ("added by the district", "añadido por el distrito"),
    "user_id": ("names the student's account", "nombra la cuenta del estudiante"),
    "number": ("gives the student's number", "da el número del estudiante"),
    "reply": ("replies to such a message", "responde a un mensaje así"),
    "answered": ("such a message refers to it", "un mensaje así se refiere a él"),
    "edit": ("edits such a message", "modifica un mensaje así"),
    "reaction": ("reacts to such a message", "reacciona a un mensaje así"),
    "deletion": ("deletes such a message", "elimina un mensaje así"),
    "reason_file": ("file of such a message", "archivo de un mensaje así"),
}


def say(key: str, language: str, **details: object) -> str:
    """A text in the language of the request; English where it is no other that we have."""
    return WORDING[key][language == "es"].format(**details)


LAWS: dict[str, tuple[str, str]] = {
    "ferpa": ("FERPA, inspection (34 CFR 99.10)", "FERPA, derecho de consulta (34 CFR 99.10)"),
    "records": ("State public records law", "Ley estatal de registros públicos"),
    "foia": ("By analogy to the federal FOIA", "Por analogía con la FOIA federal"),
    "subpoena": ("Subpoena", "Citación judicial"),
    "litigation": ("Litigation", "Litigio"),
    "internal": ("Internal review", "Revisión interna"),
    "audit": ("Audit", "Auditoría"),
}


def law(name: str, language: str) -> str:
    """The law of a request in words."""
    return LAWS[name][language == "es"] if name in LAWS else name


def reason(name: str, language: str) -> str:
    """A reason for being in, as the reader sees it."""
    return say("reason_file" if name == "file" else name, language)


def day(at: date, language: str) -> str:
    """A date in words."""
    if language == "es":
        return f"{at.day} de {MONTHS_ES[at.month - 1]} de {at.year}"
    return f"{at:%B} {at.day}, {at.year}"
