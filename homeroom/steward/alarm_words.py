"""What alarms say to IT, in English and Spanish: what is wrong, and what to do."""

from __future__ import annotations

from homeroom.archive.health import Fault
from homeroom.policy.wording import Language

WORDS: dict[Fault, dict[Language, str]] = {
    "capture": {
        "en": "The capture of events is off: nothing new can be said until it is back. Start "
        "Homeroom again, which puts it back; then run `homeroom archive reconcile`.",
        "es": "La captura de mensajes está apagada: no se puede escribir nada hasta que vuelva. "
        "Reinicia Homeroom, que la restablece; después ejecuta `homeroom archive reconcile`.",
    },
    "differences": {
        "en": "The archive and the homeserver differ. Run `homeroom archive reconcile`: it names "
        "each event. Change nothing before you have a copy of the database.",
        "es": "El archivo y el servidor no coinciden. Ejecuta `homeroom archive reconcile`: nombra "
        "cada evento. No cambies nada antes de tener una copia de la base de datos.",
    },
    "outbox_long": {
        "en": "Much waits to be archived. Is the archiver running? See `homeroom status`. If "
        "it grows on, no more messages are taken.",
        "es": "Hay mucho por archivar. ¿Funciona el archivador? Mira `homeroom status`. Si sigue "
        "creciendo, ya no se aceptan mensajes.",
    },
    "outbox_late": {
        "en": "What was said over a minute ago is not archived yet. Is the archiver running? See "
        "`homeroom status`.",
        "es": "Lo escrito hace más de un minuto aún no está archivado. ¿Funciona el archivador? "
        "Mira `homeroom status`.",
    },
    "media_missing": {
        "en": "A file that a message names could not be archived for an hour. `homeroom archive "
        "status` counts them; the archiver's log says why.",
        "es": "Un archivo que un mensaje nombra no se pudo guardar desde hace una hora. `homeroom "
        "archive status` los cuenta; el registro del archivador dice por qué.",
    },
    "not_published": {
        "en": "No checkpoint was published for two hours. Is the archiver running, and can it "
        "write its folder?",
        "es": "No se publicó ningún punto de control desde hace dos horas. ¿Funciona el archivador "
        "y puede escribir en su carpeta?",
    },
    "not_held_outside": {
        "en": "A place outside that should hold our checkpoints has not taken one for three turns. "
        "`homeroom archive anchors` names it; the steward's log says why.",
        "es": "Un lugar externo que debe tener nuestros puntos de control no aceptó ninguno "
        "en tres turnos. `homeroom archive anchors` lo nombra; el registro del steward dice la "
        "causa.",
    },
    "backup_late": {
        "en": "The backup is behind: for a quarter of an hour nothing was taken into it, or the "
        "newest whole one is too old. Is its disk mounted, with room on it? See `homeroom backup "
        "list`; the backup's log says why.",
        "es": "La copia de seguridad va atrasada: desde hace un cuarto de hora no se guardó nada, "
        "o la última copia completa es demasiado antigua. ¿Está su disco montado y con espacio? "
        "Mira `homeroom backup list`; el registro de la copia dice la causa.",
    },
    "not_compared": {
        "en": "Archive and homeserver were not compared for a day and a half. Run `homeroom "
        "archive reconcile`.",
        "es": "El archivo y el servidor no se compararon desde hace día y medio. Ejecuta `homeroom "
        "archive reconcile`.",
    },
}
SUBJECT: dict[Language, str] = {
    "en": "Homeroom: an alarm of the record",
    "es": "Homeroom: una alarma del registro",
}
OVER: dict[Language, str] = {"en": "It is over: ", "es": "Ya pasó: "}


def told(fault: Fault, language: Language, *, up: bool) -> str:
    """An alarm in words, or that it is over."""
    said = WORDS[fault][language]
    return said if up else OVER[language] + said.split(". ")[0].split(": ")[0] + "."
