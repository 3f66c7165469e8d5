"""The one way in which the archive writes JSON: what is hashed can be written again, byte for byte.

UTF-8, keys in code point order, no blanks, control characters escaped (so no NUL byte, which
PostgreSQL text cannot hold). A lone surrogate, which has no UTF-8, stays the escape it came as.
"""

from __future__ import annotations

from _json import make_encoder
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any, NoReturn

quoted = encode_basestring
"""Text as a JSON string."""
WRITTEN: dict[type, Callable[[Any], str]] = {
    str: quoted,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda value: "null",
}
"""What `written` makes of values of these types, sooner."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value; `ValueError` for NaN and the infinities."""
    return encoded(written(value))


def canonical_text(value: Any) -> str:
    """`canonical` as text: what `archive.payload` keeps."""
    return shown(written(value))


def shown(text: str) -> str:
    """What `written` made, as text that has UTF-8."""
    return text if text.isascii() else encoded(text).decode("utf-8")


def encoded(text: str) -> bytes:
    """UTF-8 of text; what has none is written as an escape."""
    return text.encode("utf-8", "backslashreplace")


def written(value: Any) -> str:
    """Canonical JSON but for its encoding: a lone surrogate is still itself in it."""
    return "".join(_encode(value, 0))


def _refuse(value: Any) -> NoReturn:
    raise TypeError(f"{type(value).__name__} is no JSON")


# What `json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False,
# separators=(",", ":"))` makes for each value that it encodes, made once: a third of its time.
_encode = make_encoder(None, _refuse, quoted, None, ":", ",", True, False, False)
