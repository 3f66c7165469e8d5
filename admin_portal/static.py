"""Style sheets, fonts and icons: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".md": "text/plain; charset=utf-8",
}
COMPRESSED = frozenset({".css", ".svg", ".md"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, as it is sent."""

    content: bytes
    gzipped: bytes | None
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its path below `static`; a path that is not here does not exist."""
    return {
        file.relative_to(FOLDER).as_posix(): _asset(file)
        for file in sorted(FOLDER.rglob("*"))
        if file.suffix in TYPES
    }


@cache
def version() -> str:
    """Changes with any file, so that browsers may keep what they have for good."""
    digest = hashlib.sha256()
    for name, asset in assets().items():
        digest.update(name.encode() + b"\0" + asset.content)
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a file is fetched; an unknown name is a fault of the template."""
    if name not in assets():
        raise KeyError(name)
    return f"/static/{version()}/{name}"


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    gzipped = gzip.compress(content, mtime=0) if file.suffix in COMPRESSED else None
    return Asset(content=content, gzipped=gzipped, media_type=TYPES[file.suffix])
