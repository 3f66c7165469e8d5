"""The one way in which the archive writes JSON: what is hashed can be written again, byte for byte.

UTF-8, keys in code point order, no blanks, control characters escaped (so no NUL byte, which
PostgreSQL text cannot hold). A lone surrogate, which has no UTF-8, stays the escape it came as.
"""

from __future__ import annotations

import json
from typing import Any

_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value; `ValueError` for NaN and the infinities."""
    return _encoder.encode(value).encode("utf-8", "backslashreplace")


def canonical_text(value: Any) -> str:
    """`canonical` as text: what `archive.payload` keeps."""
    return canonical(value).decode("utf-8")
