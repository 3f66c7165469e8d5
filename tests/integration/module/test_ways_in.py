"""The table of ways in, row by row, on a homeserver whose administrator switched everything on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.ways_in import PAGES, WAYS, Way
from homeroom.ways_in.model import CLIENT
from homeroom.ways_in.paths import path_of
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School
from tests.fixtures.vendor import GHOST, bridge
from tests.fixtures.verdict import refused_by
from tests.unit.ways_in.synapse_routes import routes

PATTERNS = {(method, path_of(pattern)): pattern for method, pattern in routes()}
NEWEST = ("v3", "v1", "r0", "unstable")
NOT_SERVED = "/rendezvous"
"""Synapse has these routes only with an authentication service outside; see the unit tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who tries: somebody of the class, the bridge, the steward, and Synapse's administrator."""

    school: School
    student: Account
    classmate: Account
    writer: Account
    room_id: str
    event_id: str
    callers: dict[str, httpx.Client]

    def address(self, method: str, way: Way, **parts: str) -> str:
        """An address that the row's pattern matches."""
        pattern = PATTERNS[method, way.path]
        known = {
            "room_id": self.room_id,
            "room_identifier": self.room_id,
            "user_id": self.student.user_id,
            "target_user_id": self.student.user_id,
            "event_id": self.event_id,
            "parent_id": self.event_id,
            "event_type": "m.room.message",
            "txn_id": nonce(),
            "receipt_type": "m.read",
            "stagetype": "m.login.sso",
            "server_name": self.school.config.server_name,
            **parts,
        }
        path = way.path.replace("[", "").replace("]", "")
        versions = re.search(r"\(((?:api/v1|r0|v1|v3|unstable)(?:\|[\w/]+)+)\)", pattern)
        if versions:
            offered = versions[1].split("|")
            newest = next(version for version in NEWEST if version in offered)
            path = path.replace("*", newest, 1)
        path = re.sub(r"\((\w+)\|[^)]*\)", r"\1", path)
        filled = re.sub(r"{(\w+)}", lambda n: quote(known.get(n[1], "abc"), safe=""), path)
        assert re.match(pattern, filled), (pattern, filled)
        return filled


@pytest.fixture(scope="module")
def scene(careless: School) -> Iterator[Scene]:
    student, classmate = careless.account(Role.STUDENT), careless.account(Role.STUDENT, 1)
    room_id = str(careless.class_room(student).room_id)
    steward = {"Authorization": f"Bearer {careless.config.secret('provisioning_as_token')}"}
    with bridge(careless.config.homeserver) as service, careless.client(headers=steward) as own:
        service.post(
            "/_matrix/client/v3/register",
            json={
                "type": "m.login.application_service",
                "username": GHOST,
            },
        )
        yield Scene(
            school=careless,
            student=student,
            classmate=classmate,
            writer=careless.account(Role.STUDENT, 2),
            room_id=room_id,
            event_id=str(student.send(room_id, "Hello").json()["event_id"]),
            callers={
                "student": student.client,
                "administrator": careless.account(Role.ADMIN).client,
                "bridge": service,
                "steward": own,
            },
        )


def rows(*decisions: str) -> list[Any]:
    return [
        pytest.param(method, way, id=f"{method} {way.path}")
        for way in WAYS
        if way.decision in decisions
        for method in way.methods
    ]


@pytest.mark.parametrize(("method", "way"), rows("closed"))
def test_a_closed_way_is_refused(scene: Scene, method: str, way: Way) -> None:
    """For everybody but its callers, whatever rights they have in Synapse."""
    for caller, client in scene.callers.items():
        if caller not in way.callers:
            answer = client.request(method, scene.address(method, way), json={})
            if answer.status_code != 404 or NOT_SERVED not in way.path:
                assert "side_door" in refused_by(answer), (caller, answer.text)


@pytest.mark.parametrize(
    "page", sorted({page.path for page in PAGES.values() if not page.open} - {"/"})
)
def test_another_protocol_is_refused(scene: Scene, page: str) -> None:
    """A page as a whole, as what other servers would ask; or it is not there at all.

    Files and redirections have no address of their own: the unit tests refuse them by their class.
    """
    for method in ("GET", "POST"):
        answer = scene.student.client.request(method, page.rstrip("*").rstrip("/"))
        assert answer.status_code == 404 or "side_door" in refused_by(answer), answer.text


def test_synapse_served_nothing_without_a_row(scene: Scene) -> None:
    assert "is in no row of the ways in" not in scene.school.log()


