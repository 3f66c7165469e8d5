"""What may be attached to a message that students read or send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AttachmentKind = Literal["text", "pdf", "office", "image", "audio", "video", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Files by kind and size; `unreadable` is what happens where words may be unread."""

    allow: frozenset[AttachmentKind] = frozenset({"text", "pdf", "office", "image"})
    most_bytes: int = 20 * 1024 * 1024
    unreadable: Literal["refuse", "flag"] = "refuse"
