"""A mail goes to one address; what stands in the roster writes no header."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homeroom.errors import HomeroomError
from homeroom.steward.mail import written

SENDER = "homeroom@district.example"
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}
BODY = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}


@given(st.text(min_size=1))
@example("a@b.example\r\nBcc: x@y.example")
@example("a@b.example\nSubject: hello\n\nother text")
@example("a@b.example, x@y.example")
@example("Somebody <a@b.example>")
@example("a@b.example;x@y.example")
@example("a@")
@example("@")
@example('"a\nBcc: x@y.example"@b.example')
def test_whatever_stands_in_the_roster_there_is_one_recipient(to: str) -> None:
    try:
        message = written(SENDER, to, "Homeroom", "Look at it")
    except HomeroomError:
        return
    assert len(message["To"].addresses) == 1
    assert set(message.keys()) <= HEADERS | BODY
    assert message.get_content() == "Look at it\n"
    lines = message.as_bytes().split(b"\n\n", 1)[0].splitlines()
    named = {line.split(b":")[0].decode() for line in lines if not line.startswith(b" ")}
    assert named <= HEADERS | BODY


def test_a_plain_address() -> None:
    message = written(SENDER, "counselor@school.example", "Homeroom", "Look at it")
    assert message["To"] == "counselor@school.example"
    assert message["Message-ID"].endswith("@district.example>")


@pytest.mark.parametrize("to", ["", "nobody", "a@b.example, c@d.example"])
def test_what_is_no_single_address_is_refused_without_repeating_it(to: str) -> None:
    with pytest.raises(HomeroomError) as refused:
        written(SENDER, to, "Homeroom", "Look at it")
    assert not to or to not in str(refused.value)
