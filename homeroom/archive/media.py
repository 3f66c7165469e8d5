"""Media: which an entry names, and where Synapse keeps their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from homeroom.archive.files.objects import MediaError

MOST_MEMBERS = 5_000
MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{5,255})")


def references(content: Any) -> list[str]:
    """The `mxc://` addresses anywhere in a content, each once, in the order written."""
    found: dict[str, None] = {}
    for value in _strings(content):
        if value.startswith("mxc://") and MXC.fullmatch(value):
            found.setdefault(value)
    return list(found)


def split(mxc: str) -> tuple[str, str]:
    """Server name and media id of an address."""
    match = MXC.fullmatch(mxc)
    if match is None:
        raise MediaError(f"{mxc} is no media address")
    return match[1], match[2]


def synapse_file(store: Path, media_id: str) -> Path:
    """Where Synapse keeps a local upload."""
    return store / "local_content" / media_id[:2] / media_id[2:4] / media_id[4:]


def _strings(content: Any) -> Iterator[str]:
    waiting, seen = [content], 0
    while waiting and seen < MOST_MEMBERS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
