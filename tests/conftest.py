"""Fixtures that every part shares, and how properties are looked for."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A slow machine is no counterexample: time is measured by `homeroom bench`.
settings.register_profile("homeroom", deadline=None)
settings.load_profile("homeroom")

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.synapse",
    "tests.fixtures.fleet",
    "tests.fixtures.careless",
    "tests.fixtures.workers",
    "tests.fixtures.portal",
    "tests.fixtures.bucket",
    "tests.fixtures.machine",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the tests can be run on."""
    parser.addoption(
        "--workers",
        action="store_true",
        help="Synapse on main, two workers and a persister, behind nginx",
    )
