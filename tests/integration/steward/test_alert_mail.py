"""Alerts by mail, over a real SMTP server; the homeserver is away meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from homeroom.config import AlertsSection, SmtpSection
from homeroom.danger import alerts
from homeroom.danger.alerts import Alert, Raised
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry.decisions import load, record
from homeroom.registry.model import OnCall, Person
from homeroom.sandbox import demo
from homeroom.sandbox.ports import HOST
from homeroom.steward.tasks.alerts import Alerts
from tests.fixtures.mail import PASSWORD, USER, MailServer
from tests.fixtures.nonce import nonce
from tests.fixtures.office import office
from tests.fixtures.postgres import TestDatabase, free_port

WORDS = "I want to die tonight"
SENDER = "homeroom@district.example"
FIVE_MINUTES = timedelta(minutes=5)


@dataclass(kw_only=True)
class Post:
    """The steward's alerts beside a mail server that may be up or down."""

    database: TestDatabase
    smtp: SmtpSection
    later: timedelta = timedelta()
    people: dict[str, Person] = field(default_factory=dict)
    chain: tuple[Person, ...] = ()
    student: Any = None

    def __post_init__(self) -> None:
        self.task = Alerts(clock=lambda: datetime.now(UTC) + self.later)
        with self.database.connect() as connection:
            self.people, chains = load(connection, Person), load(connection, OnCall)
        chain = chains[sorted(chains)[0]]
        self.chain = tuple(self.people[duty.person] for duty in chain.duties)
        self.student = next(
            p for p in self.people.values() if Role.STUDENT in p.roles and chain.org in p.orgs
        )

    def raise_alert(self) -> int:
        """A student says that they are in danger."""
        key = nonce()
        raised = Raised(
            kind="decision",
            key=key,
            payload={"attempt": {"content": {"body": WORDS}}},
            source=f"event:{key}",
            sender=str(self.student.user_id),
            people=(self.student.id,),
            room_id="!room:x",
            rules=("danger_self_harm",),
        )
        with self.database.connect(DatabaseRole.MODULE) as connection, connection.begin():
            made = alerts.raise_alert(connection, raised)
        assert made is not None
        return made

    def act(self) -> None:
        """What the steward does once a second."""
        config = self.database.config.model_copy(update={"alerts": AlertsSection(smtp=self.smtp)})
        with office(config) as given:
            self.task(given)

    def alert(self, number: int) -> Alert:
        with self.database.connect() as connection:
            found = alerts.find(connection, number)
        assert found is not None
        return found

    def mails(self, number: int) -> list[tuple[str, str, str]]:
        """What became of each attempt: the step, the adult's address, and by which way."""
        return [
            (step.action, str(self.people[step.person].email), step.channel)
            for step in self.alert(number).told
        ]


MakePost = Callable[..., Post]


@pytest.fixture
def post(database: TestDatabase, server: MailServer) -> MakePost:
    demo.load(database.config, database.data)
    (database.data / "secrets" / "smtp").write_text(PASSWORD)

    def make(**changes: Any) -> Post:
        said = {"host": HOST, "port": server.port, "sender": SENDER, "user": USER}
        smtp = SmtpSection(**{**said, "ca": server.authority, **changes})
        return Post(database=database, smtp=smtp)

    return make


@pytest.fixture
def server(tmp_path: Path) -> MailServer:
    """Not listening yet."""
    return MailServer(port=free_port(), folder=tmp_path)


def test_a_mail_says_where_to_look_and_not_what_was_said(
    post: MakePost, server: MailServer
) -> None:
    """Encrypted, signed in, to one adult; kinds, roster id and link, and no words."""
    at = post()
    number = at.raise_alert()
    with server:
        at.act()
        at.act()
    (mail,) = server.taken
    first = at.chain[0]
    assert server.recipients == [[first.email]]
    assert server.encrypted == [True]
    assert mail["From"] == SENDER
    assert f"/alerts/{number}" in mail.get_content()
    everything = mail.as_string()
    for secret in ("die", at.student.name, *at.student.name.split(), str(at.student.user_id)):
        assert secret not in everything
    assert at.student.roster_id in mail.get_content()
    assert at.mails(number) == [("told", first.email, "mail")]
    assert "notice" not in at.alert(number).told[0].channel


def test_a_server_that_was_down_is_tried_again_and_the_chain_climbs(
    post: MakePost, server: MailServer
) -> None:
    at = post()
    first, second, *_ = (person.email for person in at.chain)
    number = at.raise_alert()
    at.act()  # nobody listens
    (failed,) = at.alert(number).told
    assert (failed.action, failed.channel) == ("not_told", "notice,mail")
    assert "ConnectionRefusedError" in failed.note
    at.later = timedelta(seconds=11)
    with server:
        at.act()
        at.act()
        assert server.recipients == [[second]]  # soon, and the next adult
        at.later += FIVE_MINUTES - timedelta(seconds=20)
        at.act()
        assert len(server.recipients) == 1
        at.later += timedelta(seconds=20)
        at.act()
        assert len(server.recipients) == 2
        assert server.recipients[1] != [second]
        with at.database.connect() as connection, connection.begin():
            alerts.note(connection, number, "acknowledged", by=str(at.chain[1].user_id))
        at.later += 2 * FIVE_MINUTES
        at.act()
    assert len(server.recipients) == 2
    assert first not in server.recipients[0]


def test_a_refused_recipient_is_on_record_and_the_next_adult_is_told(
    post: MakePost, server: MailServer
) -> None:
    at = post()
    first, second, *_ = (str(person.email) for person in at.chain)
    server.refuses = frozenset({first})
    number = at.raise_alert()
    with server:
        at.act()
        at.later = timedelta(seconds=11)
        at.act()
    assert at.mails(number) == [("not_told", first, "notice,mail"), ("told", second, "mail")]
    note = at.alert(number).told[0].note
    assert "SMTPRecipientsRefused" in note
    assert first not in note


@pytest.mark.parametrize(
    ("served", "changes", "error"),
    [
        ({"offers_tls": False}, {}, "SMTPNotSupportedError"),  # STARTTLS taken out on the way
        ({}, {"ca": None}, "SSLCertVerificationError"),  # signed by nobody whom we know
        ({"name": "mail.district.example"}, {}, "SSLCertVerificationError"),  # another's
        ({}, {"user": "somebody"}, "SMTPAuthenticationError"),
    ],
)
def test_no_mail_goes_to_a_server_that_is_not_the_districts(
    post: MakePost,
    server: MailServer,
    served: dict[str, Any],
    changes: dict[str, Any],
    error: str,
) -> None:
    """Whom the alert is about would be told to whoever stands in between."""
    for name, value in served.items():
        setattr(server, name, value)
    at = post(**changes)
    number = at.raise_alert()
    with server:
        at.act()
    assert server.taken == []
    assert error in at.alert(number).told[0].note


def test_an_address_that_is_none_keeps_nobody_elses_alert_waiting(
    post: MakePost, server: MailServer
) -> None:
    """A roster's address with a line break in it would have stopped the steward."""
    at = post()
    number = at.raise_alert()
    bad = replace(at.chain[0], email="a@b.example\r\nBcc: x@y.example")
    with at.database.connect() as connection, connection.begin():
        record(connection, bad, by="test", note="a faulty export")
    with server:
        at.act()
        at.later = timedelta(seconds=11)
        at.act()
    assert [step.action for step in at.alert(number).told] == ["not_told", "told"]
    assert server.recipients == [[at.chain[1].email]]
