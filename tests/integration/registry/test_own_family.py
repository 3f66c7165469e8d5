"""Nobody on the staff decides about their own family: consents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry import consents, decisions, own_family
from homeroom.registry.model import Authority, Consent, CourtOrder
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry.district import MOTHER, TEACHER, TODAY, fill, student

OWN = "nobody decides about themselves or a student of their own family"
FAMILY = (str(MOTHER.user_id), str(student().user_id))


def signed(name: str) -> Consent:
    """The other parent's signature, or what somebody of the staff says is one."""
    return Consent(
        id=name,
        student="student",
        tool="whatsapp",
        given_by="father",
        signed_on=TODAY,
        expires=TODAY + timedelta(days=90),
    )


@pytest.mark.parametrize("account", FAMILY)
def test_nobody_records_or_revokes_a_consent_of_the_own_family(
    database: TestDatabase, account: str
) -> None:
    with database.connect() as connection:
        fill(connection)
        with pytest.raises(InputError, match=OWN):
            consents.give(connection, signed("a"), by=account)
        with pytest.raises(InputError, match=OWN):
            consents.refuse(connection, signed("a"), by=account)
        consents.give(connection, signed("a"), by=str(TEACHER.user_id))
        with pytest.raises(InputError, match=OWN):
            consents.revoke(connection, "a", by=account)
        assert consents.revoke(connection, "a", by="command:root").state == "revoked"


def test_a_tie_without_any_right_is_a_tie(database: TestDatabase) -> None:
    """An ended authority and a barred guardian; not whom only a lifted order once named."""
    order = CourtOrder(
        id="o", guardian="foster", student="student", bars=("contact",), starts=TODAY, reference="x"
    )
    ended = Authority(
        person="teacher",
        student="student",
        kind="caregiver",
        evidence="Letter",
        starts=TODAY - timedelta(days=9),
        ends=TODAY - timedelta(days=2),
    )

    def tied(connection: Connection, who: str) -> bool:
        return own_family.tied(connection, f"@{who}:district.example", "student")

    with database.connect() as connection:
        fill(connection)
        assert [tied(connection, who) for who in ("foster", "teacher")] == [False, False]
        for state in (order, ended):
            decisions.record(connection, state, by="test")
        assert [tied(connection, who) for who in ("foster", "teacher")] == [True, True]
        decisions.record(connection, replace(order, active=False), by="test")
        assert not tied(connection, "foster")
