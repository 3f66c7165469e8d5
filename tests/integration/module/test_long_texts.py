"""A long text is read beside other requests: nobody waits for what somebody else has written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from synapse_module import reading
from tests.fixtures.synapse import Account, School
from tests.fixtures.verdict import NUMBER, refused_by

NEARLY = "2-0-2-5-5-5-0-1 visa 4 1 1 1-1 1 1 1-1 1 1 1 escr1beme im on ig as kid_42 "
"""Much to look at, read in every way that there is."""
LONG = NEARLY * 30
ANSWERED = 10
"""Requests meanwhile; were the text read first, one or two would be answered before it."""


@pytest.mark.parametrize("where", ["a message", "a closed way"])
def test_who_writes_much_holds_up_nobody(
    school: School, student: Account, room_id: str, where: str
) -> None:
    name = f"/profile/{student.user_id}/displayname"
    ask = {
        "a message": lambda: student.send(room_id, LONG),
        "a closed way": lambda: student.call("PUT", name, {"displayname": LONG}),
    }[where]
    with (
        ThreadPoolExecutor(1) as beside,
        httpx.Client(base_url=school.config.homeserver) as anybody,
    ):
        waiting, answered = beside.submit(ask), 0
        while not waiting.done():
            answered += anybody.get("/_matrix/client/versions").is_success
    assert answered >= ANSWERED, waiting.result().text


def test_a_long_text_is_judged_as_a_short_one(student: Account, room_id: str) -> None:
    words = "We read on about the river and its towns. " * 20
    assert len(words) > reading.QUICKLY_READ
    assert student.send(room_id, words).is_success
    assert "personal_information" in refused_by(student.send(room_id, words + NUMBER))
