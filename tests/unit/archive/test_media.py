"""Which media an entry names."""

from __future__ import annotations

import pytest

from homeroom.archive.media import references


def test_media_are_found_anywhere_in_a_content() -> None:
    content = {
        "url": "mxc://district.example/AAAAAA",
        "info": {"thumbnail_url": "mxc://district.example/BBBBBB"},
        "list": [{"file": {"url": "mxc://district.example/AAAAAA"}}],
    }
    named = ["mxc://district.example/AAAAAA", "mxc://district.example/BBBBBB"]
    assert references(content) == named


@pytest.mark.parametrize(
    "address",
    [
        "mxc://district.example/../../etc/passwd",  # out of the store
        "mxc://district.example/aaaa/bbbb",
        "mxc://district.example/",
        "see mxc://district.example/AAAAAA",  # text, not an address
    ],
)
def test_what_is_no_address_is_never_opened(address: str) -> None:
    assert references({"url": address}) == []
