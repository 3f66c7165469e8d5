"""The texts that people sign: stored by their SHA-256, so that a signature points at its words.

34 CFR 99.30 wants the records, the purpose and the party stated; the standard text does so, from
the register. A district that has a form of its own stores that instead.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry.decisions import find, record
from homeroom.registry.model import ConsentText, Tool

Language = Literal["en", "es"]

STANDARD: dict[Language, str] = {
    "en": """\
Consent to use {name}

The school would like to use {name}, of {vendor}. What for: {purpose}
What {vendor} gets about the student: {elements}
The school has an agreement with {vendor}: {reference}.

I agree that the school uses {name} in this way for the student named in this form, until the end
of the school year. I may take this back at any time, without a reason, by telling the school.
If I say no, the student takes part in class as before.
""",
    "es": """\
Consentimiento para usar {name}

La escuela quiere usar {name}, de {vendor}. Para qué: {purpose}
Lo que {vendor} recibe sobre el estudiante: {elements}
La escuela tiene un acuerdo con {vendor}: {reference}.

Acepto que la escuela use {name} de esta manera para el estudiante nombrado en este formulario,
hasta el fin del año escolar. Puedo retirarlo en cualquier momento, sin dar razones, avisando a la
escuela. Si digo que no, el estudiante participa en clase como antes.
""",
}
NOTHING: dict[Language, str] = {"en": "not written down", "es": "no está escrito"}
WHAT_IS_SAID: dict[Language, str] = {
    "en": "what is written to and by the family",
    "es": "lo que se escribe a la familia y lo que ella escribe",
}
LONGEST = 20_000


def standard(tool: Tool, language: Language) -> str:
    """The text for a tool as the register has it now."""
    terms = tool.agreement
    elements = ", ".join(terms.data_elements) if terms else ""
    return STANDARD[language].format(
        name=tool.name,
        vendor=tool.vendor,
        purpose=tool.purpose or NOTHING[language],
        elements=elements or WHAT_IS_SAID[language],
        reference=terms.reference if terms else NOTHING[language],
    )


def digest_of(text: str) -> str:
    """By what a signature points at its words."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep(
    connection: Connection, tool: Tool, language: Language, text: str, *, by: str
) -> ConsentText:
    """Store a text once; the same text is the same version."""
    if not text.strip() or len(text) > LONGEST:
        raise InputError(f"consent text: is empty, or longer than {LONGEST} characters")
    digest = digest_of(text)
    known = find(connection, ConsentText, digest)
    if known is not None:
        return known
    made = ConsentText(sha256=digest, tool=tool.id, language=language, text=text)
    record(connection, made, by=by, note="stored")
    return made
