"""By what a tool is recognised, and what is no mark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homeroom.errors import InputError
from homeroom.registry import marks
from homeroom.registry.model import Marks, Tool, ToolKind


def tool(kind: ToolKind, tool_id: str = "tool", **given: Any) -> Tool:
    return Tool(
        id=tool_id, name="x", vendor="x", state="requested", kind=kind, marks=Marks(**given)
    )


CHECKED: list[tuple[Tool, Marks]] = [
    (tool("bridge"), Marks(namespace="_tool_")),
    (tool("bridge", namespace="_wa-eu_"), Marks(namespace="_wa-eu_")),
    (tool("bot", accounts=("@QuizBot:x.example",)), Marks(accounts=("quizbot",))),
    (tool("bot", accounts=("quiz-*",)), Marks(accounts=("quiz-*",))),
    (tool("widget", hosts=("Board.Example",)), Marks(hosts=("board.example",))),
    # a host in other letters is kept as browsers ask for it
    (tool("link", hosts=("bücher.example",)), Marks(hosts=("xn--bcher-kva.example",))),
    (tool("client", clients=(" Element ",)), Marks(clients=("element",))),
]


@pytest.mark.parametrize(("given", "expected"), CHECKED)
def test_marks_have_one_form(given: Tool, expected: Marks) -> None:
    assert marks.checked(given) == expected


WRONG: list[tuple[Tool, str]] = [
    # each kind has something it is known by
    (tool("bot"), "--account"),
    (tool("widget"), "--host"),
    (tool("integration_manager"), "--host"),
    (tool("link"), "--host"),
    (tool("client"), "--client"),
    # what would match everybody, or somebody else
    (tool("bot", accounts=("*",)), "localpart"),
    (tool("bot", accounts=("a*",)), "localpart"),
    (tool("bot", accounts=("quiz*bot",)), "localpart"),
    (tool("bridge", namespace="whatsapp"), "_whatsapp_"),
    (tool("bridge", namespace="_.*_"), "_whatsapp_"),
    (tool("client", clients=("E",)), "how its name begins"),
    # an address is no host
    (tool("widget", hosts=("https://board.example",)), "without https"),
    (tool("widget", hosts=("board.example/room",)), "without"),
    (tool("widget", hosts=("*.example",)), "give a host"),
    (tool("widget", hosts=("example",)), "give a host"),
    (tool("widget", hosts=("127.0.0.1",)), "give a host"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_is_no_mark_is_said(given: Tool, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("*", r"\*")):
        marks.checked(given)


def test_hosts_below_are_the_tools_and_those_beside_are_not() -> None:
    found = tool("link", hosts=("chat.example",))
    assert marks.has_host(found, "chat.example")
    assert marks.has_host(found, "eu.chat.example")
    assert not marks.has_host(found, "notchat.example")
    assert not marks.has_host(found, "chat.example.attacker.example")


def test_a_bot_is_its_own_accounts() -> None:
    found = tool("bot", accounts=("quizbot", "poll-*"))
    assert [marks.is_account_of(found, name) for name in ("quizbot", "poll-7", "quizbot2")] == [
        True,
        True,
        False,
    ]


def test_a_client_says_what_it_is_at_the_beginning() -> None:
    found = replace(tool("client"), marks=Marks(clients=("element",)))
    assert marks.is_client(found, ["Element Desktop: Linux"])
    assert marks.is_client(found, ["Mozilla/5.0", "element web"])
    assert not marks.is_client(found, ["Mozilla/5.0 Element"])
    assert not marks.is_client(found, [])


def test_bridges_do_not_share_accounts() -> None:
    one, other = tool("bridge", "wa"), tool("bridge", "sms", namespace="_wa_business_")
    assert marks.overlaps(other, [one, other]) is one
    assert marks.overlaps(tool("bridge", "sms"), [one]) is None
    assert marks.overlaps(tool("bot", accounts=("quizbot",)), [one]) is None
