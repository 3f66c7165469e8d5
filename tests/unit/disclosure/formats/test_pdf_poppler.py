"""PDF as others read it: poppler's text, and its walk through the tags, as a screen reader's."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile

pytestmark = pytest.mark.proof
SAID = [f"message {n}: ÅÆñ “quoted” fi ffl – {n} €" for n in range(120)]
"""Ligatures and marks that a font could lose."""


def run(program: str, *words: str) -> str:
    if shutil.which(program) is None:
        pytest.fail("no pdftotext: sudo apt-get install -y --no-install-recommends poppler-utils")
    done = subprocess.run([program, *words], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = [
        ("event", small.event(20 + n, small.STUDENT, small.text(text)))
        for n, text in enumerate(SAID)
    ]
    folder = tmp_path_factory.mktemp("pdf") / "p"
    (made,) = hostile.write(folder, hostile.small_talk(*said), ["pdf"]).rglob("*.pdf")
    return made


def test_the_text_comes_out_whole_and_in_order(file: Path) -> None:
    text = run("pdftotext", "-enc", "UTF-8", str(file), "-")
    places = [text.index(f"{said}\n") for said in SAID]
    assert places == sorted(places)


def test_the_tags_tell_the_same_and_what_is_a_heading(file: Path) -> None:
    told = run("pdfinfo", "-enc", "UTF-8", "-struct-text", str(file))
    places = [told.index(f'"{said}"') for said in SAID]
    assert places == sorted(places)
    headings = re.findall(r'(H\d) "([^"]*)"', told)
    assert headings == [
        ("H1", "Records about Maya Flores"),
        ("H2", "Algebra & Geometry"),
        ("H3", "March 2, 2026"),
    ]
    assert "DEMO-2026-0001-1-0000150" not in told  # the page's number is no part of what is read


def test_it_says_what_it_is(file: Path) -> None:
    said = dict(
        re.findall(r"^([^:\n]+):\s+(.*)$", run("pdfinfo", "-isodates", str(file)), re.MULTILINE)
    )
    assert said["Tagged"] == "yes"
    assert said["Title"] == "Records about Maya Flores"
    assert said["CreationDate"].startswith("2026-03-02")
    assert (said["JavaScript"], said["Form"], said["Encrypted"]) == ("no", "none", "no")
