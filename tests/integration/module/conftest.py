"""The people who try, and the room they try it in."""

from __future__ import annotations

import pytest

from homeroom.policy.roles import Role
from tests.fixtures.synapse import Account, School


@pytest.fixture
def teacher(school: School) -> Account:
    return school.account(Role.TEACHER)


@pytest.fixture
def student(school: School) -> Account:
    return school.account(Role.STUDENT)


@pytest.fixture
def supervisor(school: School) -> Account:
    return school.account(Role.SUPERVISOR)


@pytest.fixture
def room_id(school: School, student: Account) -> str:
    return str(school.class_room(student).room_id)
