"""What is left of productions whose process was killed: removed before the next one is made."""

from __future__ import annotations

import shutil
from glob import escape

from sqlalchemy import Connection, select

from homeroom.config import HomeroomConfig
from homeroom.db.tables.disclosure import production as table
from homeroom.disclosure import keeping, productions
from homeroom.disclosure.productions import Production


def remove(connection: Connection, config: HomeroomConfig) -> None:
    """Remove what lies on the district's disk of productions that were never finished.

    One that is being made is held by its process, and is not touched; nor is a folder of somebody's
    choice, once it has its name.
    """
    never_finished = select(table.c.id).where(table.c.manifest.is_(None))
    for number in connection.execute(never_finished).scalars().all():
        made = productions.progress(connection, number)
        if made.state == "failed":
            _remove(config, made)


def _remove(config: HomeroomConfig, made: Production) -> None:
    pattern = f".{escape(made.folder.name)}.unfinished-{made.id}-*"
    for folder in made.folder.parent.glob(pattern):
        shutil.rmtree(folder, ignore_errors=True)
    if keeping.is_kept_here(config, made):
        keeping.remove(made)
    keeping.forget_internal(config, made)
