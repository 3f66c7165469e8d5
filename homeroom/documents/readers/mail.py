"""E-mail messages: who wrote to whom about what, the text as it is read, and what is attached."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage, Message

from homeroom.documents.reading import Reading, UnreadableError

HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Comments", "Keywords")
MOST_PARTS = 500
BEGINS = re.compile(rb"(?:[A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}")
MEANT = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Delivered-To|Content-Type):", re.I | re.M
)
Inner = Callable[[bytes], Reading]


def is_mail(data: bytes) -> bool:
    """Does it begin as a message does, with headers that no text has by chance?"""
    begun = BEGINS.match(data.removeprefix(b"\xef\xbb\xbf"))
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return begun is not None and MEANT.search(head) is not None


def read(data: bytes, inner: Inner) -> Reading:
    """Everything in it that can be read; complete where each part could be."""
    message = email.message_from_bytes(data, policy=policy.default)
    texts, complete = list(_headers(message)), True
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return Reading(kind="text", text=tuple(texts), complete=False)
        if part.is_multipart():
            texts += _headers(part) if number else ()
            continue
        reading = _part(part, inner)
        texts += reading.text
        complete &= reading.complete
    return Reading(kind="text", text=tuple(texts), complete=complete)


def _headers(message: Message) -> Iterator[str]:
    for name in HEADERS:
        for value in message.get_all(name, []):
            yield str(value)


def _part(part: Message, inner: Inner) -> Reading:
    """A part by what it is, with the name that it is given; no text of what cannot be read."""
    name = part.get_filename()
    named = (name,) if name else ()
    try:
        if isinstance(part, EmailMessage) and part.get_content_maintype() == "text":
            content = part.get_content()
            lines = str(content).splitlines()
            return Reading(kind="text", text=(*named, *(line for line in lines if line.strip())))
        content = part.get_payload(decode=True)
        found = inner(content if isinstance(content, bytes) else b"")
    except (UnreadableError, LookupError, ValueError, KeyError):
        return Reading(kind="text", text=named, complete=False)
    return Reading(kind="text", text=(*named, *found.text), complete=found.complete)
