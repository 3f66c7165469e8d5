"""The messages of a binary COPY become lines, or nothing does."""

from __future__ import annotations

import hashlib
import io

import pytest

from homeroom.archive.exporting import BEGINNING, Exported, Lines


def row(line: bytes) -> bytes:
    return b"\0\1" + len(line).to_bytes(4) + line


@pytest.mark.parametrize(
    "messages",
    [
        # the format's signature in a message of its own, and with the first row
        [BEGINNING, row(b"{one"), row(b"{two"), b"\xff\xff"],
        [BEGINNING + row(b"{one"), row(b"{two"), b"\xff\xff"],
    ],
)
def test_a_row_is_a_line(messages: list[bytes]) -> None:
    file, exported = io.BytesIO(), Exported()
    with Lines(file, exported) as lines:
        for message in messages:
            assert lines.write(message) == len(message)
    written = b"{one}\n{two}\n"
    assert file.getvalue() == written
    assert (exported.lines, exported.bytes) == (2, len(written))
    assert exported.sha256 == hashlib.sha256(written).hexdigest()


@pytest.mark.parametrize(
    "message",
    [
        row(b"{one") + row(b"{two"),
        row(b"{one")[:-1],
        b"\0\2" + row(b"{one")[2:],
        b"\0\1" + b"\xff" * 4 + b"x",
        b"{one",
    ],
)
def test_what_is_not_a_row_a_message_is_no_export(message: bytes) -> None:
    with Lines(io.BytesIO(), Exported()) as lines, pytest.raises(ValueError, match="not a row"):
        lines.write(message)
