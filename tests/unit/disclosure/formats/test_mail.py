"""Mail: read back by Python's own parsers, whatever was said and however it was called."""

from __future__ import annotations

import email
import mailbox
import re
from email.message import EmailMessage
from email.policy import strict
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from homeroom.disclosure.formats.mail import NOBODY, address, file_name
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile

HEADERS = {
    *("Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    *(f"X-Homeroom-{n}" for n in ("Bates", "Record", "Entry", "Proof", "Kind", "Account", "Room")),
}


def parsed(data: bytes) -> EmailMessage:
    """Read strictly: any defect is an error; no line is longer than RFC 5322 (2.1.1) allows."""
    message = email.message_from_bytes(data, policy=strict)
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert isinstance(message, EmailMessage)
    return message


def mails(folder: Path) -> dict[int, EmailMessage]:
    found = [parsed(path.read_bytes()) for path in sorted(folder.rglob("*.eml"))]
    return {int(message["X-Homeroom-Record"]): message for message in found}


def text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return bytes_of(part).decode("utf-8").replace("\r\n", "\n")


def bytes_of(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def check(message: EmailMessage, record: dict[str, Any], talk: hostile.Talk) -> None:
    assert set(message.keys()) <= HEADERS
    assert not [part.defects for part in message.walk() if part.defects]
    assert "Bcc" not in message
    opened = record["open"]
    if (said := hostile.body_of(record)) is not None:
        assert text(message).startswith(said.replace("\r\n", "\n"))
    sender = talk.people.get(opened["/event/sender"], opened["/event/sender"])
    (shown,) = message["From"].addresses
    assert "".join(shown.display_name.split()) == "".join(legible(sender).split())


def legible(name: str) -> str:
    """A name in one line."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", hostile.utf8(name))


@given(talk=hostile.talks())
@settings(max_examples=25, deadline=None)
def test_every_message_is_read_back_by_two_parsers(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "eml", "mbox") as folder:
        found, kept = mails(folder), hostile.records(folder)
        box = mailbox.mbox(folder / "VOL001" / "VOL001.mbox", create=False)
        boxed = [unquoted(box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118
        box.close()
        raw = {path.read_bytes() for path in folder.rglob("*.eml")}
    for record in kept:
        if record["header"]["kind"] == "event":
            check(found[record["n"]], record, talk)
    assert {body.replace(b"\r\n", b"\n") for body in raw} == set(boxed)
    assert len(boxed) == len(found)


def unquoted(data: bytes) -> bytes:
    """Of mboxrd."""
    return re.sub(rb"^>(>*From )", rb"\1", data, flags=re.MULTILINE)


@given(talk=hostile.talks())
@settings(max_examples=15, deadline=None)
def test_files_come_with_their_messages_under_names_that_are_no_paths(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "eml") as folder:
        found = mails(folder)
        for message in found.values():
            for part in message.iter_attachments():
                name = part.get_filename()
                assert name
                assert not re.search(r"[/\\\r\n\x00]", name)
    sent = [bytes_of(part) for each in found.values() for part in each.iter_attachments()]
    assert sorted(sent) == sorted(talk.files)


def test_a_reply_an_edit_and_a_deletion_are_one_thread(tmp_path: Path) -> None:
    found = mails(hostile.write(tmp_path / "p", hostile.small_talk(), ["eml"]))
    first = found[1]["Message-ID"]
    assert found[2]["In-Reply-To"] == first
    assert found[3]["References"] == found[2]["Message-ID"]
    assert found[8]["In-Reply-To"] == first
    assert str(found[1]["Date"]) == "Mon, 02 Mar 2026 09:30:00 +0000"
    assert found[1]["From"] == "Ana Ortega <ana.ortega@district.example>"
    assert found[1]["To"].groups[0].display_name == "Algebra & Geometry"
    assert found[1]["X-Homeroom-Entry"] == "1/0"
    assert found[1]["X-Homeroom-Proof"].startswith("records.jsonl line 1; commitment=")
    (picture,) = found[5].iter_attachments()
    assert (picture.get_filename(), picture.get_content()) == ("board.png", small.PICTURE)
    assert picture["X-Homeroom-Bates"] == "DEMO-2026-0001-1-0000006"


def test_whoever_is_no_account_has_the_address_of_nobody() -> None:
    assert address("@ana.ortega:district.example") == "ana.ortega@district.example"
    for other in ("[Student 3 – FERPA 99.3]", "@a b:c", "@x:y\r\nBcc: z", "", "@.a:b", "@a..b:c"):
        assert address(other) == NOBODY


def test_names_of_files() -> None:
    assert file_name("../../a\\b.txt", "x") == "b.txt"
    assert file_name("a\r\nX: 1.txt", "x") == "aX 1.txt"
    assert file_name("..", "x") == "x"
