"""The days of a request: noted once, longer once, and none after the answer."""

from __future__ import annotations

import pytest

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests
from homeroom.errors import InputError
from tests.integration.disclosure.school import School


def test_the_days_of_a_request_are_noted_once(school: School) -> None:
    opened = school.request()
    with school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        noted = requests.mark_done(connection, opened.id, "acknowledge", by="x")
        assert set(noted.done) == {"acknowledge"}
        with pytest.raises(InputError, match="already"):
            requests.mark_done(connection, opened.id, "acknowledge", by="x")
        with pytest.raises(InputError, match="empty"):
            requests.extend(connection, opened.id, reason=" ", by="x")
        assert requests.extend(connection, opened.id, reason="A storm", by="x").extended
        with pytest.raises(InputError, match="A storm"):
            requests.extend(connection, opened.id, reason="Another", by="x")
        denied = requests.move(connection, requests.get(connection, opened.id), "denied", by="x")
        assert denied.answered is not None
        assert denied.done == noted.done
        closed = requests.move(connection, denied, "closed", by="x")
        assert closed.answered == denied.answered
