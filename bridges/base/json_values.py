"""Reading JSON that others wrote: a value of the wrong type reads as an empty one of the right."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

from bridges.base.network import UnreadableError

_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


def read_object(body: bytes | str) -> dict[str, Any]:
    """The JSON object in a body; `UnreadableError` says where it is none."""
    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        content = json.loads(text)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"byte {error.start} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not JSON at character {error.pos}: {error.msg}") from None
    except (RecursionError, ValueError) as error:
        raise UnreadableError(f"not JSON that can be read: {error}") from None
    if not isinstance(content, dict):
        raise UnreadableError(f"the body is {_article(content)}, not a JSON object")
    return content


def write_object(content: dict[str, Any]) -> str:
    """JSON in ASCII, so that any text can be stored, NUL and lone surrogates too."""
    return json.dumps(content, separators=(",", ":"), sort_keys=True)


def text_in(content: Any, *path: str) -> str:
    """The text at a path; numbers and everything else read as empty."""
    for key in path:
        content = content.get(key) if isinstance(content, dict) else None
    return content if isinstance(content, str) else ""


def speakable(text: str) -> str:
    """Text that Matrix and PostgreSQL can carry: NUL and lone surrogates become U+FFFD."""
    return _UNSPEAKABLE.sub("\ufffd", text)


def object_in(content: Any, key: str) -> dict[str, Any]:
    """The object at a key, or an empty one."""
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def list_in(content: Any, key: str) -> list[Any]:
    """The list at a key, or an empty one."""
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, list) else []


def fingerprint(content: Any) -> str:
    """An id for something that came without one: the same content has the same."""
    return "sha256:" + sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _article(content: Any) -> str:
    names = {list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return names.get(type(content), "a number")
