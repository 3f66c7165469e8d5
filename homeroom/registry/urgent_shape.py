"""How an urgent notice stands apart from talk in every client: a heading, and it rings. Pure.

By the Matrix specification alone: a heading in `formatted_body` and in `body`, and a mention of
the room (`m.mentions`), by which clients notify everybody. An `m.notice` would ring for nobody: the
push rule `.m.rule.suppress_notices` comes first.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

HEAD = "URGENT NOTICE · AVISO URGENTE"
TITLE = f"<h3>{HEAD}</h3>"
HTML = "org.matrix.custom.html"
TEXTS = frozenset({"m.text", "m.notice", "m.emote"})


def shaped(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an urgent notice; a file has no heading, and an edit stays as it is."""
    if _is_edit(content):
        return dict(content)
    mentions = content.get("m.mentions")
    known = dict(mentions) if isinstance(mentions, Mapping) else {}
    ringing = {**content, "m.mentions": {**known, "room": True}}
    body = content.get("body")
    if content.get("msgtype") not in TEXTS or not isinstance(body, str):
        return ringing
    said = body.removeprefix(HEAD).lstrip("\n")
    formatted = _formatted(content, said)
    if not formatted.startswith(TITLE):
        formatted = f"{TITLE}<p>{formatted}</p>"
    return {
        **ringing,
        "msgtype": "m.text",
        "body": f"{HEAD}\n{said}",
        "format": HTML,
        "formatted_body": formatted,
    }


def _is_edit(content: Mapping[str, Any]) -> bool:
    relation = content.get("m.relates_to")
    replaces = isinstance(relation, Mapping) and relation.get("rel_type") == "m.replace"
    return replaces and "m.new_content" in content


def _formatted(content: Mapping[str, Any], body: str) -> str:
    formatted = content.get("formatted_body")
    if content.get("format") == HTML and isinstance(formatted, str):
        return formatted
    return html.escape(body).replace("\n", "<br>")
