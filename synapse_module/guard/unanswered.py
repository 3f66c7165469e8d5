"""Words of danger in a request that Synapse itself failed at reach record and adult (invariant 14).

While the database is away Synapse fails before any rule is asked: nobody would learn what somebody
cried for help in. Only who is known to have signed in is heard; else anybody could raise alerts.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from types import CoroutineType
from typing import Any

from synapse.api.errors import CodeMessageException
from synapse.http.site import SynapseRequest
from synapse.synapse_rust.types import Requester
from twisted.internet.defer import CancelledError, Deferred

from homeroom.ways_in import Way
from synapse_module import watch
from synapse_module.judge import Judge

SAYING = frozenset({"POST", "PUT"})
REPORT = ("/report", "/report/{event_id}")
"""How the ways end by which somebody reports something."""
OTHER = ("/login", "/upload")
"""Judged ways with a password, or a whole file, in them."""
MOST_BYTES = 1_000_000
Callback = Callable[..., Any]


def heard(judge: Judge, method: str, way: Way, callback: Callback) -> Callback:
    """The same answer; where it fails, what was said is looked through for danger.

    Only by the ways whose words are judged: others may hold a password.
    """
    if not listens(method, way):
        return callback

    @functools.wraps(callback)  # Synapse's mark that it may be cancelled included
    async def heard_way(request: SynapseRequest, **parts: str) -> Any:
        try:
            return await answer_of(callback, request, parts)
        except (CodeMessageException, CancelledError):
            raise
        except Exception:
            attempt = attempt_of(request, way, parts)
            if not attempt or not any(flag.danger for flag in watch.unjudged(attempt)):
                raise
            raise await judge.failed("a request", uuid.uuid4().hex, attempt) from None

    return heard_way


def listens(method: str, way: Way) -> bool:
    """Is something said by it that the rules would judge, or that somebody in charge reads?"""
    judged = way.decision == "judged" and not way.path.endswith(OTHER)
    return method in SAYING and (judged or way.path.endswith(REPORT))


async def answer_of(callback: Callback, request: SynapseRequest, parts: dict[str, str]) -> Any:
    """Synapse's own answer, awaited as Synapse does."""
    answer = callback(request, **parts)
    return await answer if isinstance(answer, Deferred | CoroutineType) else answer


def attempt_of(request: SynapseRequest, way: Way, parts: dict[str, str]) -> dict[str, Any]:
    """Who tried to say what, and where; empty where nobody knows who."""
    if not isinstance(request.requester, Requester) or request.content is None:
        return {}
    request.content.seek(0)
    body = request.content.read(MOST_BYTES)
    try:
        content = json.loads(body)
    except ValueError:
        content = body.decode("utf-8", "replace")
    return {
        "sender": request.requester.user.to_string(),
        "room_id": parts.get("room_id", ""),
        "way": way.name,
        "content": content,
    }
