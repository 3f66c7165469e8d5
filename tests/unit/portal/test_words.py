"""On screen nobody reads an identifier: what the code calls by name has words here."""

from __future__ import annotations

import re
from pathlib import Path

import bridges.base
from admin_portal import words
from admin_portal.rule_names import RULES
from homeroom.policy.wording import WORDING

CODE = re.compile(r'\bcode="(\w+)"')


def test_every_rule_that_refuses_has_a_name() -> None:
    """A new rule is named in `admin_portal/rule_names.py`; then `make words`, and its Spanish."""
    assert sorted(set(WORDING) - set(RULES)) == []


def test_every_reason_why_a_bridge_holds_something_has_words() -> None:
    folder = Path(next(iter(bridges.base.__path__)))
    used = {code for file in folder.glob("*.py") for code in CODE.findall(file.read_text())}
    assert len(used) > 10
    assert sorted(used - set(words.HELD)) == []
    assert sorted(set(words.REMEDIES) - set(words.HELD)) == []
