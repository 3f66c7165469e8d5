"""Which media an entry names, and that a file is kept whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from homeroom.archive.media import MediaMissingError, keep, kept_file, references, synapse_file


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


def test_a_file_is_kept_under_its_hash(tmp_path: Path) -> None:
    source = synapse_file(tmp_path / "store", "abcdefgh")
    source.parent.mkdir(parents=True)
    source.write_bytes(b"a picture")
    kept = keep(source, tmp_path / "kept", size=9)
    assert kept.sha256 == hashlib.sha256(b"a picture").digest()
    assert kept_file(tmp_path / "kept", kept.sha256).read_bytes() == b"a picture"


def test_an_unfinished_upload_is_not_kept(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    source.write_bytes(b"a pic")
    with pytest.raises(MediaMissingError, match="5 bytes of 9"):
        keep(source, tmp_path / "kept", size=9)
    with pytest.raises(MediaMissingError, match="not in Synapse"):
        keep(tmp_path / "absent", tmp_path / "kept", size=9)
    assert list((tmp_path / "kept").rglob("*")) == []
