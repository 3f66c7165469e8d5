"""Every way into the homeserver, and what is decided about it: the table behind `docs/ways-in.md`.

The module refuses in process what is closed here, and whatever Synapse answers that is not here;
the gateway is made from the same rows.
"""

from __future__ import annotations

from homeroom.ways_in import admin, keys, media, people, reading, rooms, servers, sign_in
from homeroom.ways_in.model import Way
from homeroom.ways_in.pages import PAGES

__all__ = ["BY_ROUTE", "PAGES", "SECTIONS", "WAYS", "Way"]

SECTIONS: dict[str, tuple[Way, ...]] = {
    "Signing in, and accounts": sign_in.WAYS,
    "Rooms": rooms.WAYS,
    "People": people.WAYS,
    "Reading, and what is one's own": reading.WAYS,
    "Keys": keys.WAYS,
    "Files": media.WAYS,
    "Synapse's administration": admin.WAYS,
    "Other servers": servers.WAYS,
}

WAYS: tuple[Way, ...] = tuple(way for section in SECTIONS.values() for way in section)

BY_ROUTE: dict[tuple[str, str], Way] = {
    (method, way.path): way for way in WAYS for method in way.methods
}
"""A row by method and path."""
