"""Text as it is compared: the database is in C locale, so this happens before it is asked."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Text for comparing: case-folded, without accents, blanks collapsed.

    The database is in C locale, so this happens here, before indexing and before querying.
    """
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join([c for c in decomposed if not unicodedata.combining(c)])
    return " ".join(plain.split())
