"""Fixtures that every part shares, and how properties are looked for."""

from hypothesis import settings

# A slow machine is no counterexample: time is measured by `homeroom bench`.
settings.register_profile("homeroom", deadline=None)
settings.load_profile("homeroom")

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.synapse",
    "tests.fixtures.careless",
    "tests.fixtures.workers",
    "tests.fixtures.portal",
]
