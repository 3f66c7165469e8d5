"""Other software that a client is pointed at past the rooms, and what a bridge shows as a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from homeroom.registry.decisions import record
from homeroom.registry.model import Agreement, Marks, Tool
from tests.fixtures.days import district_day
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.vendor import GHOST, bridge
from tests.fixtures.verdict import NUMBER, refused_by

V3 = "/_matrix/client/v3"
TODAY = district_day()
TERMS = Agreement(
    reference="B-1", starts=TODAY - timedelta(days=1), ends=TODAY + timedelta(days=90)
)
BOARD = Tool(
    id="board",
    name="Board",
    vendor="Board",
    state="approved",
    agreement=TERMS,
    kind="widget",
    marks=Marks(hosts=("board.example",)),
)
MANAGER = replace(
    BOARD, id="manager", kind="integration_manager", marks=Marks(hosts=("manager.example",))
)
PAGE = {"type": "m.custom", "url": "https://board.example/b", "name": "Board"}


@contextmanager
def registered(school: School, *tools: Tool) -> Iterator[None]:
    """Tools that are in force for a while."""
    with school.connect() as connection, connection.begin():
        for tool in tools:
            record(connection, tool, by="test")
    try:
        yield
    finally:
        with school.connect() as connection, connection.begin():
            for tool in tools:
                record(connection, replace(tool, state="suspended"), by="test")


def widgets(url: str, kind: str = "m.custom") -> dict[str, Any]:
    content = {"type": kind, "url": url}
    return {"w1": {"type": "m.widget", "content": content, "sender": "@x:y", "state_key": "w1"}}


def said_against(answer: httpx.Response) -> set[str]:
    """The rules that refuse it; what fails otherwise is no refusal."""
    return set() if answer.is_success else set(refused_by(answer)) or {str(answer.status_code)}


OWN: list[tuple[str, dict[str, Any], bool]] = [
    ("m.widgets", widgets("https://elsewhere.example/w"), False),
    ("m.widgets", widgets("https://manager.example/", "m.integration_manager"), True),
    ("m.widgets", widgets("https://elsewhere.example/", "m.integration_manager"), False),
    ("m.widgets", widgets("https://board.example/b"), True),
    ("m.widgets", widgets("https://board.example/b", "m.integration_manager"), False),
    ("m.widgets", {"w1": {"content": {"data": {"domain": "elsewhere.example"}}}}, False),
    ("m.widgets", {}, True),
    ("im.vector.user_widgets", widgets("https://elsewhere.example/w"), False),
    ("im.vector.setting.integration_provisioning", {"enabled": True}, True),
    ("im.vector.setting.integration_provisioning", {"enabled": False}, True),
    ("org.example.integration_manager", {"apiUrl": "elsewhere.example"}, False),
    ("m.identity_server", {"base_url": "https://elsewhere.example"}, False),
    ("m.identity_server", {"base_url": "elsewhere.example"}, False),
    ("m.identity_server", {"base_url": None}, True),
    # what is one's own, and points at nothing
    ("m.direct", {"@x:y": ["https://elsewhere.example"]}, True),
]


@pytest.mark.parametrize(("kind", "content", "taken"), OWN)
def test_nobody_points_their_client_at_software_that_is_not_in_force(
    school: School, student: Account, room_id: str, kind: str, content: Any, taken: bool
) -> None:
    paths = [f"/user/{student.user_id}/account_data/{kind}"]
    if kind != "m.direct":
        paths.append(f"/user/{student.user_id}/rooms/{room_id}/account_data/{kind}")
    with registered(school, BOARD, MANAGER):

        def rules() -> list[set[str]]:
            answers = [student.call("PUT", path, content) for path in paths]
            return [said_against(answer) for answer in answers]

        wanted = [set() if taken else {"unapproved_widget"}] * len(paths)
        eventually(lambda: rules() == wanted, ACTS_WITHIN)


def test_what_was_allowed_is_not_when_the_agreement_is_over(
    school: School, student: Account
) -> None:
    path = f"/user/{student.user_id}/account_data/im.vector.setting.integration_provisioning"

    def answer() -> httpx.Response:
        return student.call("PUT", path, {"enabled": True})

    with registered(school, MANAGER):
        eventually(lambda: answer().is_success, ACTS_WITHIN)
    refused = eventually(lambda: None if answer().is_success else answer(), ACTS_WITHIN)
    assert refused_by(refused) == {"unapproved_widget"}


# -- what stands in a room ---------------------------------------------------------------------


@pytest.fixture
def steward(school: School) -> Iterator[httpx.Client]:
    """The district's own account, which has the power in each room that it made."""
    token = school.config.secret("provisioning_as_token")
    with school.client(headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


@pytest.mark.parametrize("kind", ["m.widget", "im.vector.modular.widgets"])
def test_a_page_leaves_the_room_when_its_tool_is_suspended(
    school: School, steward: httpx.Client, student: Account, room_id: str, kind: str
) -> None:
    """Within two seconds, on record, and nothing brings it back but somebody who may."""
    path = f"/rooms/{room_id}/state/{kind}/board-{kind}"

    def put(content: dict[str, Any]) -> httpx.Response:
        return steward.put(f"{V3}{path}", json=content)

    def shown() -> Any:
        return student.call("GET", path).json()

    def removed() -> list[dict[str, Any]]:
        return [row for row in school.kept("decision") if "removed" in row["attempt"]]

    before = len(removed())
    eventually(lambda: said_against(put(PAGE)) == {"unapproved_widget"}, ACTS_WITHIN)
    with registered(school, BOARD):
        eventually(lambda: put(PAGE).is_success, ACTS_WITHIN)
        eventually(lambda: shown() == PAGE, ACTS_WITHIN)
        calls = {**PAGE, "type": "jitsi"}
        assert refused_by(put(calls)) == {"cannot_be_kept"}
    eventually(lambda: shown() == {}, ACTS_WITHIN)
    kept = eventually(lambda: removed()[before:])
    assert kept[-1]["attempt"]["room_id"] == room_id
    assert [reason["rule"] for reason in kept[-1]["reasons"]] == ["unapproved_widget"]
    with registered(school, BOARD):
        eventually(lambda: put({**PAGE, "name": "Again"}).is_success, ACTS_WITHIN)
        eventually(lambda: shown().get("name") == "Again", ACTS_WITHIN)
    eventually(lambda: shown() == {}, ACTS_WITHIN)


# -- what a bridge shows of somebody, everywhere ----------------------------------------------


@pytest.fixture
def ghost(school: School) -> Iterator[httpx.Client]:
    """The bridge, as somebody outside."""
    user_id = f"@{GHOST}:{school.config.server_name}"
    with bridge(school.config.homeserver) as client:
        kind = "m.login.application_service"
        client.post(f"{V3}/register", json={"type": kind, "username": GHOST})
        client.params = httpx.QueryParams(user_id=user_id)
        yield client


NAMES: list[tuple[str, set[str]]] = [
    ("Rosa Green (WhatsApp)", set()),
    (f"Rosa, call {NUMBER}", {"personal_information"}),
    ("rosa.green@mail.example", {"personal_information"}),
    ("add me on snap: rosa_g", {"personal_information"}),
    ("Rosa 2 0 2 5 5 5 0 1 4 3", {"personal_information"}),
]


@pytest.mark.parametrize(("name", "rules"), NAMES)
def test_a_name_that_a_bridge_shows_everywhere_is_judged(
    school: School, ghost: httpx.Client, name: str, rules: set[str]
) -> None:
    """Whatever room it is in: who shares one sees it."""
    user_id = f"@{GHOST}:{school.config.server_name}"
    path = f"{V3}/profile/{user_id}/displayname"
    answer = ghost.put(path, json={"displayname": name})
    assert said_against(answer) == rules
    shown = ghost.get(path).json().get("displayname")
    assert (shown == name) is not bool(rules)


def test_a_picture_that_a_bridge_shows_is_a_file_of_this_homeserver(
    school: School, ghost: httpx.Client
) -> None:
    path = f"{V3}/profile/@{GHOST}:{school.config.server_name}/avatar_url"
    here = school.config.server_name
    for url in (
        "mxc://elsewhere.example/abc",
        f"mxc://{here}/not-here",
        f"https://elsewhere.example/{NUMBER}",
        f"mxc://{here}/{NUMBER}",
        "call me",
    ):
        assert ghost.put(path, json={"avatar_url": url}).status_code in (400, 403), url
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
    upload = ghost.post("/_matrix/media/v3/upload?filename=face.png", content=png).json()
    assert ghost.put(path, json={"avatar_url": upload["content_uri"]}).is_success
    assert ghost.put(path, json={"avatar_url": ""}).is_success
