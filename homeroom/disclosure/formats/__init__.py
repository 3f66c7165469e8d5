"""The formats of a production: one file each, one line in `FORMATS`."""

from __future__ import annotations

from homeroom.disclosure.formats import csv_table, html
from homeroom.disclosure.formats.writing import Format

FORMATS: dict[str, Format | None] = {
    "jsonl": None,
    "html": Format(start=html.Page),
    "csv": Format(start=csv_table.Table),
}
"""By name. `records.jsonl` is in every production, for it is what the proofs are about."""
USUAL = ("html", "jsonl")
"""What a production has where nobody says otherwise."""
