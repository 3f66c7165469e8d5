"""Files are judged by what is in them, where students are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.facts import Attachment, EventFacts, Presence, Room
from homeroom.policy.policy import Attachments
from homeroom.policy.verdict import Flag, Refuse
from homeroom.policy.wording import explain
from tests.unit.policy.facts import (
    MONDAY_NOON,
    OTHER_TEACHER,
    POLICY,
    TEACHER,
    membership,
    message,
)

PDF = Attachment(kind="pdf", bytes=1000)
STAFF_ROOM = Room(venue="staff", joined=Presence.of(TEACHER, OTHER_TEACHER))


def rules(facts: EventFacts, attachments: Attachments | None = None) -> set[str]:
    policy = replace(POLICY, attachments=attachments or Attachments())
    verdict = decide(facts, policy, MONDAY_NOON)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


CASES: list[tuple[EventFacts, set[str]]] = [
    (message(attachments=(PDF,)), set()),
    (message(attachments=(Attachment(kind="image", bytes=9),)), set()),
    # not uploaded, or not here: whoever sends it, wherever
    (message(attachments=(Attachment(here=False),)), {"incomplete_media"}),
    (
        message(sender=TEACHER, room=STAFF_ROOM, attachments=(Attachment(here=False),)),
        {"incomplete_media"},
    ),
    # a program, and a film under the shipped policy
    (message(attachments=(Attachment(kind="other", bytes=9),)), {"attachment_kind"}),
    (message(attachments=(Attachment(kind="video", bytes=9),)), {"attachment_kind"}),
    # one of two is enough
    (message(attachments=(PDF, Attachment(kind="other", bytes=9))), {"attachment_kind"}),
    (message(attachments=(replace(PDF, bytes=21 * 1024 * 1024),)), {"attachment_size"}),
    (message(attachments=(replace(PDF, read=False),)), {"unreadable_file"}),
    # among staff alone nothing but the upload counts
    (message(sender=TEACHER, room=STAFF_ROOM, attachments=(replace(PDF, read=False),)), set()),
    (message(sender=TEACHER, room=STAFF_ROOM, attachments=(Attachment(bytes=9**9),)), set()),
]


@pytest.mark.parametrize(("facts", "refused"), CASES)
def test_a_file_is_refused_by(facts: EventFacts, refused: set[str]) -> None:
    assert rules(facts) == refused


def test_leaving_with_a_picture_is_leaving() -> None:
    leaving = membership(TEACHER, "leave", STAFF_ROOM)
    assert rules(replace(leaving, attachments=(Attachment(here=False),))) == set()


def test_what_cannot_be_read_may_be_flagged_instead() -> None:
    facts = message(attachments=(replace(PDF, read=False),))
    policy = replace(POLICY, attachments=Attachments(unreadable="flag"))
    verdict = decide(facts, policy, MONDAY_NOON)
    assert isinstance(verdict, Flag)
    assert {reason.rule for reason in verdict.reasons} == {"unreadable_file"}


def test_the_answer_names_kinds_in_words() -> None:
    verdict = decide(message(attachments=(Attachment(kind="video", bytes=9),)), POLICY, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    said = explain(verdict.reasons[0], "es")
    assert "vídeo" in said
    assert "documentos de oficina" in said
