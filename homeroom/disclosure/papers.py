"""What lies in a production beside the records: how to check it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from homeroom.disclosure import verify
from homeroom.disclosure.model import About, Statement

README = """\
RECORDS ABOUT {student} - request {request}, production {production}, district {district}

records.html       the records, to be read (where it was asked for)
records.jsonl      the same records, each with the proof that it is in the district's sealed log
files/             the files that belong to them
exemption-log.csv  what was left out or covered, and why
statements/        what somebody says who disagrees with a record here (where there is one)
manifest.json      every file here with its SHA-256, signed in manifest.sig
SHA256SUMS         the same list, as "sha256sum -c SHA256SUMS" reads it
certificate.en.txt for a court: to be signed by who keeps the records (FRE 902(11), (13), (14))
checkpoint.txt     the district's signed statement of its log
release.txt        there once two people have released this production; without it, it is a draft

To check that nothing was changed, with Python 3.8 or newer, offline, in this folder:

    python3 -I -S verify.py --key "FINGERPRINT"

Ask the district for the fingerprint of its key, by telephone or from its website. Without --key
the check still finds every changed byte, but not who signed. Whoever changed the files could have
changed verify.py too: use a copy from elsewhere where that matters. Fields that are not shown
appear as hashes ("hidden"): their existence is proved, their content is not in this folder.
{line}
REGISTROS SOBRE {student} - solicitud {request}, producción {production}, distrito {district}

records.html       los registros, para leer (si se pidió)
records.jsonl      los mismos registros, cada uno con la prueba de que está en el registro sellado
files/             los archivos que les pertenecen
exemption-log.csv  lo que se omitió o cubrió, y por qué
statements/        lo que dice quien no está de acuerdo con un registro (si hay)
manifest.json      cada archivo con su SHA-256; firmado en manifest.sig
SHA256SUMS         la misma lista, como la lee "sha256sum -c SHA256SUMS"
certificate.es.txt para un tribunal: lo firma quien guarda los registros (FRE 902(11), (13), (14))
checkpoint.txt     la declaración firmada del distrito sobre su registro
release.txt        existe cuando dos personas autorizaron la entrega; sin él, es un borrador

Para comprobar que nada cambió, con Python 3.8 o posterior, sin conexión, en esta carpeta:

    python3 -I -S verify.py --lang es --key "HUELLA"

Pida al distrito la huella de su clave, por teléfono o en su sitio web. Sin --key la comprobación
encuentra igualmente cualquier byte modificado, pero no dice quién firmó. Quien modificó los
archivos pudo modificar también verify.py: si eso importa, use una copia de otro origen. Los campos
que no se muestran aparecen como hashes ("hidden"): se prueba que existen, no su contenido.
"""
STATEMENTS = "statements"
STATEMENT = """\
STATEMENT OF DISAGREEMENT / DECLARACIÓN DE DESACUERDO (34 CFR 99.21)

By / De: {by}
Received / Recibida: {received}
Contests / Se opone a: {contests}

{text}
"""


def write(folder: Path, about: About) -> None:
    """Write the papers and the verifier into the production's folder."""
    told = README.format(
        student=about.student,
        request=about.request,
        production=about.production,
        district=about.district,
        line="\n" + "-" * 98 + "\n",
    )
    (folder / "README.txt").write_text(told, encoding="utf-8", newline="\n")
    write_statements(folder, about.statements)
    (folder / "verify.py").write_bytes(Path(verify.__file__).read_bytes())


def write_statements(folder: Path, statements: Sequence[Statement]) -> None:
    """Write what somebody says against a record that is here, by its place in the log."""
    for number, each in enumerate(statements, 1):
        (folder / STATEMENTS).mkdir(exist_ok=True)
        place = folder / STATEMENTS / f"{number}.txt"
        place.write_text(statement_text(each), encoding="utf-8", newline="\n")


def statement_text(statement: Statement) -> str:
    """A statement as a file of its own."""
    entries = ", ".join(f"{epoch}/{index}" for epoch, index in statement.entries)
    return STATEMENT.format(
        by=statement.by,
        received=statement.received,
        contests=entries or "all of it / todo",
        text=statement.text,
    )
