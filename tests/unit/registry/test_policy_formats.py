"""A policy that an older Homeroom published is read, and means what it meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from homeroom import shipped
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.registry import policy_file
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import PolicyVersion
from homeroom.registry.policy_file import formats
from homeroom.registry.snapshot import Snapshot, fold

OLD = sorted((Path(__file__).parents[2] / "data" / "policy").glob("*.yaml"))
"""As they were shipped, the oldest first."""
TODAY = shipped.config("policy.yaml").read_text(encoding="utf-8")
FIRST = """\
# Ours.
direct_messages:
  staff_staff: allow   # they may
  student_student: refuse
hours: {timezone: America/New_York, days: [monday], open: ["07:00-19:00"]}
networks: {untrusted: allow}
"""


def published(text: str, version: str = "1") -> PolicyVersion:
    return PolicyVersion(version=version, text=text)


def decided(*versions: PolicyVersion) -> list[Decision]:
    return [
        Decision(
            seq=seq,
            at=datetime(2026, 11, 23, tzinfo=UTC),
            actor="test",
            subject=PolicyVersion.SUBJECT,
            key=version.key,
            state=encode(version),
            note="",
        )
        for seq, version in enumerate(versions, 1)
    ]


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_every_text_that_was_shipped_is_read(file: Path) -> None:
    policy = policy_file.stored(published(file.read_text(encoding="utf-8")))
    assert policy.hours.timezone == "America/New_York"
    assert policy.direct_messages.staff_staff == "allowed"
    assert policy.direct_messages.student_student == "never"
    snapshot = fold(Snapshot(), decided(published(file.read_text(encoding="utf-8"))))
    assert snapshot.policy is not None
    assert snapshot.policy.direct_messages == policy.direct_messages


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_what_is_printed_is_a_policy_of_today_that_says_the_same(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    made = formats.upgraded(text).text
    assert policy_file.parse(made, version="1") == policy_file.stored(published(text))
    assert formats.upgraded(made) == formats.Upgraded(text=made)


def test_the_shipped_texts_hold_the_words_that_changed() -> None:
    """Else the tests above show nothing."""
    assert any(formats.upgraded(file.read_text(encoding="utf-8")).changes for file in OLD)
    with pytest.raises(InputError, match="staff_staff"):
        policy_file.read(OLD[0].read_text(encoding="utf-8"))


def test_only_what_changed_is_changed() -> None:
    made = formats.upgraded(FIRST)
    assert [str(change) for change in made.changes] == [
        "line 3, direct_messages.staff_staff: 'allow' is written 'allowed' now",
        "line 4, direct_messages.student_student: 'refuse' is written 'never' now",
        f"line 6, networks.untrusted: 'allow' is written '{formats.OPEN_NETWORKS}' now",
        "line 7, acknowledgement: write {required: false}, as it was without saying",
    ]
    assert "# Ours." in made.text
    assert "  staff_staff: allowed   # they may\n" in made.text
    assert yaml.safe_load(made.text)["format"] == formats.CURRENT


def test_it_means_what_it_meant() -> None:
    policy = policy_file.stored(published(FIRST))
    assert policy.direct_messages.staff_staff == "allowed"
    assert policy.direct_messages.student_student == "never"
    assert {policy.networks.outside([Role.STUDENT], action) for action in Action} == {"record"}
    assert not policy.acknowledgement.required


def test_a_section_is_not_written_twice() -> None:
    text = FIRST + "acknowledgement:\n  grace_days: 3\n"
    assert policy_file.stored(published(text)).acknowledgement.grace_days == 3


def test_a_text_of_today_stays_as_it_is() -> None:
    assert formats.upgraded(TODAY) == formats.Upgraded(text=TODAY)
    assert yaml.safe_load(TODAY)["format"] == formats.CURRENT
    assert policy_file.PolicyFile.model_fields["format"].default == formats.CURRENT


NOTED = [
    # what is noted beside a text counts where the text does not say it; what it says counts first
    (FIRST, 1, True),
    (FIRST, formats.CURRENT, False),
    (f"format: 1\n{FIRST}", formats.CURRENT, True),
]


@pytest.mark.parametrize(("text", "noted", "changed"), NOTED)
def test_the_format_is_as_it_was_noted(text: str, noted: int, changed: bool) -> None:
    assert bool(formats.upgraded(text, noted).changes) is changed


def test_a_file_of_an_older_format_gets_the_changes_and_the_command() -> None:
    with pytest.raises(InputError) as refused:
        policy_file.read(FIRST, name="ours.yaml")
    said = str(refused.value)
    assert "ours.yaml, line 3, direct_messages.staff_staff: 'allow' is written 'allowed'" in said
    assert "`homeroom policy upgrade ours.yaml` prints it anew" in said


def test_a_format_of_a_later_homeroom_is_named() -> None:
    with pytest.raises(InputError, match=r"is of format 9, and this Homeroom reads up to format"):
        policy_file.read("format: 9\nhours: {}\n")


@pytest.mark.parametrize(
    "text", ["", "[", "a: [", "- x", "format: two\n", "format: [1]\n", "? [a]\n: b"]
)
def test_what_is_no_policy_stays_for_the_check_to_refuse(text: str) -> None:
    assert formats.upgraded(text).text == text
    with pytest.raises(InputError):
        policy_file.read(text)


def test_a_text_of_long_ago_that_nobody_can_read_stands_in_nobodys_way() -> None:
    snapshot = fold(Snapshot(), decided(published("what: is this"), published(TODAY, "2")))
    assert snapshot.policy is not None
    assert snapshot.policy.version == "2"
    assert snapshot.policy.asked is not None
    assert snapshot.policy.asked.version == 1
