"""The lines of a policy that say a clause."""

from __future__ import annotations

import pytest

from homeroom.registry.strict_yaml import passage

POLICY = """\
# The hours.
hours:
  timezone: America/New_York
  open:
    - "07:00-19:00"
  # About what comes next.
  kinds: {}

# Content.
content:
  refuse: [phone,
           email]
last:
  one: 1
"""
PASSAGES = [
    ("hours.open", '  open:\n    - "07:00-19:00"'),
    ("content.refuse", "  refuse: [phone,\n           email]"),
    ("content", "content:\n  refuse: [phone,\n           email]"),
    ("last", "last:\n  one: 1"),
    # the nearest place above it
    ("content.allow", "content:\n  refuse: [phone,\n           email]"),
    # built in
    ("registry", ""),
]


@pytest.mark.parametrize(("clause", "lines"), PASSAGES)
def test_the_lines_of_a_clause(clause: str, lines: str) -> None:
    assert passage(POLICY, clause) == lines
    assert passage(POLICY.rstrip(), clause) == lines
