"""Legal holds: nothing of a person under a hold is disposed of (FRCP 37(e))."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry.decisions import find, record
from homeroom.registry.model import Hold, Person


def add(connection: Connection, person: Person, reason: str, *, by: str) -> Hold:
    """Hold a person's records, for a reason that stands in the record with it."""
    if not reason.strip():
        raise InputError("hold: a hold needs a reason; name the matter and who asked for it")
    hold = Hold(id=f"hold-{secrets.token_hex(4)}", person=person.id, reason=reason.strip())
    record(connection, hold, by=by, note="held")
    return hold


def release(connection: Connection, hold_id: str, *, by: str) -> Hold:
    """End a hold; it stays in the record, and nothing is deleted by this."""
    hold = find(connection, Hold, hold_id)
    if hold is None:
        raise InputError(f"hold {hold_id}: unknown; see `homeroom hold list`")
    if not hold.active:
        raise InputError(f"hold {hold_id}: was released already")
    released = replace(hold, active=False)
    record(connection, released, by=by, note="released")
    return released
