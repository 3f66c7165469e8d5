"""The school, enrolled, in a database of the test's own."""

from __future__ import annotations

import pytest

from tests.fixtures.postgres import TestDatabase
from tests.integration.disclosure.school import School


@pytest.fixture
def school(database: TestDatabase) -> School:
    made = School(database)
    made.enrol()
    return made
