"""Classes of the roster."""

from __future__ import annotations

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.folding import fold
from homeroom.registry.decisions import load
from homeroom.registry.model import SchoolClass


def resolve(connection: Connection, given: str) -> SchoolClass:
    """The class meant by its id or an unambiguous title; `InputError` names the candidates."""
    classes = load(connection, SchoolClass)
    if given in classes:
        return classes[given]
    found = [c for c in classes.values() if c.active and fold(c.title) == fold(given)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"{given}: no class of the roster; give its id or its title")
    candidates = ", ".join(sorted(each.id for each in found)[:5])
    raise InputError(f"{given}: {len(found)} classes have this title: {candidates}; give the id")
