"""What may be attached (rule 6)."""

from __future__ import annotations

from homeroom.policy.wording.language import Words

WORDING: Words = {
    "incomplete_media": {
        "en": "The file has not arrived yet. Attach it again and wait until it is uploaded.",
        "es": "El archivo todavía no ha llegado. Adjúntalo otra vez y espera a que termine de "
        "subir.",
    },
    "attachment_kind": {
        "en": "This kind of file cannot be sent here: {kinds}. You can send: {allowed}.",
        "es": "Aquí no se puede enviar este tipo de archivo: {kinds}. Puedes enviar: {allowed}.",
    },
    "attachment_size": {
        "en": "The file is too large. Send one of at most {megabytes} MB.",
        "es": "El archivo es demasiado grande. Envía uno de {megabytes} MB como máximo.",
    },
    "unreadable_file": {
        "en": "The words in this file could not be read, so it was not sent. Take off the "
        "password, or send it as a PDF with text in it.",
        "es": "No se pudo leer el texto de este archivo, así que no se envió. Quítale la "
        "contraseña o envíalo como PDF con texto.",
    },
}

KINDS: Words = {
    "text": {"en": "text", "es": "texto"},
    "pdf": {"en": "PDF", "es": "PDF"},
    "office": {"en": "office documents", "es": "documentos de oficina"},
    "image": {"en": "pictures", "es": "imágenes"},
    "audio": {"en": "sound", "es": "sonido"},
    "video": {"en": "film", "es": "vídeo"},
    "other": {"en": "other files", "es": "otros archivos"},
}
