"""What a file is, by its first bytes: the name and the type that came with it may say anything."""

from __future__ import annotations

import re
from typing import Literal

FileKind = Literal["text", "pdf", "office", "image", "audio", "video", "other"]
HEAD_BYTES = 1024

SIGNATURES: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF87a", "image"),
    (0, b"GIF89a", "image"),
    (8, b"WEBP", "image"),
    (4, b"ftyphei", "image"),
    (4, b"ftypmif1", "image"),
    (4, b"ftypavif", "image"),
    (0, b"OggS", "audio"),
    (0, b"ID3", "audio"),
    (0, b"fLaC", "audio"),
    (8, b"WAVE", "audio"),
    (0, b"#!AMR", "audio"),
    (4, b"ftypM4A", "audio"),
    (4, b"ftyp", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),
    (8, b"AVI ", "video"),
    (0, b"PK\x03\x04", "office"),
)
"""Offset, bytes, kind; the first that fits. A zip is taken for an office file and read as one."""

MP3_FRAMES = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def kind_of(head: bytes) -> FileKind:
    """The kind of a file with these first bytes (`HEAD_BYTES` are enough)."""
    if b"%PDF-" in head[:HEAD_BYTES]:  # readers accept bytes before it, so it is looked for first
        return "pdf"
    for offset, signature, kind in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if head.startswith(MP3_FRAMES):
        return "audio"
    return "text" if is_text(head[:HEAD_BYTES]) else "other"


def is_text(data: bytes) -> bool:
    """Is it plain text? RTF is none: any text can be spelled in its markup."""
    if data.startswith(b"{\\rtf"):
        return False
    return data.startswith(UTF_16) or not CONTROL.search(data)
