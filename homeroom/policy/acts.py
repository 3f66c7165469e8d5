"""What an event does, by the Matrix specification's types: what a venue allows or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

Act = Literal["join", "invite", "leave", "post", "upload", "react", "edit", "redact", "settings"]

FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
REACTIONS = frozenset({"m.reaction", "m.poll.response", "org.matrix.msc3381.poll.response"})
"""An answer in a poll is chosen of a list, like a reaction."""
POST: tuple[Act, ...] = ("post",)


def acts_of(
    kind: str, *, state: bool, content: Mapping[str, Any], media: bool = False
) -> tuple[Act, ...]:
    """All that an event of this type and content does; what nobody knows is a post.

    `media`: something in it names uploaded media. An edit that puts a file in place of a text is
    both an edit and an upload.
    """
    if state:
        return (_membership(content),) if kind == "m.room.member" else ("settings",)
    if kind == "m.room.redaction":
        return ("redact",)
    done: list[Act] = []
    if _edits(content):
        done.append("edit")
    if kind in REACTIONS:
        done.append("react")
    if media or _shows_file(content) or _shows_file(content.get("m.new_content")):
        done.append("upload")
    return tuple(done) or POST


def speaks(acts: Collection[Act]) -> bool:
    """Is something said anew: a text or a file, not an edit, a reaction or a setting?"""
    return "edit" not in acts and ("post" in acts or "upload" in acts)


def _membership(content: Mapping[str, Any]) -> Act:
    match content.get("membership"):
        case "join":
            return "join"
        case "leave" | "ban":
            return "leave"
        case _:
            return "invite"


def _edits(content: Mapping[str, Any]) -> bool:
    relation = content.get("m.relates_to")
    return isinstance(relation, Mapping) and relation.get("rel_type") == "m.replace"


def _shows_file(content: Any) -> bool:
    kind = content.get("msgtype") if isinstance(content, Mapping) else None
    return isinstance(kind, str) and kind in FILES
