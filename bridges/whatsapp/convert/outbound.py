"""From a Matrix message on its way out to the body of `POST /{phone_number_id}/messages`.

Source: Meta, WhatsApp Business Platform, Cloud API "Messages" and "Supported media types".
"""

from __future__ import annotations

from typing import Any

from bridges.base.model import Alias, Outgoing
from bridges.base.network import StopError

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

MEDIA_TYPES = {
    "image/jpeg": "image",
    "image/png": "image",
    "video/mp4": "video",
    "video/3gpp": "video",
    "audio/aac": "audio",
    "audio/amr": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/ogg": "audio",
}
"""What the vendor shows as such; every other file goes as a document."""


def to_request(
    to: Alias, message: Outgoing, media_id: str | None, relates_to: str | None
) -> dict[str, Any]:
    """The request body; `StopError` where the network cannot carry the message."""
    kind = _vendor_kind(message)
    part = _part(kind, message, media_id, relates_to)
    request = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **({"to": to.value} if to.kind == "phone" else {"recipient": to.value}),
        "type": kind,
        kind: part,
        "biz_opaque_callback_data": message.event_id,
    }
    if relates_to and message.kind != "reaction":
        request["context"] = {"message_id": relates_to}
    return request


def _vendor_kind(message: Outgoing) -> str:
    if message.media is None:
        return message.kind
    kind = MEDIA_TYPES.get(message.media.mime, "document")
    # Audio takes no caption, and no word may be lost.
    return "document" if kind == "audio" and message.text else kind


def _part(
    kind: str, message: Outgoing, media_id: str | None, relates_to: str | None
) -> dict[str, Any]:
    if message.kind == "text":
        return {"preview_url": False, "body": _within(message.text, TEXT_LIMIT)}
    if message.kind == "reaction":
        if not relates_to:
            raise StopError("the message that was reacted to is not on WhatsApp")
        return {"message_id": relates_to, "emoji": message.text}
    part: dict[str, Any] = {"id": media_id}
    if message.text:
        part["caption"] = _within(message.text, CAPTION_LIMIT)
    if kind == "document" and message.media:
        part["filename"] = message.media.name
    return part


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise StopError(f"WhatsApp carries {limit} characters, and this has {len(text)}")
    return text
