"""Adults are told from slips alone: no database, no homeserver, a real SMTP server."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from homeroom.config import AlertsSection, HomeroomConfig, PortalSection, SmtpSection
from homeroom.danger.slips import MOST_OF_ONE, Contact, Slip, Slips
from homeroom.sandbox.configuration import write_secrets
from homeroom.sandbox.ports import HOST
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.lookout import FORGOTTEN_AFTER, GRACE, Lookout
from tests.fixtures.mail import PASSWORD, USER, MailServer
from tests.fixtures.postgres import free_port

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ADULTS = tuple(
    Contact(person=name, user_id=f"@{name}:x.example", email=f"{name}@x.example")
    for name in ("first", "second", "third")
)
SLIP = Slip(
    at=NOON,
    source="event:$1",
    sender="@student:x.example",
    about=("stu-0203",),
    rules=("danger_self_harm",),
    chain=ADULTS,
)


@dataclass(kw_only=True)
class Post:
    """A lookout whose clock the test moves."""

    config: HomeroomConfig
    server: MailServer
    slips: Slips
    now: datetime = NOON + GRACE

    def look(self) -> int:
        """Look until nobody is due; how many were told, or tried."""
        tries = 0
        with Homeserver(self.config) as homeserver:
            lookout = Lookout(self.config, homeserver, clock=lambda: self.now)
            while lookout.look():
                tries += 1
        return tries

    @property
    def told(self) -> list[str]:
        return [to.partition("@")[0] for to, *_ in self.server.recipients]


@pytest.fixture
def post(tmp_path: Path) -> Post:
    server = MailServer(port=free_port(), folder=tmp_path)
    smtp = SmtpSection(
        host=HOST, port=server.port, sender="h@x.example", user=USER, ca=server.authority
    )
    write_secrets(tmp_path, ["provisioning_as_token"])
    (tmp_path / "secrets" / "smtp").write_text(PASSWORD)
    config = HomeroomConfig(
        district="demo",
        server_name="x.example",
        homeserver=f"http://{HOST}:{free_port()}",
        portal=PortalSection(port=free_port()),
        alerts=AlertsSection(smtp=smtp),
        data=tmp_path,
    )
    return Post(config=config, server=server, slips=Slips(tmp_path / "slips"))


def test_each_adult_is_told_once_one_every_five_minutes(post: Post) -> None:
    post.slips.put(SLIP)
    with post.server:
        for _ in range(13):
            post.look()
            post.now += timedelta(minutes=1)
    assert post.told == ["first", "second", "third"]
    ((_, kept),) = post.slips.waiting()
    minutes = [(each.at - NOON - GRACE).seconds // 60 for each in kept.attempts]
    assert minutes == [0, 5, 10]


def test_what_is_only_a_moment_late_is_told_by_the_alert_itself(post: Post) -> None:
    post.slips.put(SLIP)
    post.now -= timedelta(seconds=1)
    assert post.look() == 0


def test_a_steward_that_starts_meanwhile_begins_where_the_last_one_ended(post: Post) -> None:
    post.slips.put(SLIP)
    with post.server:
        post.look()
        post.look()  # another process
    assert post.told == ["first"]


def test_a_server_that_is_down_is_tried_again_until_everybody_was_reached(post: Post) -> None:
    post.slips.put(SLIP)
    assert post.look() == 1
    with post.server:
        for _ in range(6):
            post.now += timedelta(minutes=5)
            post.look()
    assert sorted(post.told) == ["first", "second", "third"]


def test_words_of_one_student_are_told_together_and_fill_nothing(post: Post) -> None:
    for number in range(3 * MOST_OF_ONE):
        post.slips.put(replace(SLIP, source=f"event:${number}"))
    post.slips.put(replace(SLIP, source="event:$other", sender="@other:x.example"))
    assert len(post.slips.waiting()) == MOST_OF_ONE + 1
    with post.server:
        post.look()
    assert post.told == ["first", "first"]


def test_what_somebody_wrote_into_a_slip_is_not_mailed(post: Post) -> None:
    """Whoever can write there cannot have the district's server say what they like."""
    lines = ("call 202-555-0143 now!", "a\r\nBcc: x@y.example")
    post.slips.put(replace(SLIP, about=("stu-0203", *lines), rules=("danger_abuse", *lines)))
    with post.server:
        post.look()
    (mail,) = post.server.taken
    assert "stu-0203" in mail.get_content()
    assert not any(word in mail.as_string() for word in ("0143", "y.example"))


def test_a_torn_slip_stands_in_nobodys_way(post: Post) -> None:
    post.slips.put(SLIP)
    ((file, _),) = post.slips.waiting()
    file.with_name("torn.json").write_text('{"at": ')
    with post.server:
        post.look()
    assert post.told == ["first"]
    assert file.with_name("torn.unreadable").exists()


def test_one_that_is_never_recorded_is_forgotten_after_a_week(post: Post) -> None:
    post.slips.put(SLIP)
    post.now += FORGOTTEN_AFTER
    assert post.look() == 0
    assert post.slips.waiting() == []


def test_a_folder_that_is_open_to_others_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(PermissionError, match="open to others"):
        Slips(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"chain": [{"person": "x", "user_id": "@x:x.example", "language": "fr"}]},
        {"chain": [{"person": 1, "user_id": "@x:x.example"}]},
        {"rules": "danger"},
        {"about": {"a": 1}},
    ],
)
def test_one_slip_that_does_not_fit_stops_no_other(post: Post, change: dict[str, Any]) -> None:
    wrong = {**json.loads(json.dumps(asdict(SLIP), default=datetime.isoformat)), **change}
    (post.config.data / "slips" / "aa-bb.json").write_text(json.dumps(wrong))
    post.slips.put(SLIP)
    with post.server:
        post.look()
    assert post.told == ["first"]
    assert [f.name for f in (post.config.data / "slips").glob("*.unreadable")] == [
        "aa-bb.unreadable"
    ]
