"""The read-only room in which the system account tells one person something. Pure."""

from __future__ import annotations

from typing import Any

from homeroom.policy.wording import Language
from homeroom.registry.seeing import VENUE_MARK

NAMES: dict[Language, str] = {"en": "Homeroom notices", "es": "Avisos de Homeroom"}

ALIAS = "homeroom-notices-"
"""How the aliases of these rooms begin."""


def alias_of(user_id: str) -> str:
    """The localpart of the room's alias, by which everybody who tells something finds it."""
    return f"{ALIAS}{user_id.removeprefix('@').partition(':')[0]}"


def request(user_id: str, language: Language) -> dict[str, Any]:
    """The body of `createRoom`, for the system account."""
    return {
        "preset": "private_chat",
        "name": NAMES[language],
        "room_alias_name": alias_of(user_id),
        "invite": [user_id],
        "creation_content": {VENUE_MARK: "system", "m.federate": False},
        "power_level_content_override": {"events_default": 100, "invite": 100},
    }


def notice(body: str) -> dict[str, Any]:
    """The content of a notice."""
    return {"msgtype": "m.notice", "body": body}
