"""docs/proof.md says how the proof is made, in the very bytes of the code, and names real tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homeroom.archive import keys, leaf, shape

ROOT = Path(__file__).parents[3]
PROOF = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
TESTS = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))


def test_the_prefixes_are_those_of_the_code() -> None:
    field = shape.FIELD_PREFIX.removeprefix(b"\x00").decode()
    for prefix in (field, leaf.PREFIX.decode()):
        assert prefix.replace("\n", "\\n") in PROOF
    assert keys.WORDS in PROOF


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PROOF))))
def test_each_attack_has_its_test(name: str) -> None:
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w/]*test_\w+\.py)`", PROOF))))
def test_each_file_of_tests_is_there(name: str) -> None:
    assert list((ROOT / "tests").rglob(Path(name).name))
