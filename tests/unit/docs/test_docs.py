"""The documents are held to the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from homeroom.cli import NOUNS, build
from homeroom.policy.wording import WORDING

ROOT = Path(__file__).parents[3]
HANDBOOK = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^homeroom (\w+)(?: (\w[\w-]*))?", re.MULTILINE)


@pytest.mark.parametrize("rule", sorted(WORDING))
def test_every_rule_is_in_the_handbook(rule: str) -> None:
    assert f"`{rule}`" in HANDBOOK


@pytest.mark.parametrize(("noun", "verb"), sorted(set(COMMAND.findall(README + HANDBOOK))))
def test_every_command_shown_is_there(noun: str, verb: str) -> None:
    assert noun in NOUNS
    words = [noun, verb, "--help"] if verb and noun not in ("up", "down") else [noun, "--help"]
    result = CliRunner().invoke(build(noun), words)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_every_noun_loads_and_teaches(noun: str) -> None:
    result = CliRunner().invoke(build(noun), [noun, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


def test_every_place_on_the_map_exists() -> None:
    places = re.findall(r"^\| `([a-z_/]+)/` \|", README, re.MULTILINE)
    assert len(places) > 10
    assert [place for place in places if not (ROOT / place).is_dir()] == []


def test_every_make_target_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)`?", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
