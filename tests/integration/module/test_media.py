"""A message names what is there: files that are whole, on this server."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School
from tests.fixtures.verdict import refused_by


def upload(who: Account) -> str:
    answer = who.client.post(
        "/_matrix/media/v3/upload?filename=poem.txt",
        content=b"A poem",
        headers={"Content-Type": "text/plain"},
    )
    answer.raise_for_status()
    return str(answer.json()["content_uri"])


def file(url: str) -> dict[str, Any]:
    return {"msgtype": "m.file", "body": "poem.txt", "url": url}


def incomplete(school: School, owner: str) -> str:
    """An address that Synapse gave out before its file, as it does where nobody closed that."""
    media_id = nonce()
    with school.connect(DatabaseRole.UPGRADE) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO public.local_media_repository (media_id, created_ts, user_id,"
                " authenticated) VALUES (:id, extract(epoch FROM now())::bigint * 1000, :owner,"
                " true)"
            ),
            {"id": media_id, "owner": owner},
        )
    return f"mxc://{school.config.server_name}/{media_id}"


def test_a_message_names_what_is_there(student: Account, room_id: str) -> None:
    url = upload(student)
    assert student.send_event(room_id, "m.room.message", file(url)).is_success
    assert student.send_event(room_id, "m.room.message", file(f"{url}#auto")).is_success


ELSEWHERE: list[dict[str, Any]] = [
    file("mxc://elsewhere.example/abc"),
    # nobody ever uploaded it
    file("mxc://district.example/never"),
    # a preview, an encrypted file, a picture in markup, an edit, a key that nobody knows
    {**file(""), "info": {"thumbnail_url": "mxc://elsewhere.example/abc"}},
    {**file(""), "file": {"url": "mxc://elsewhere.example/abc"}},
    {"msgtype": "m.text", "body": "x", "formatted_body": '<img src="mxc://elsewhere.example/a">'},
    {"msgtype": "m.text", "body": "* x", "m.new_content": file("mxc://elsewhere.example/abc")},
    {"msgtype": "m.text", "body": "x", "org.example": {"mxc://elsewhere.example/abc": 1}},
]


@pytest.mark.parametrize("content", ELSEWHERE)
def test_a_file_that_is_not_here_is_refused(
    student: Account, room_id: str, content: dict[str, Any]
) -> None:
    answer = student.send_event(room_id, "m.room.message", content)
    assert "incomplete_media" in refused_by(answer)


def test_no_file_comes_after_its_message(school: School, student: Account, room_id: str) -> None:
    """The race: an address, the message that names it, and then the file."""
    create, put = "/_matrix/media/v1/create", "/_matrix/media/v3/upload"
    steward = school.client(
        headers={"Authorization": f"Bearer {school.config.secret('provisioning_as_token')}"}
    )
    with steward:
        for client in (student.client, steward):
            assert "side_door" in refused_by(client.post(create))
            url = incomplete(school, student.user_id)
            sent = student.send_event(room_id, "m.room.message", file(url))
            assert "incomplete_media" in refused_by(sent)
            late = client.put(f"{put}/{url.removeprefix('mxc://')}", content=b"late")
            assert "side_door" in refused_by(late)
