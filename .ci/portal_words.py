"""Brings the portal's catalogues of words up to date: `make words`, then translate what is empty.

New messages are added at the place where they would be sorted, those no longer used are removed,
and the rest stays as it is.
"""

from __future__ import annotations

import sys
from bisect import insort
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PORTAL = Path(__file__).parents[1] / "admin_portal"
LANGUAGES = ("en", "es")
WIDTH = 100


def main() -> int:
    """Write both catalogues; name on standard output what has no Spanish yet."""
    used = _used()
    for language in LANGUAGES:
        file = PORTAL / "locale" / language / "LC_MESSAGES" / "portal.po"
        catalog = _renewed(file, used, language)
        written = BytesIO()
        write_po(written, catalog, width=WIDTH, include_lineno=False)
        file.write_bytes(written.getvalue())
        if language == "es":
            for message in catalog:
                if message.id and not _translated(message):
                    sys.stdout.write(f"{file}: translate {message.id!r}\n")
    return 0


def _used() -> Catalog:
    """Every message of the code and the templates, with the files it is in."""
    found = Catalog()
    for file, line, message, comments, context in extract_from_dir(
        str(PORTAL),
        method_map=[("**.py", "python"), ("**.html", "jinja2")],
        options_map={"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}},
        keywords={"_": None, "ngettext": (1, 2), "mark": None},
    ):
        found.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return found


def _renewed(file: Path, used: Catalog, language: str) -> Catalog:
    with file.open("rb") as opened:
        known = read_po(opened, locale=language)
    made = Catalog(
        locale=language,
        header_comment=known.header_comment,
        creation_date=known.creation_date,
        revision_date=known.revision_date,
        fuzzy=False,
    )
    made.mime_headers = known.mime_headers
    for message in _in_order(known, used):
        there = known.get(message.id)
        string = there.string if there is not None else None
        made.add(message.id, string, message.locations, message.flags)
    return made


def _in_order(known: Iterable[Message], used: Catalog) -> list[Message]:
    """Those that are used still in the order they have; the new ones where they belong."""
    kept = [used[m.id] for m in known if m.id and m.id in used]
    there = {_key(message) for message in kept}
    for message in used:
        if message.id and _key(message) not in there:
            insort(kept, message, key=_key)
    return kept


def _translated(message: Message) -> bool:
    found = message.string
    return bool(found) if isinstance(found, str) else bool(found and all(found))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main())