def bodies(word: str, event_id: str) -> dict[str, dict[str, Any]]:
    """What must have a form to be taken; everything else is sent words under any key."""
    push = {"app_id": word, "pushkey": word, "app_display_name": word, "device_display_name": word}
    data = {"url": "http://192.0.2.1/_matrix/push/v1/notify", "format": "event_id_only"}
    return {
        f"{CLIENT}/pushers/set": {"kind": "http", "lang": word, "data": data, **push},
        f"{CLIENT}/pushrules/{{path}}": {"actions": ["notify"], "pattern": word},
        f"{CLIENT}/presence/{{user_id}}/status": {"presence": "online"},
        f"{CLIENT}/rooms/{{room_id}}/typing/{{user_id}}": {"typing": True, "timeout": 30_000},
        f"{CLIENT}/rooms/{{room_id}}/receipt/{{receipt_type}}/{{event_id}}": {},
        f"{CLIENT}/rooms/{{room_id}}/read_markers": {"m.fully_read": event_id, "m.read": event_id},
        f"{CLIENT}/devices/{{device_id}}": {"display_name": word},
        f"{CLIENT}/user/{{user_id}}/filter": {"room": {"state": {"types": [word]}}},
        f"{CLIENT}/room_keys/version": {"algorithm": word, "auth_data": {"said": word}},
        f"{CLIENT}/keys/signatures/upload": {f"@{word}:district.example": {word: {"said": word}}},
        f"{CLIENT}/keys/upload": {
            "fallback_keys": {
                f"signed_curve25519:{word}": {"key": word, "signatures": {word: {word: word}}}
            }
        },
        f"{CLIENT}/search": {"search_categories": {"room_events": {"search_term": word}}},
        f"{CLIENT}/user_directory/search": {"search_term": word},
        f"{CLIENT}/keys/query": {"device_keys": {f"@{word}:district.example": []}},
        f"{CLIENT}/delete_devices": {"devices": [word]},
    }


TURNED_AWAY = {
    f"POST {CLIENT}/refresh": "nobody here has a token that is renewed",
    f"POST {CLIENT}/account/password": "asks for the password first; the roster's sign-on has it",
    f"POST {CLIENT}/auth/{{stagetype}}/fallback/web": "a page of a sign-in that was never begun",
    f"POST {CLIENT}/rooms/{{room_id}}/forget": "is still in the room",
    f"PUT {CLIENT}/rooms/{{room_id}}/forget/{{txn_id}}": "is still in the room",
    f"DELETE {CLIENT}/devices/{{device_id}}": "asks for the password first",
    f"POST {CLIENT}/delete_devices": "asks for the password first",
    f"POST {CLIENT}/appservice/{{appservice_id}}/ping": "for application services alone",
    f"DELETE {CLIENT}/pushrules/{{path}}": "the rule is of another kind than was made",
    f"PUT {CLIENT}/room_keys/keys[/{{room_id}}][/{{session_id}}]": "no backup has this version",
    f"DELETE {CLIENT}/room_keys/keys[/{{room_id}}][/{{session_id}}]": "no backup has this version",
    f"PUT {CLIENT}/room_keys/version/{{version}}": "no backup has this version",
    f"DELETE {CLIENT}/room_keys/version/{{version}}": "no backup has this version",
    f"POST {CLIENT}/logout/all": "is signed out by the row before",
}
"""What carries something in and Synapse itself does not take here, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The answers of every open way, and all that a classmate then saw."""

    answers: dict[str, httpx.Response]
    seen: str


@pytest.fixture(scope="module")
def tried(scene: Scene) -> Tried:
    """Every open way is tried with a word of its own, by somebody of the same class."""
    school, writer = scene.school, scene.writer
    signed_in = school.login(writer.user_id).json()
    answers = {}
    with school.client(headers={"Authorization": f"Bearer {signed_in['access_token']}"}) as client:
        for name, method, way in ENDS_LAST:
            word = word_of(name)
            parts = {
                "user_id": writer.user_id,
                "device_id": signed_in["device_id"],
                "tag": word,
                "account_data_type": word,
                "path": f"global/content/{word}",
            }
            body = bodies(word, scene.event_id).get(way.path, {"said": word, "reason": word})
            address = scene.address(method, way, **parts)
            content = None if method == "GET" else body
            at_once = {"timeout": 0} if method == "GET" else {}
            answers[name] = client.request(method, address, json=content, params=at_once)
    return Tried(answers=answers, seen="\n".join(view(scene.classmate, writer, scene.room_id)))


def view(reader: Account, writer: Account, room_id: str) -> Iterator[str]:
    """Everything that somebody can see of somebody else."""
    yield reader.sync().text
    for path in ("messages?dir=b&limit=100", "members", "state"):
        yield reader.call("GET", f"/rooms/{room_id}/{path}").text
    yield reader.call("GET", f"/profile/{writer.user_id}").text
    yield reader.call("GET", f"/presence/{writer.user_id}/status").text
    yield reader.call("GET", "/notifications").text
    yield reader.call("POST", "/user_directory/search", {"search_term": "canary"}).text
    yield reader.call("POST", "/keys/query", {"device_keys": {writer.user_id: []}}).text


def word_of(name: str) -> str:
    """A word that stands nowhere else."""
    return f"canary{hashlib.sha256(name.encode()).hexdigest()[:12]}"


OPEN = rows("limited", "harmless")
ENDS_LAST = sorted(
    ((str(row.id), *row.values) for row in OPEN), key=lambda row: "/logout" in row[0]
)


@pytest.mark.parametrize(("method", "way"), OPEN)
def test_nothing_comes_through(tried: Tried, method: str, way: Way) -> None:
    """It is open, not closed by mistake; and no word that went by it reached a classmate."""
    name = f"{method} {way.path}"
    answer = tried.answers[name]
    assert answer.status_code not in (405, 500)
    assert "side_door" not in refused_by(answer)
    if method != "GET":
        assert answer.is_success is (name not in TURNED_AWAY), answer.text
    assert word_of(name) not in tried.seen


def test_a_classmate_was_looking(tried: Tried) -> None:
    assert "Hello" in tried.seen
    assert '"presence":"online"' in tried.seen
