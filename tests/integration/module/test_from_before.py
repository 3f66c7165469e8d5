"""Rooms that were made while Synapse ran without the module: closed until adopted, then judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from homeroom.cli import build
from homeroom.config import HomeroomConfig
from homeroom.policy.roles import Role
from homeroom.sandbox import postgres
from tests.fixtures.synapse import (
    ACTS_WITHIN,
    Account,
    Processes,
    School,
    eventually,
    opened,
    start_synapse,
)
from tests.fixtures.verdict import refused_by

pytestmark = pytest.mark.proof  # a homeserver of its own, started twice

KINDS = [("club", "one_to_one"), ("direct", "supervised_direct")]
UNJUDGED = "Said while nobody judged it"


class Bare:
    """A homeserver that runs without the module at first."""

    def __init__(self) -> None:
        self._modules: Any = None
        self._running: Processes = []

    def amend(self, settings: dict[str, Any]) -> None:
        self._modules = settings.pop("modules")

    def start(self, config: HomeroomConfig) -> Processes:
        self._running.append(start_synapse(config))
        return self._running

    def judge(self, config: HomeroomConfig) -> None:
        """Start it again, with the module."""
        process = self._running.pop()
        process.terminate()
        process.wait(30)
        file = config.path(config.synapse.config)
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        file.write_text(yaml.safe_dump({**settings, "modules": self._modules}), encoding="utf-8")
        self.start(config)


@pytest.fixture(scope="module")
def before(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[School, dict[str, str]]]:
    """A school on whose homeserver a teacher made rooms with a student, then the module came."""
    data, host = tmp_path_factory.mktemp("from-before"), Bare()
    with opened(postgres_cluster, template_data, data, lambda *_: None, host) as config:
        school = School(config=config)
        rooms = {
            f"{kind}-{what}": room_from_before(school)
            for kind in ("undesignated", *(kind for kind, _ in KINDS))
            for what in ("talk", "leave")
        }
        host.judge(config)
        yield school, rooms
        school.close()


def people(school: School) -> tuple[Account, Account]:
    return school.account(Role.TEACHER), school.account(Role.STUDENT)


def room_from_before(school: School) -> str:
    """One adult and one student, and words that no rule has seen."""
    teacher, student = people(school)
    made = teacher.create_room(preset="private_chat", invite=[student.user_id])
    assert made.is_success, made.text
    room_id = str(made.json()["room_id"])
    assert student.join(room_id).is_success
    assert teacher.send(room_id, UNJUDGED).is_success, "the module was there already"
    return room_id


def adopt(school: School, room_id: str, kind: str) -> None:
    arguments = ["venue", "adopt", room_id, "--kind", kind, "--name", "From before"]
    arguments += ["--data", str(school.config.data)]
    result = CliRunner().invoke(build("venue"), arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def leave(account: Account, room_id: str) -> bool:
    return account.call("POST", f"/rooms/{room_id}/leave", {}).is_success


def test_until_it_is_adopted_it_takes_no_event_but_leave(
    before: tuple[School, dict[str, str]],
) -> None:
    school, rooms = before
    teacher, student = people(school)
    for account in (teacher, student):
        answer = account.send(rooms["undesignated-talk"], "Good morning")
        assert "designated_venue" in refused_by(answer), answer.text
    assert leave(student, rooms["undesignated-leave"])


@pytest.mark.parametrize(("kind", "rule"), KINDS)
def test_invariant_15_once_adopted_it_waits_for_a_supervisor(
    before: tuple[School, dict[str, str]], kind: str, rule: str
) -> None:
    school, rooms = before
    teacher, student = people(school)
    supervisor = school.account(Role.SUPERVISOR)
    talk, left = rooms[f"{kind}-talk"], rooms[f"{kind}-leave"]
    for room_id in (talk, left):
        adopt(school, room_id, kind)
        for account in (teacher, student):
            await_refusal(account, room_id, rule)
    assert leave(student, left)

    invited = teacher.call("POST", f"/rooms/{talk}/invite", {"user_id": supervisor.user_id})
    assert invited.is_success, invited.text
    assert rule in refused_by(teacher.send(talk, "Only invited")), "nobody watches yet"
    assert supervisor.join(talk).is_success
    for account in (teacher, student):
        answer = account.send(talk, "Good morning")
        assert answer.is_success, answer.text

    assert leave(supervisor, talk)
    assert rule in refused_by(teacher.send(talk, "Alone again"))


def await_refusal(account: Account, room_id: str, rule: str) -> None:
    """Within the time in which a change of the registry acts."""
    eventually(lambda: rule in refused_by(account.send(room_id, "Good morning")), ACTS_WITHIN)
