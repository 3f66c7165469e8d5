"""What was said in a request that Synapse itself failed at is looked through for danger."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from psycopg2 import OperationalError
from synapse.api.errors import SynapseError
from synapse.types import UserID, create_requester

from homeroom.ways_in import BY_ROUTE
from synapse_module.guard.unanswered import heard

SEND = next(way for way in BY_ROUTE.values() if "/send/" in way.path)
PASSWORD = next(way for way in BY_ROUTE.values() if way.path.endswith("/login"))
STUDENT = "@student:district.example"
WORDS = {"msgtype": "m.text", "body": "I want to die"}


@dataclass
class Request:
    """A request of somebody whom Synapse knows, or of nobody."""

    content: io.BytesIO
    requester: Any = None


def request(body: Any, *, known: bool = True) -> Request:
    requester = create_requester(UserID.from_string(STUDENT)) if known else None
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(content=io.BytesIO(sent), requester=requester)


@dataclass
class Judge:
    """Notes what it is asked to record."""

    attempts: list[dict[str, Any]] = field(default_factory=list)

    async def failed(self, where: str, key: str, attempt: dict[str, Any]) -> SynapseError:
        self.attempts.append(attempt)
        return SynapseError(403, "Call 988")


async def away(request: Any, **parts: str) -> Any:
    """Synapse without its database."""
    raise OperationalError


async def tried(asked: Request, way: Any = SEND, answer: Any = away) -> tuple[str, Judge]:
    """The error that a client gets, and what was recorded."""
    judge = Judge()
    listening = heard(cast(Any, judge), "PUT", way, answer)
    with pytest.raises(Exception) as raised:
        await listening(asked, room_id="!room:x")
    return raised.type.__name__, judge


async def test_a_cry_for_help_is_on_record_and_answered() -> None:
    error, judge = await tried(request(WORDS))
    assert error == "SynapseError"
    (attempt,) = judge.attempts
    assert (attempt["sender"], attempt["room_id"]) == (STUDENT, "!room:x")
    assert attempt["content"] == WORDS


async def test_also_where_the_request_is_no_json() -> None:
    error, judge = await tried(request(b"I want to die {"))
    assert (error, len(judge.attempts)) == ("SynapseError", 1)


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        (request({"body": "Good morning"}), SEND),  # nothing that an adult must see
        (request(WORDS, known=False), SEND),  # nobody knows who
        (request(WORDS), PASSWORD),  # it may hold a password
    ],
)
async def test_anything_else_fails_as_it_did(asked: Request, way: Any) -> None:
    error, judge = await tried(asked, way)
    assert (error, judge.attempts) == ("OperationalError", [])


async def test_a_refusal_of_ours_is_not_judged_again() -> None:
    async def refused(request: Any, **parts: str) -> Any:
        raise SynapseError(403, "The hours")

    error, judge = await tried(request(WORDS), answer=refused)
    assert (error, judge.attempts) == ("SynapseError", [])
