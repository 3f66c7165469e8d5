"""Every path that could show a sealed image refuses, until two named people open it together."""

from __future__ import annotations

import json
import uuid
from functools import partial

import httpx
import pytest
from sqlalchemy import text

from homeroom.archive.search import Query, search
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import productions, requests, scope
from homeroom.disclosure.produce import run_production
from homeroom.policy.roles import Role
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import ACTS_WITHIN, Account, eventually

pytestmark = pytest.mark.proof

PNG = b"\x89PNG\r\n\x1a\n" + b"invented, and no picture at all"


def upload(account: Account, content: bytes) -> str:
    base = str(account.client.base_url).partition("/_matrix")[0]
    answer = account.client.post(
        f"{base}/_matrix/media/v3/upload",
        content=content,
        headers={"Content-Type": "image/png"},
        params={"filename": "x.png"},
    )
    return str(answer.raise_for_status().json()["content_uri"])


def download(account: Account, mxc: str) -> httpx.Response:
    base = str(account.client.base_url).partition("/_matrix")[0]
    place = mxc.removeprefix("mxc://")
    return account.client.get(f"{base}/_matrix/client/v1/media/download/{place}")


def produced(portal: RunningPortal, about: Account) -> tuple[str, int]:
    """A copy of a student's records, made while nothing was sealed."""
    config, by = portal.config, "test"
    with portal.school.connect(DatabaseRole.PORTAL) as connection, connection.begin():
        request = requests.open_request(
            connection, about=about.person.id, law="ferpa", requester="Rosa Flores", by=by
        )
        scope.make_scope(connection, request.id, by=by)
        made = productions.start_production(connection, config, request.id, by=by)
    run_production(config, made.id)
    return request.id, made.number


def gone(account: Account, mxc: str) -> bool:
    return download(account, mxc).status_code == 404


def show(account: Account, room: str, mxc: str, word: str) -> str:
    content = {"msgtype": "m.image", "body": f"{word}.png", "url": mxc}
    answer = account.send_event(room, "m.room.message", content)
    assert answer.is_success, answer.text
    return str(answer.json()["event_id"])


def test_nobody_sees_a_sealed_image_but_two_people_together(portal: RunningPortal) -> None:
    school = portal.school
    sender, other = school.account(Role.TEACHER), school.account(Role.STUDENT)
    room = str(school.class_room(sender).room_id)
    word, content = f"w{nonce(12)}", PNG + uuid.uuid4().bytes
    mxc, again = upload(sender, content), upload(sender, content)
    message = show(sender, room, mxc, word)
    show(sender, room, again, word)  # the same bytes under another address
    assert download(other, mxc).content == content

    def found() -> int:
        with school.connect() as connection:
            return len(search(connection, Query(text=word)).rows)

    def kept() -> int:
        query = text("SELECT count(*) FROM archive.media WHERE mxc IN (:one, :two)")
        with school.connect() as connection:
            return int(connection.execute(query, {"one": mxc, "two": again}).scalar_one())

    eventually(lambda: found() >= 2 and kept() == 2, 30)
    with school.connect() as connection:
        place = search(connection, Query(text=word)).rows[0]
    request, number = produced(portal, other)
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        assert browser.get(f"/requests/{request}/{number}.zip").status_code == 200
    link = f"https://matrix.to/#/{room}/{message}"

    with portal.signed_in(Role.TEACHER) as browser:
        assert browser.post("/images", data={"message": link}).status_code == 403
        assert browser.get("/images").status_code == 403
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert browser.post("/images", data={"message": "nothing"}).status_code == 400
        assert "The image is sealed." in browser.post("/images", data={"message": link}).text
    with school.connect() as connection:
        key = connection.scalar(
            text(
                "SELECT key FROM registry.current WHERE subject = 'sealed_image' "
                "AND state ->> 'event_id' = :id"
            ),
            {"id": message},
        )
    assert found() == 0
    for account in (sender, other):
        for address in (mxc, again):
            eventually(partial(gone, account, address), ACTS_WITHIN)
    with portal.signed_in(Role.AUDITOR) as browser:
        assert f"{word}.png" not in browser.get("/archive", params={"q": word}).text
        assert browser.get(f"/archive/{place.epoch}/{place.entry}").status_code == 404
        assert browser.get(f"/images/{key}").status_code == 404
        assert browser.get(f"/images/{key}/files/0").status_code == 404
        assert browser.post(f"/images/{key}/open").status_code == 404
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        assert browser.get(f"/requests/{request}/{number}.zip").status_code == 403
    with portal.signed_in(Role.PRINCIPAL) as browser:  # who sealed it does not see it
        assert browser.get(f"/images/{key}").status_code == 404
        assert browser.get(f"/images/{key}/files/0").status_code == 404

    with portal.signed_in(Role.ADMIN) as first, portal.signed_in(Role.RECORDS_OFFICER) as second:
        assert first.get(f"/images/{key}/files/0").status_code == 403
        first.post(f"/images/{key}/open")
        first.post(f"/images/{key}/open")  # asking twice is not two people
        assert first.get(f"/images/{key}/files/0").status_code == 403
        assert first.post(f"/images/{key}/lift").status_code == 400
        second.post(f"/images/{key}/open")
        for browser in (first, second):
            seen = browser.get(f"/images/{key}/files/0")
            assert (seen.content, seen.headers["cache-control"]) == (content, "no-store")
        told = {"act": "reported", "to": "CyberTipline", "reference": "R-1"}
        assert "CyberTipline" in first.post(f"/images/{key}/steps", data=told).text
        given = {"act": "handed_over", "to": "Sheriff of Lantern County"}
        assert "Sheriff" in second.post(f"/images/{key}/steps", data=given).text

    def entries() -> list[str]:
        query = text(
            "SELECT payload FROM outbox.entry WHERE payload LIKE :key UNION ALL "
            "SELECT payload FROM archive.payload WHERE payload LIKE :key"
        )
        with school.connect() as connection:
            return list(connection.scalars(query, {"key": f"%{key}%"}))

    said = " ".join(entries())
    for step in ("sealed", "asked to open", "opened together", "reported", "handed_over"):
        assert json.dumps(step) in said
    assert said.count(f"sealed-image:{key}/0") == 2
