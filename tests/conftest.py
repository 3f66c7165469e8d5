"""Fixtures that every part shares."""

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.synapse",
    "tests.fixtures.careless",
    "tests.fixtures.workers",
    "tests.fixtures.portal",
]
