"""Requests that wait for news: none waits long, and who may no longer read is told nothing.

A client chooses how long it waits, and is judged only when it begins. So the wait has an upper
limit here, and when it is over the client is judged once more, by what holds then.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from synapse.module_api import ModuleApi
from synapse.synapse_rust.types import Requester

Waiting = Callable[..., Awaitable[Any]]
WAITS: tuple[tuple[str, str, str], ...] = (
    ("get_sync_handler", "wait_for_sync_for_user", "timeout"),
    ("get_sliding_sync_handler", "wait_for_sync_for_user", "timeout_ms"),
    ("get_event_stream_handler", "get_stream", "timeout"),
)
"""Of the homeserver: who has the handler, its method, and the parameter in milliseconds."""


def limit(
    api: ModuleApi, longest_seconds: float, again: Callable[[str], Awaitable[object]]
) -> None:
    """Limit every wait; `again` judges a user id, and raises where it may not read now."""
    for getter, method, parameter in WAITS:
        handler = getattr(api._hs, getter)()
        waiting = limited(getattr(handler, method), parameter, longest_seconds, again)
        setattr(handler, method, waiting)


def limited(
    waiting: Waiting,
    parameter: str,
    longest_seconds: float,
    again: Callable[[str], Awaitable[object]],
) -> Waiting:
    """The same method, with a limit. An error where it has no such parameter."""
    signature = inspect.signature(waiting)
    if parameter not in signature.parameters or "requester" not in signature.parameters:
        raise RuntimeError(f"this version of Synapse waits otherwise: {waiting}")

    @wraps(waiting)
    async def wait(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        longest = int(longest_seconds * 1000)
        given.arguments[parameter] = min(given.arguments[parameter], longest)
        found = await waiting(*given.args, **given.kwargs)
        requester: Requester = given.arguments["requester"]
        await again(requester.user.to_string())
        return found

    return wait
