"""Tells one person something, in their read-only room of notices."""

from __future__ import annotations

from homeroom.policy.wording import Language
from homeroom.registry import notices_room
from homeroom.steward.homeserver import Homeserver, RefusedError


def tell(
    homeserver: Homeserver, user_id: str, body: str, language: Language, *, transaction: str
) -> None:
    """Send a notice; `HomeroomError` where it could not be. One transaction is told once."""
    homeserver.send(room_of(homeserver, user_id, language), notices_room.notice(body), transaction)


def room_of(homeserver: Homeserver, user_id: str, language: Language) -> str:
    """The person's room of notices, which they have joined; made where there is none."""
    alias = notices_room.alias_of(user_id)
    room_id = homeserver.room_named(alias)
    if room_id is None:
        try:
            room_id = homeserver.create_room(notices_room.request(user_id, language))
        except RefusedError as error:
            if error.code != "M_ROOM_IN_USE":
                raise
            room_id = homeserver.room_named(alias)
            if room_id is None:
                raise
    if user_id not in homeserver.members(room_id):
        homeserver.join(room_id, user_id)
    return room_id
