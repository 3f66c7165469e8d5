"""A production in all formats: it verifies, is the same when made again, and divided rightly."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure import verify
from homeroom.disclosure.formats import FORMATS
from homeroom.disclosure.formats.numbering import bates, next_volume
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile
from tests.unit.disclosure.formats.test_load_file import table

ALL = tuple(FORMATS)


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def talk() -> hostile.Talk:
    """Enough for several days, rooms and folders."""
    said = [
        ("event", small.event(n * 4000, small.STUDENT, small.text(f"m{n}"), room_id=room))
        for n in range(5, 60)
        for room in [hostile.ROOMS[n % 2]]
    ]
    return hostile.small_talk(*said)


def test_a_production_is_repeated_byte_for_byte(tmp_path: Path) -> None:
    made = [hashes(hostile.write(tmp_path / name, talk(), ALL)) for name in ("a", "b")]
    assert made[0] == made[1]
    assert len(made[0]) > 100


ELSEWHERE = """
import json, os, sys
from pathlib import Path
from tests.unit.disclosure.formats import hostile, test_whole

os.umask(0o077)
folder = hostile.write(Path(sys.argv[1]), test_whole.talk(), test_whole.ALL)
print(json.dumps(test_whole.hashes(folder)))
"""


@pytest.mark.proof
def test_it_is_repeated_at_another_time_in_another_place(tmp_path: Path) -> None:
    here = hashes(hostile.write(tmp_path / "here", talk(), ALL))
    begun = time.time()
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", ELSEWHERE, str(tmp_path / "somewhere else")]
    done = subprocess.run(command, env={**os.environ, **other}, capture_output=True, check=True)
    assert json.loads(done.stdout) == here
    assert time.time() > begun + 1  # so that a time of today would be another one


def test_all_formats_are_listed_signed_and_verified(tmp_path: Path) -> None:
    folder = hostile.write(tmp_path / "p", talk(), ALL)
    report = verify.check(folder)
    assert report.ok, report.problems
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["formats"] == sorted(FORMATS)
    assert manifest["bates"] == {"prefix": "DEMO-2026-0001-1", "documents": 64}
    assert manifest["volumes"] == 1
    listed = {file["path"] for file in manifest["files"]}
    assert {"records.csv", "VOL001/VOL001.mbox", "VOL001/DATA/VOL001.dat"} <= listed
    (folder / "VOL001" / "VOL001.mbox").write_bytes(b"")
    assert not verify.check(folder).ok


def test_volumes_are_no_larger_than_said_and_numbers_run_over_them(tmp_path: Path) -> None:
    limit = 500_000
    folder = hostile.write(tmp_path / "p", talk(), ALL, volume_bytes=limit)
    volumes = sorted(folder.glob("VOL*"))
    assert len(volumes) > 2
    for volume in volumes:
        sizes = [path.stat().st_size for path in volume.rglob("*") if path.is_file()]
        assert sum(sizes) <= limit
        assert (volume / f"{volume.name}.mbox").is_file()
        assert (volume / "DATA" / f"{volume.name}.xml").is_file()
    numbers = [row["BEGBATES"] for row in table(folder)]
    assert numbers == [bates("DEMO-2026-0001-1", n) for n in range(1, 65)]
    assert verify.check(folder).ok


def test_a_file_that_is_shown_twice_is_produced_once_and_mailed_twice(tmp_path: Path) -> None:
    again = {"msgtype": "m.image", "body": "b.png", "url": "mxc://district.example/picture"}
    more = ("event", small.event(30, small.STUDENT, again))
    folder = hostile.write(tmp_path / "p", hostile.small_talk(more), ["dat", "eml"])
    assert len([row for row in table(folder) if row["NATIVEPATH"]]) == 1
    mails = [path.read_bytes() for path in folder.rglob("*.eml")]
    assert sum(b"image/png" in mail for mail in mails) == 2


def test_a_file_that_no_message_shows_is_a_document_of_its_own(tmp_path: Path) -> None:
    media = [held for kind, held in small.payloads() if kind == "media"]
    talk = hostile.Talk(payloads=[("media", media[0])], files=[small.PICTURE], people={}, rooms={})
    folder = hostile.write(tmp_path / "p", talk, ALL)
    (row,) = table(folder)
    assert row["NATIVEPATH"].endswith("0000001.png")
    assert verify.check(folder).ok
    assert "files/000001-board.png" in (folder / "records.html").read_text()
    assert "board.png" in (folder / "records.csv").read_text()
    (mail,) = folder.rglob("*.eml")
    assert b"image/png" in mail.read_bytes()


def test_the_zip_in_an_rsmf_file_has_the_time_of_the_production(tmp_path: Path) -> None:
    from tests.unit.disclosure.formats.test_rsmf import opened

    path = next(hostile.write(tmp_path / "p", talk(), ["rsmf"]).rglob("*.rsmf"))
    mail, _, _ = opened(path)
    (attached,) = mail.iter_attachments()
    data = tmp_path / "rsmf.zip"
    data.write_bytes(attached.get_content())
    with zipfile.ZipFile(data) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(2026, 3, 2, 9, 30, 0)}


@given(sizes=st.lists(st.integers(1, 200)), limit=st.integers(1, 300))
def test_no_volume_is_over_the_limit_but_for_one_thing_alone(sizes: list[int], limit: int) -> None:
    volume, used = 0, limit
    volumes: dict[int, list[int]] = {}
    for size in sizes:
        volume, used = next_volume(volume, used, size, limit)
        volumes.setdefault(volume, []).append(size)
    assert all(sum(held) <= limit or len(held) == 1 for held in volumes.values())
    assert list(volumes) == list(range(1, len(volumes) + 1))
    assert [size for held in volumes.values() for size in held] == sizes


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "D-0000001"), (9_999_999, "D-9999999"), (10_000_000, "D-10000000")]
)
def test_a_bates_number(number: int, expected: str) -> None:
    assert bates("D", number) == expected
