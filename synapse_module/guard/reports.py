"""What somebody reports (a message, a room, a person) is on record, and somebody answers it.

Synapse keeps reports in a table that nobody here reads. One with words of danger raises the alert.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from synapse.api.errors import CodeMessageException
from synapse.http.site import SynapseRequest

from homeroom.ways_in import Way
from synapse_module.guard.unanswered import REPORT, Callback, answer_of, attempt_of
from synapse_module.judge import Judge


def reports(way: Way) -> bool:
    """Does somebody report something by this way?"""
    return way.methods == ("POST",) and way.path.endswith(REPORT)


SenderOf = Callable[[str], Awaitable[str]]


def recorded(judge: Judge, way: Way, callback: Callback, sender_of: SenderOf) -> Callback:
    """Synapse's own answer, once the report is on record; what Synapse refuses, if it is danger.

    `sender_of` tells whose an event is (user id), or "" where that is not known.
    """

    async def record(request: SynapseRequest, parts: dict[str, str], *, only_danger: bool) -> None:
        attempt = attempt_of(request, way, parts)
        if not attempt:
            return
        event_id = parts.get("event_id", "")
        whose = parts.get("target_user_id") or (await sender_of(event_id) if event_id else "")
        said = {**attempt, "reported": {"event_id": event_id, "user_id": whose}}
        await judge.reported(said, uuid.uuid4().hex, only_danger=only_danger)

    @functools.wraps(callback)
    async def reported_way(request: SynapseRequest, **parts: str) -> Any:
        try:
            answer = await answer_of(callback, request, parts)
        except CodeMessageException:
            await record(request, parts, only_danger=True)
            raise
        await record(request, parts, only_danger=False)
        return answer

    return reported_way
