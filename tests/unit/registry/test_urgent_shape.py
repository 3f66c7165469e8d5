"""An urgent notice stands apart, and shaping it hides nothing of what was said."""

from __future__ import annotations

from typing import Any

import pytest

from homeroom.registry.urgent_shape import HEAD, HTML, shaped

RINGS = {"m.mentions": {"room": True}}


def test_a_text_gets_a_heading_and_rings() -> None:
    content = shaped({"msgtype": "m.notice", "body": "Stay inside <now>\nPlease"})
    assert content == {
        "msgtype": "m.text",
        "body": f"{HEAD}\nStay inside <now>\nPlease",
        "format": HTML,
        "formatted_body": f"<h3>{HEAD}</h3><p>Stay inside &lt;now&gt;<br>Please</p>",
        **RINGS,
    }


def test_what_was_formatted_stays_so() -> None:
    said = {"msgtype": "m.text", "body": "Out", "format": HTML, "formatted_body": "<b>Out</b>"}
    assert shaped(said)["formatted_body"] == f"<h3>{HEAD}</h3><p><b>Out</b></p>"


def test_a_second_time_nothing_is_added() -> None:
    once = shaped({"msgtype": "m.text", "body": "Out"})
    assert shaped(once) == once


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.notice", "body": f"{HEAD}\nOut"},
        {"msgtype": "m.text", "body": "Out", "m.new_content": {"body": "Out"}},
    ],
)
def test_what_pretends_to_be_shaped_is_shaped(content: dict[str, Any]) -> None:
    found = shaped(content)
    assert (found["msgtype"], found["body"]) == ("m.text", f"{HEAD}\nOut")
    assert found["formatted_body"] == f"<h3>{HEAD}</h3><p>Out</p>"
    assert found["m.mentions"] == {"room": True}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # a file rings, and keeps its name
        ({"msgtype": "m.image", "body": "map.png"}, {"body": "map.png", **RINGS}),
        # an edit, which clients show in place of the notice
        (
            {
                "body": "* x",
                "m.new_content": {"body": "x"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"},
            },
            {"body": "* x"},
        ),
        # nonsense is for the rules
        ({"msgtype": "m.text", "body": 1}, {"body": 1, **RINGS}),
        ({"msgtype": "m.text", "m.mentions": 1}, RINGS),
        # who else is named stays named
        (
            {"msgtype": "m.image", "m.mentions": {"user_ids": ["@a:x"]}},
            {"m.mentions": {"user_ids": ["@a:x"], "room": True}},
        ),
    ],
)
def test_what_is_no_text(content: dict[str, Any], expected: dict[str, Any]) -> None:
    assert shaped(content) == content | expected
