"""From a network's message to the content of a Matrix event, and back from an event. Pure."""

from __future__ import annotations

from typing import Any

from bridges.base.json_values import object_in, speakable, text_in
from bridges.base.model import REMOTE, MediaReference, Message, Outgoing, Refused
from homeroom.registry.matrix import URGENT_MARK

MEDIA_KINDS = {"m.image": "image", "m.video": "video", "m.audio": "audio", "m.file": "file"}
TEXT_KINDS = ("m.text", "m.emote")


def to_event(
    message: Message, network: str, related: str | None, file: dict[str, Any] | None, missing: str
) -> tuple[str, dict[str, Any]]:
    """Type and content of the event that says a remote message.

    `related` is the event id of what it refers to; `file` holds `url` and `info` of an uploaded
    file, or is None, and `missing` says why.
    """
    mark = {"network": network, "id": message.remote_id, "type": message.kind}
    mark_at = {REMOTE: mark | {"sent_at": int(message.sent_at.timestamp() * 1000)}}
    if message.emoji is not None:
        return _reaction(message.emoji, related, mark_at)
    body = dict(message.body)
    if message.media is not None:
        body = body | file if file else _without_file(body, missing)
    return "m.room.message", _related(body, message, related) | mark_at


def _reaction(emoji: str, related: str | None, mark: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if related is None:
        text = f"[reacted with {emoji} to a message that is not here]"
        return "m.room.message", {"msgtype": "m.notice", "body": text} | mark
    relates = {"rel_type": "m.annotation", "event_id": related, "key": emoji}
    return "m.reaction", {"m.relates_to": relates} | mark


def _without_file(body: dict[str, Any], missing: str) -> dict[str, Any]:
    text = f"[A file could not be brought over: {missing}] {body.get('body', '')}".strip()
    return {"msgtype": "m.text", "body": text}


def _related(body: dict[str, Any], message: Message, related: str | None) -> dict[str, Any]:
    relation = message.relation
    if relation is None:
        return body
    if relation.kind == "edit":
        # The original event stays in the room and in the record; this one stands beside it.
        edited = {"body": f"* {body.get('body', '')}"}
        if related is None:
            return body | edited
        replaces = {"rel_type": "m.replace", "event_id": related}
        return body | edited | {"m.new_content": body, "m.relates_to": replaces}
    if related is None:
        return body
    return body | {"m.relates_to": {"m.in_reply_to": {"event_id": related}}}


def from_event(event: dict[str, Any]) -> Outgoing | Refused | None:
    """What an event says to the remote side, why it cannot be said there, or None: nothing."""
    content = object_in(event, "content")
    kind = text_in(event, "type")
    if kind == "m.room.message":
        return _message(event, content)
    if kind == "m.sticker":
        return _file(event, content, "image")
    if kind == "m.reaction":
        return _outgoing_reaction(event, content)
    if kind == "m.room.redaction":
        return Refused(reason="a message that was delivered cannot be taken back there")
    return None


def _message(event: dict[str, Any], content: dict[str, Any]) -> Outgoing | Refused | None:
    kind = text_in(content, "msgtype")
    urgent = URGENT_MARK in content  # for the family, too, and not only a word to who is here
    if kind == "m.notice" and not urgent:
        return None
    if text_in(content, "m.relates_to", "rel_type") == "m.replace":
        return Refused(reason="a message that was delivered cannot be changed there; write anew")
    if kind in MEDIA_KINDS:
        return _file(event, content, MEDIA_KINDS[kind])
    if not (urgent or kind in TEXT_KINDS) or not text_in(content, "body").strip():
        return Refused(reason=f"this kind of message ({kind or 'without a type'}) is not carried")
    text = _without_quote(text_in(content, "body"), answers=bool(_answered(content)))
    return Outgoing(
        event_id=text_in(event, "event_id"),
        sender=text_in(event, "sender"),
        kind="text",
        text=speakable(f"* {text}" if kind == "m.emote" else text),
        relates_to=_answered(content),
    )


def _file(event: dict[str, Any], content: dict[str, Any], kind: Any) -> Outgoing | Refused:
    url = text_in(content, "url")
    if not url.startswith("mxc://"):
        return Refused(reason="the file is not in the school's own store")
    body, name = text_in(content, "body"), text_in(content, "filename")
    media = MediaReference(
        id=url,
        kind=kind,
        mime=text_in(content, "info", "mimetype") or "application/octet-stream",
        name=speakable(name or body or kind),
    )
    return Outgoing(
        event_id=text_in(event, "event_id"),
        sender=text_in(event, "sender"),
        kind="media",
        text=speakable(body) if name and body != name else "",
        media=media,
        relates_to=_answered(content),
    )


def _outgoing_reaction(event: dict[str, Any], content: dict[str, Any]) -> Outgoing | Refused:
    emoji = text_in(content, "m.relates_to", "key")
    to = text_in(content, "m.relates_to", "event_id")
    if not emoji or not to:
        return Refused(reason="the reaction names no message")
    return Outgoing(
        event_id=text_in(event, "event_id"),
        sender=text_in(event, "sender"),
        kind="reaction",
        text=speakable(emoji),
        relates_to=to,
    )


def _answered(content: dict[str, Any]) -> str | None:
    relates = object_in(content, "m.relates_to")
    return text_in(object_in(relates, "m.in_reply_to"), "event_id") or None


def _without_quote(body: str, *, answers: bool) -> str:
    """A reply's body without the quotation that older clients put before it."""
    if not answers or not body.startswith("> "):
        return body
    lines = body.split("\n")
    while lines and lines[0].startswith("> "):
        lines.pop(0)
    return "\n".join(lines).strip() or body


def notice(text: str, event_id: str | None) -> dict[str, Any]:
    """A notice of the bot's, as an answer to an event."""
    content: dict[str, Any] = {"msgtype": "m.notice", "body": text}
    if event_id:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": event_id}}
    return content
