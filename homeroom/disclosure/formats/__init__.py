"""The formats of a production: one file each, one line in `FORMATS`."""

from __future__ import annotations

from homeroom.disclosure.formats import csv_table, edrm, html, load_file, mail, pdf, rsmf
from homeroom.disclosure.formats.writing import Format

FORMATS: dict[str, Format | None] = {
    "jsonl": None,
    "html": Format(start=html.Page),
    "pdf": Format(start=pdf.Pdf, by_volume=True),
    "csv": Format(start=csv_table.Table),
    "eml": Format(start=mail.Eml, by_volume=True),
    "mbox": Format(start=mail.Mbox, by_volume=True),
    "rsmf": Format(start=rsmf.Rsmf, by_volume=True),
    "dat": Format(start=load_file.LoadFile, by_volume=True),
    "edrm": Format(start=edrm.Edrm, by_volume=True),
}
"""By name. `records.jsonl` is in every production, for it is what the proofs are about."""
USUAL = ("html", "jsonl")
"""What a production has where nobody says otherwise."""
