"""The lint against real people's data finds what is planted, and lets the reserved be."""

from __future__ import annotations

import pytest

from tests.lint.real_data import findings

# Put together here, so that this file itself passes the lint.
PLANTED = [
    "call 202-" + "867-5309",
    "+1202867" + "5309",
    "jane.doe@" + "gmail.com",
    "123-45-" + "6789",
    "-----BEGIN RSA PRIVATE" + " KEY-----",
]
RESERVED = ["call 202-555-0143", "+12025550143", "jane@example.org", "x@mail.district.example"]


@pytest.mark.parametrize("text", PLANTED)
def test_what_looks_real_is_found(text: str) -> None:
    assert len(list(findings(text))) == 1


@pytest.mark.parametrize("text", RESERVED)
def test_what_is_reserved_is_let_be(text: str) -> None:
    assert list(findings(text)) == []
