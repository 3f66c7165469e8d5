"""Takes a webhook body apart: every entry, change, message, status and error in it.

Source: Meta, WhatsApp Business Platform, "messages webhook reference" and "status messages".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bridges.base.json_values import (
    fingerprint,
    list_in,
    object_in,
    read_object,
    speakable,
    text_in,
    write_object,
)
from bridges.base.model import Received
from bridges.base.network import UnreadableError

EPOCH = datetime.fromtimestamp(0, UTC)


def open_webhook(body: bytes) -> tuple[Received, ...]:
    """All that a body holds, in its order; what is not understood is among it as `other`."""
    content = read_object(body)
    if not isinstance(content.get("entry"), list):
        raise UnreadableError("the body has no list `entry`")
    return tuple(_of_entries(content["entry"]))


def _of_entries(entries: list[Any]) -> Iterator[Received]:
    for entry in entries:
        changes = list_in(entry, "changes")
        if not changes:
            yield _other("entry", entry)
        for change in changes:
            yield from _of_change(change)


def _of_change(change: Any) -> Iterator[Received]:
    value, field = object_in(change, "value"), text_in(change, "field")
    found = list(_of_value(value)) if field == "messages" else []
    yield from found
    if not found:
        yield _other(field or "change", change)


def _of_value(value: dict[str, Any]) -> Iterator[Received]:
    for message in list_in(value, "messages"):
        yield _message(message, value)
    for status in list_in(value, "statuses"):
        yield _status(status, value)
    for error in list_in(value, "errors"):
        yield _other("error", error)


def _message(message: Any, value: dict[str, Any]) -> Received:
    if not isinstance(message, dict):
        return _other("message", message)
    around = {"message": message, "contact": _contact(message, value)}
    user = text_in(message, "from_user_id") or text_in(around, "contact", "user_id")
    conversation = text_in(message, "group_id") or text_in(message, "from") or user
    return Received(
        kind="message",
        remote_id=speakable(text_in(message, "id")) or fingerprint(message),
        conversation=speakable(conversation) or "unknown",
        sent_at=moment(message),
        payload=write_object(around),
    )


def _status(status: Any, value: dict[str, Any]) -> Received:
    if not isinstance(status, dict):
        return _other("status", status)
    of, state = text_in(status, "id"), text_in(status, "status")
    return Received(
        kind="status",
        remote_id=speakable(f"status:{state}:{of}") if of else fingerprint(status),
        conversation="status:" + speakable(text_in(status, "recipient_id") or "unknown"),
        sent_at=moment(status),
        payload=write_object({"status": status}),
    )


def _other(what: str, content: Any) -> Received:
    return Received(
        kind="other",
        remote_id=fingerprint([what, content]),
        conversation="other:" + speakable(what),
        sent_at=EPOCH,
        payload=write_object({"what": what, "content": content}),
    )


def _contact(message: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """The contact that a message is from; an only one belongs to every message."""
    contacts = [contact for contact in list_in(value, "contacts") if isinstance(contact, dict)]
    phone, user = text_in(message, "from"), text_in(message, "from_user_id")
    for contact in contacts:
        if phone and text_in(contact, "wa_id") == phone:
            return contact
        if user and text_in(contact, "user_id") == user:
            return contact
    lone = len(contacts) == 1 and not text_in(contacts[0], "wa_id")
    return contacts[0] if lone else {}


def moment(content: dict[str, Any]) -> datetime:
    """When it was sent; the epoch where the vendor's seconds cannot be read."""
    try:
        return datetime.fromtimestamp(int(text_in(content, "timestamp")), UTC)
    except (ValueError, OverflowError, OSError):
        return EPOCH
