"""An app made with matrix-js-sdk, as Element is: what its user does, and what they are told."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from homeroom.policy.roles import Role
from homeroom.policy.wording import WORDING
from homeroom.registry import policies
from synapse_module.answers import REASONS
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.verdict import NUMBER
from tests.integration.module.test_venues import asking

pytestmark = pytest.mark.proof
VERSION = "43.0.0"
INSTALL = "deploy/bootstrap/js_sdk.sh"
SCRIPT = Path(__file__).with_name("talk.mjs")
PROVISIONER = "provisioning_as_token"


def modules() -> Path:
    """Where `js_sdk.sh` puts what npm brings: outside the tree."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("HOMEROOM_JS") or cache / "homeroom" / f"js-sdk-{VERSION}")
    found = folder / "node_modules"
    assert (found / "matrix-js-sdk").is_dir(), f"matrix-js-sdk is not there: run {INSTALL}"
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A running app; each step is one line to it, and one line back."""

    to: IO[str]
    back: IO[str]

    def does(self, name: str, **step: object) -> dict[str, Any]:
        """Take a step; what came of it."""
        self.to.write(json.dumps({"name": name, **step}) + "\n")
        self.to.flush()
        return self.hears()

    def hears(self) -> dict[str, Any]:
        line = self.back.readline()
        assert line, "the app ended"
        found: dict[str, Any] = json.loads(line)
        return found


@pytest.fixture
def classmate(school: School) -> Account:
    return school.account(Role.STUDENT, 5)


@pytest.fixture
def room_id(school: School, classmate: Account) -> str:
    """A class room that the student has left, and is invited to again."""
    room_id = str(school.class_room(classmate).room_id)
    assert classmate.call("POST", f"/rooms/{room_id}/leave", {}).is_success
    bearer = {"Authorization": f"Bearer {school.config.secret(PROVISIONER)}"}
    with school.client(headers=bearer) as steward:
        invite = {"user_id": classmate.user_id}
        answer = steward.post(f"/_matrix/client/v3/rooms/{room_id}/invite", json=invite)
        assert answer.is_success, answer.text
    return room_id


@pytest.fixture
def app(school: School, classmate: Account, room_id: str) -> Iterator[App]:
    found = modules()
    password = school.password(classmate.user_id)["password"]
    begins = {
        "sdk": str(found / "matrix-js-sdk" / "lib" / "index.js"),
        "baseUrl": school.config.homeserver,
        "user": classmate.user_id,
        "password": password,
        "room": room_id,
    }
    node = found / "node" / "bin" / "node"
    with subprocess.Popen(
        [node, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(begins) + "\n")
        process.stdin.flush()
        made = App(to=process.stdin, back=process.stdout)
        assert made.hears() == {"name": "signed_in", "user": classmate.user_id}
        yield made
        process.stdin.close()
        assert process.wait(30) == 0


def test_what_a_student_does_with_an_app_of_matrix_js_sdk(
    school: School, classmate: Account, room_id: str, app: App
) -> None:
    assert app.does("join") == {"name": "join", "id": room_id}
    said = app.does("send", body="Hello from an app")["id"]
    edited = app.does("edit", of=said, body="Hello from my app")["id"]
    reacted = app.does("react", of=said, key="👍")["id"]
    sent = app.does("upload", file="notes.txt", text="The cell is the unit of life.")["id"]
    assert len({said, edited, reacted, sent}) == 4
    kept = [row["type"] for row in school.kept("event") if row["sender"] == classmate.user_id]
    message = "m.room.message"
    assert kept[-5:] == ["m.room.member", message, message, "m.reaction", message]

    # what is refused is told in our words, and an app can show it
    for step in (
        {"name": "send", "body": f"call me: {NUMBER}"},
        {"name": "edit", "of": said, "body": f"call me: {NUMBER}"},
        {"name": "react", "of": said, "key": NUMBER},
        {"name": "upload", "file": "notes.txt", "text": f"call me: {NUMBER}"},
    ):
        refused = app.does(**step)["refused"]
        assert (refused["status"], refused["code"]) == (403, "M_FORBIDDEN")
        assert [reason["rule"] for reason in refused[REASONS]] == ["personal_information"]
        begins = WORDING["personal_information"]["en"].partition("{")[0]
        assert refused["error"].startswith(begins)
        assert NUMBER not in json.dumps(refused)

    # what a page can mend opens that page
    with asking(school):

        def asked() -> dict[str, Any]:
            return dict(app.does("send", body="Hi again").get("refused") or {})

        refused = eventually(asked, ACTS_WITHIN + 1)
        assert refused["code"] == "M_CONSENT_NOT_GIVEN"
        page = f"{school.config.public_portal}/acknowledge?lang={classmate.person.language}"
        assert refused["consent_uri"] == page
        with school.connect() as connection, connection.begin():
            policies.acknowledge(connection, classmate.person, by=classmate.user_id)
        eventually(lambda: "id" in app.does("send", body="I have read it"), ACTS_WITHIN + 1)
