"""What may be seen of a file: covered text, a picture without metadata, the file, or nothing."""

from __future__ import annotations

import io
from pathlib import Path

from homeroom.disclosure.redaction.record import Covering, FileFate, Whole

TEXTS = frozenset({".txt", ".csv"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
MOST_PIXELS = 60_000_000
LONGEST_TEXT = 32 * 1024 * 1024


def change(target: Path, fate: FileFate, covering: Covering) -> bool | None:
    """Make a copied file what it may be: True if that changed it, None if it is to be left out.

    Whatever is not certain is left out: a text that cannot be read, a picture that cannot be
    written anew, and by default all but texts.
    """
    if isinstance(covering, Whole) or fate == "whole":
        return False
    if fate == "stripped" and target.suffix in PICTURES:
        return _strip(target)
    if fate in ("redacted", "stripped") and target.suffix in TEXTS:
        return _cover(target, covering)
    return None


def _cover(target: Path, covering: Covering) -> bool | None:
    if target.stat().st_size > LONGEST_TEXT:
        return None
    data = target.read_bytes()
    text = _decoded(data)
    if text is None:
        return None
    _, covered = covering.field("file", text)
    if covered == text:
        return False
    target.write_bytes(str(covered).encode())
    return True


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            return None
        return None if "\0" in text else text
    return None


def _strip(target: Path) -> bool | None:
    """The picture's points alone, written anew: no EXIF, no XMP, no thumbnail, no comment."""
    try:
        from PIL import Image  # ships with Synapse; without it pictures are left out
    except ImportError:
        return None
    try:
        with Image.open(target) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            kind, points = (
                picture.format,
                picture.convert("RGBA" if picture.format != "JPEG" else "RGB"),
            )
            clean = Image.new(points.mode, points.size)
            clean.paste(points)
            written = io.BytesIO()
            clean.save(written, format=kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    target.write_bytes(written.getvalue())
    return True
