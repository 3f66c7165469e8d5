"""nginx as the handbook says, before a Synapse whose sign-in is a Matrix Authentication Service.

The service itself is stood in for by what Synapse asks it: whose a token is.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from homeroom.config import HomeroomConfig
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Person
from homeroom.sandbox import postgres
from homeroom.sandbox.ports import HOST
from tests.fixtures.fleet import nginx, temporary_paths
from tests.fixtures.postgres import free_port
from tests.fixtures.synapse import ACTS_WITHIN, GATEWAY_SECRET, School, eventually, opened
from tests.fixtures.verdict import refused_by

pytestmark = pytest.mark.proof
V3 = "/_matrix/client/v3"
HOME = "127.0.0.9"
SERVICE_SECRET = "shared-with-the-service"
HANDBOOK = Path(__file__).parents[3] / "docs" / "handbook.md"
CONF = """
daemon off;
master_process off;
error_log stderr error;
pid {folder}/pid;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {temporary}
    server {{
        listen {listen};
        {block}
    }}
}}
"""


class Service(BaseHTTPRequestHandler):
    """Of the authentication service: the token `of-NAME` is NAME's."""

    def do_GET(self) -> None:
        self._say({"issuer": "http://sign.example/", "account_management_uri": "http://x.example"})

    def do_POST(self) -> None:
        assert self.headers["Authorization"] == f"Bearer {SERVICE_SECRET}"
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        known, _, name = parse_qs(body)["token"][0].partition("-")
        scope = "urn:matrix:client:api:* urn:matrix:client:device:D1"
        found = {"active": True, "scope": scope, "username": name, "sub": name, "device_id": "D1"}
        self._say(found if known == "of" else {"active": False})

    def _say(self, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A school behind its gateway."""

    school: School
    gateway: str

    def ask(
        self, path: str, person: Person | None, *, address: str | None = None, past: bool = False
    ) -> httpx.Response:
        """As a client of this person, from this address; or past the gateway."""
        url = self.school.config.homeserver if past else self.gateway
        name = str(person.user_id)[1:].partition(":")[0] if person else ""
        headers = {"Authorization": f"Bearer of-{name}"} if person else {}
        with httpx.Client(transport=httpx.HTTPTransport(local_address=address)) as client:
            return client.get(f"{url}{path}", headers=headers, timeout=30)

    def provision(self, **said: Any) -> httpx.Response:
        """As the service makes an account."""
        return self.told("provision_user", **said)

    def told(self, what: str, **said: Any) -> httpx.Response:
        """What the service tells Synapse."""
        headers = {"Authorization": f"Bearer {SERVICE_SECRET}"}
        url = f"{self.school.config.homeserver}/_synapse/mas/{what}"
        return httpx.post(url, json=said, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def behind(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Behind]:
    service = ThreadingHTTPServer((HOST, 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()

    def amend(_: HomeroomConfig, settings: dict[str, Any]) -> None:
        settings["matrix_authentication_service"] = {
            "enabled": True,
            "endpoint": f"http://{HOST}:{service.server_port}",
            "secret": SERVICE_SECRET,
        }
        settings.pop("password_config", None)
        settings.pop("enable_registration", None)

    folder = tmp_path_factory.mktemp("gateway")
    data = tmp_path_factory.mktemp("delegated")
    with opened(postgres_cluster, template_data, data, amend, provisioned=False) as config:
        listen = f"{HOST}:{free_port()}"
        process = _nginx(folder, listen, config)
        school = School(config=config)
        made = Behind(school=school, gateway=f"http://{listen}")
        for role in (Role.STUDENT, Role.TEACHER):
            name = str(school.people(role)[0].user_id)[1:].partition(":")[0]
            assert made.provision(localpart=name).is_success
            assert made.told("upsert_device", localpart=name, device_id="D1").is_success
        eventually(lambda: _listens(made), 20)
        yield made
        process.terminate()
        process.wait(10)
        school.close()
    service.shutdown()
    service.server_close()


def _nginx(folder: Path, listen: str, config: HomeroomConfig) -> subprocess.Popen[bytes]:
    """With the block of the handbook, where only the secret and Synapse's port are filled in."""
    block = re.search(r"```nginx\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    filled = block[1].replace("the secret", GATEWAY_SECRET)
    filled = filled.replace("http://127.0.0.1:8008", config.homeserver)
    conf = folder / "nginx.conf"
    temporary = temporary_paths(folder)
    conf.write_text(CONF.format(folder=folder, listen=listen, block=filled, temporary=temporary))
    return subprocess.Popen([nginx(), "-p", str(folder), "-c", str(conf)])


def _listens(made: Behind) -> bool:
    try:
        return made.ask(f"{V3}/../versions", None).status_code < 500
    except httpx.TransportError:
        return False


@pytest.fixture
def student(behind: Behind) -> Person:
    return behind.school.people(Role.STUDENT)[0]


def test_who_comes_from_school_by_the_gateway_passes(behind: Behind, student: Person) -> None:
    answer = behind.ask(f"{V3}/account/whoami", student)
    assert answer.json()["user_id"] == student.user_id


def test_a_strange_network_is_refused_at_the_gateway(behind: Behind, student: Person) -> None:
    assert behind.ask(f"{V3}/account/whoami", student, address=HOME).status_code == 403


def test_a_closed_way_is_refused_at_the_gateway(behind: Behind, student: Person) -> None:
    assert behind.ask(f"{V3}/thirdparty/protocols", student).status_code == 403
    assert behind.ask("/_homeroom/authorize", student).status_code == 404


@pytest.mark.parametrize(
    "path", [f"{V3}/account/whoami", f"{V3}/sync?timeout=0", "/_matrix/static"]
)
def test_nothing_comes_past_the_gateway(behind: Behind, student: Person, path: str) -> None:
    """However it is set up: who has a token and finds Synapse itself gets nowhere."""
    assert "side_door" in refused_by(behind.ask(path, student, past=True))


def test_our_own_processes_come_past_it(behind: Behind) -> None:
    token = behind.school.config.secret("provisioning_as_token")
    with behind.school.client(headers={"Authorization": f"Bearer {token}"}) as steward:
        assert steward.get(f"{V3}/account/whoami").is_success
    assert behind.ask("/health", None, past=True).is_success


def test_who_leaves_the_roster_is_refused_at_the_gateway(behind: Behind) -> None:
    teacher = behind.school.people(Role.TEACHER)[0]
    path = f"{V3}/account/whoami"
    assert behind.ask(path, teacher).is_success
    with behind.school.connect() as connection, connection.begin():
        record(connection, replace(teacher, active=False), by="test")
    refused = eventually(lambda: (a := behind.ask(path, teacher)).is_error and a, ACTS_WITHIN)
    # By the gateway, or by Synapse, once the account is locked.
    assert refused.status_code in (401, 403), refused.text


def test_only_people_of_the_roster_get_an_account_and_only_its_name(behind: Behind) -> None:
    refused = behind.provision(localpart="stranger")
    assert refused.is_error
    person = behind.school.people(Role.STUDENT)[1]
    name = str(person.user_id)[1:].partition(":")[0]
    mail = f"{name}@mail.example"
    assert behind.provision(localpart=name, set_displayname="Zed", set_emails=[mail]).is_success
    assert behind.provision(localpart=name, set_displayname="Zed", set_emails=[mail]).is_success
    assert behind.told("upsert_device", localpart=name, device_id="D1").is_success
    shown = behind.ask(f"{V3}/profile/{person.user_id}", person)
    assert "Zed" not in shown.text
    assert mail not in behind.ask(f"{V3}/account/3pid", person).text
