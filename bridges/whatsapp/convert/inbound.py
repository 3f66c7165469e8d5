"""From a received payload to a message or a status.

Every type of the Cloud API has its reader in `READERS`; a type that is not there, or a message
without its own part, becomes a placeholder, and the raw JSON stays with the item.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from bridges.base.json_values import list_in, object_in, read_object, speakable, text_in
from bridges.base.model import Alias, MediaReference, Message, Relation, Status
from bridges.base.network import UnreadableError
from bridges.whatsapp.convert.webhook import moment
from bridges.whatsapp.errors import known_reason

Reader = Callable[[Message, dict[str, Any]], Message]
STATES: tuple[Literal["sent", "delivered", "read", "failed"], ...] = (
    "sent",
    "delivered",
    "read",
    "failed",
)


def to_message(payload: str) -> Message:
    """A message from the payload that `open_webhook` made."""
    content = read_object(payload)
    raw, contact = object_in(content, "message"), object_in(content, "contact")
    if not raw:
        raise UnreadableError("not a message")
    bare = Message(
        remote_id=speakable(text_in(raw, "id")),
        aliases=_aliases(raw, contact),
        name=speakable(text_in(contact, "profile", "name")),
        sent_at=moment(raw),
        kind=speakable(text_in(raw, "type")) or "none",
        relation=_reply(raw),
        group=text_in(raw, "group_id") or None,
    )
    return _read(bare, raw)


def to_status(payload: str) -> Status:
    """A status from its payload."""
    raw = object_in(read_object(payload), "status")
    state = next((known for known in STATES if known == text_in(raw, "status")), None)
    if state is None or not text_in(raw, "id"):
        raise UnreadableError(f"not a status: {text_in(raw, 'status') or 'no state'}")
    error = next((fault for fault in list_in(raw, "errors") if isinstance(fault, dict)), {})
    code = error.get("code") if isinstance(error.get("code"), int) else None
    theirs = text_in(error, "error_data", "details") or text_in(error, "title")
    return Status(
        remote_id=text_in(raw, "id"),
        item=text_in(raw, "biz_opaque_callback_data") or None,
        state=state,
        code=code,
        reason=known_reason(code) or theirs,
    )


def _aliases(raw: dict[str, Any], contact: dict[str, Any]) -> tuple[Alias, ...]:
    phone = text_in(raw, "from") or text_in(contact, "wa_id")
    user = text_in(raw, "from_user_id") or text_in(contact, "user_id")
    found = []
    if phone.isascii() and phone.isdigit():
        found.append(Alias(kind="phone", value=f"+{phone}"))
    if user:
        found.append(Alias(kind="user_id", value=speakable(user)))
    return tuple(found)


def _reply(raw: dict[str, Any]) -> Relation | None:
    answered = text_in(raw, "context", "id")
    return Relation(kind="reply", remote_id=speakable(answered)) if answered else None


def _read(bare: Message, raw: dict[str, Any]) -> Message:
    reader = READERS.get(bare.kind)
    part = raw.get(bare.kind)
    if reader is None or (bare.kind not in WITHOUT_PART and not part):
        return _placeholder(bare, f"[A message of the type “{bare.kind}”, kept as received]")
    return reader(bare, raw)


def _say(bare: Message, text: str, *, msgtype: str = "m.text", lossy: bool = False) -> Message:
    return replace(bare, body={"msgtype": msgtype, "body": speakable(text)}, lossy=lossy)


def _placeholder(bare: Message, text: str) -> Message:
    return _say(bare, text, msgtype="m.notice", lossy=True)


def _text(bare: Message, raw: dict[str, Any]) -> Message:
    return _say(bare, text_in(raw, "text", "body"))


def _media(bare: Message, raw: dict[str, Any]) -> Message:
    part = object_in(raw, bare.kind)
    kind = MEDIA[bare.kind]
    name = speakable(text_in(part, "filename")) or kind
    caption = speakable(text_in(part, "caption"))
    body = {"msgtype": "m.image" if kind == "sticker" else f"m.{kind}", "body": caption or name}
    reference = MediaReference(
        id=text_in(part, "id"),
        kind=kind,
        mime=text_in(part, "mime_type").partition(";")[0].strip() or "application/octet-stream",
        name=name,
        sha256=_hexadecimal(text_in(part, "sha256")),
    )
    return replace(bare, body=body | {"filename": name}, media=reference)


def _location(bare: Message, raw: dict[str, Any]) -> Message:
    part = object_in(raw, "location")
    latitude, longitude = part.get("latitude"), part.get("longitude")
    numbers = all(isinstance(n, int | float) for n in (latitude, longitude))
    where = f"geo:{latitude},{longitude}" if numbers else ""
    named = ", ".join(filter(None, (text_in(part, "name"), text_in(part, "address"))))
    said = _say(bare, f"Location: {named or where}", msgtype="m.location" if where else "m.text")
    return replace(said, body=said.body | {"geo_uri": where}) if where else said


def _contacts(bare: Message, raw: dict[str, Any]) -> Message:
    lines = []
    for contact in list_in(raw, "contacts"):
        phones = [text_in(phone, "phone") for phone in list_in(contact, "phones")]
        lines.append(", ".join(filter(None, (text_in(contact, "name", "formatted_name"), *phones))))
    return _say(bare, "Contact: " + "; ".join(lines), lossy=True)


def _interactive(bare: Message, raw: dict[str, Any]) -> Message:
    part = object_in(raw, "interactive")
    for kind in ("button_reply", "list_reply"):
        if title := text_in(part, kind, "title"):
            return _say(bare, title, lossy=True)
    return _placeholder(bare, "[The answer to a form, kept as received]")


def _button(bare: Message, raw: dict[str, Any]) -> Message:
    return _say(bare, text_in(raw, "button", "text"), lossy=True)


def _reaction(bare: Message, raw: dict[str, Any]) -> Message:
    to, emoji = text_in(raw, "reaction", "message_id"), text_in(raw, "reaction", "emoji")
    related = replace(bare, relation=Relation(kind="reaction", remote_id=speakable(to)))
    if emoji:
        return replace(related, emoji=speakable(emoji))
    # The record keeps the reaction; that it was taken back is said beside it.
    return _say(related, "[took a reaction back]", msgtype="m.notice")


def _order(bare: Message, raw: dict[str, Any]) -> Message:
    count = len(list_in(object_in(raw, "order"), "product_items"))
    return _placeholder(bare, f"[An order of {count} products, kept as received]")


def _system(bare: Message, raw: dict[str, Any]) -> Message:
    return _placeholder(bare, text_in(raw, "system", "body") or "[A notice of the network]")


def _unsupported(bare: Message, raw: dict[str, Any]) -> Message:
    return _placeholder(bare, "[A message that WhatsApp does not pass on]")


def _edit(bare: Message, raw: dict[str, Any]) -> Message:
    part = object_in(raw, "edit")
    inner = object_in(part, "message")
    kind = text_in(inner, "type")
    original = speakable(text_in(part, "original_message_id"))
    edited = _read(replace(bare, kind=kind, relation=None), inner) if kind != "edit" else bare
    related = replace(edited, kind=bare.kind, relation=Relation(kind="edit", remote_id=original))
    return related if related.body else _placeholder(related, "[An edit, kept as received]")


def _revoke(bare: Message, raw: dict[str, Any]) -> Message:
    original = speakable(text_in(raw, "revoke", "original_message_id"))
    said = _say(bare, "[deleted this message on WhatsApp]", msgtype="m.notice")
    return replace(said, relation=Relation(kind="revoke", remote_id=original))


def _hexadecimal(checksum: str) -> str | None:
    """Webhooks carry the checksum in base64, the media endpoint in hexadecimal: either is read."""
    if len(checksum) == 64:
        return checksum.lower()
    try:
        decoded = base64.b64decode(checksum, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded.hex() if len(decoded) == 32 else None


MEDIA: dict[str, Literal["image", "video", "audio", "file", "sticker"]] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "document": "file",
    "sticker": "sticker",
}
WITHOUT_PART = frozenset({"unsupported"})
READERS: dict[str, Reader] = {
    "text": _text,
    **dict.fromkeys(MEDIA, _media),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "unsupported": _unsupported,
    "edit": _edit,
    "revoke": _revoke,
}
