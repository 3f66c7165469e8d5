"""Attached files, over HTTP: what is in them is judged, and what is not here yet is refused."""

from __future__ import annotations

import io
from typing import Any

import docx
import httpx
import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School

NUMBER = "202-555-0143"
REASONS = "district.homeroom.reasons"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def word(said: str) -> bytes:
    written = io.BytesIO()
    document = docx.Document()
    paragraph = document.add_paragraph(said[: len(said) // 2])
    paragraph.add_run(said[len(said) // 2 :]).bold = True
    document.save(written)
    return written.getvalue()


def pdf(said: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.drawString(72, 720, said)
    canvas.save()
    return written.getvalue()


def upload(who: Account, data: bytes, name: str = "homework") -> str:
    answer = who.client.post(f"/_matrix/media/v3/upload?filename={name}", content=data)
    assert answer.is_success, answer.text
    return str(answer.json()["content_uri"])


def attach(who: Account, room_id: str, mxc: str, **content: Any) -> httpx.Response:
    return who.send(room_id, "homework", msgtype="m.file", url=mxc, **content)


def refused_by(answer: httpx.Response) -> set[str]:
    return {reason["rule"] for reason in answer.json().get(REASONS, [])}


FILES: list[tuple[bytes, set[str]]] = [
    (word("My essay about the moon"), set()),
    (pdf("My essay about the moon"), set()),
    (b"My essay about the moon", set()),
    (PNG, set()),
    (word(f"Call me: {NUMBER}"), {"personal_information"}),
    (pdf(f"Call me: {NUMBER}"), {"personal_information"}),
    (f"Call me: {NUMBER}".encode("utf-16"), {"personal_information"}),
    (b"MZ\x90\x00\x03 a program", {"attachment_kind", "unreadable_file"}),
    (b"%PDF-1.7 broken", {"unreadable_file"}),
]


@pytest.mark.parametrize(("data", "rules"), FILES)
def test_a_file_is_judged_by_what_is_in_it(
    student: Account, room_id: str, data: bytes, rules: set[str]
) -> None:
    """Its name and its declared type may say anything."""
    answer = attach(student, room_id, upload(student, data, "holiday.png"))
    assert refused_by(answer) == rules
    assert answer.is_success is not bool(rules)


def test_a_file_hides_nowhere_in_a_content(student: Account, room_id: str) -> None:
    mxc = upload(student, word(f"Call me: {NUMBER}"))
    hidden = {"info": {"thumbnail_url": mxc}}
    picture = upload(student, PNG)
    assert "personal_information" in refused_by(attach(student, room_id, picture, **hidden))
    html = {"format": "org.matrix.custom.html", "formatted_body": f'<img src="{mxc}">'}
    assert "personal_information" in refused_by(student.send(room_id, "look", **html))
    spelled = mxc.replace(":", "&#58;")
    html["formatted_body"] = f'<img src="{spelled}">'
    assert "personal_information" in refused_by(student.send(room_id, "look", **html))


def test_what_is_not_here_is_not_sent(
    school: School, student: Account, teacher: Account, room_id: str
) -> None:
    """A file that is uploaded after the message that names it would be judged by nobody."""
    server = school.config.server_name
    for mxc in (f"mxc://{server}/{nonce()}", f"mxc://elsewhere.example/{'a' * 24}"):
        assert "incomplete_media" in refused_by(attach(student, room_id, mxc))
        assert "incomplete_media" in refused_by(attach(teacher, room_id, mxc))


def test_what_was_found_is_kept_and_never_changed(
    school: School, student: Account, room_id: str
) -> None:
    media_id = upload(student, word("My essay about the moon")).rpartition("/")[2]
    with school.connect(DatabaseRole.MODULE) as connection:
        row = connection.execute(
            text("SELECT kind, complete, text FROM inspection.media WHERE media_id = :id"),
            {"id": media_id},
        ).one()
        assert (row.kind, row.complete) == ("office", True)
        assert "My essay about the moon" in row.text
        for change in ("UPDATE inspection.media SET text = '[]'", "DELETE FROM inspection.media"):
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(text(change))
            connection.rollback()
