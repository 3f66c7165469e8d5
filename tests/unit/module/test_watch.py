"""Danger that no rule could judge, or that nobody could write down, is not lost (invariant 14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError
from synapse.api.errors import SynapseError

from homeroom.danger.alerts import Raised
from homeroom.danger.slips import Slips
from homeroom.policy.detect import Found
from homeroom.policy.facts import EventFacts, Party, Presence, Registry, Room
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import Duty, OnCall, PolicyVersion, State, Venue
from homeroom.registry.snapshot import Snapshot, fold
from homeroom.sandbox.demo import policy_text
from synapse_module import watch
from synapse_module.judge import Judge
from synapse_module.notices import Notices
from synapse_module.snapshot import Held
from synapse_module.spool import Decided, Spool, SpoolFullError
from synapse_module.watch import Watch
from tests.unit.registry.test_on_call import ORGS, PEOPLE

STUDENT = "@student:district.example"
WORDS = "I want to die"
AWAY = OperationalError("", {}, ConnectionError())


@dataclass
class Holder:
    """A snapshot of some age."""

    held: Held
    age: float = 0.0


@dataclass
class Api:
    """As much of Synapse as the judge asks: work is done at once."""

    server_name: str = "district.example"
    started: list[str] = field(default_factory=list)

    async def defer_to_threadpool(self, _: Any, work: Callable[..., Any], *given: Any) -> Any:
        return work(*given)

    def run_as_background_process(self, name: str, *_: Any, **__: Any) -> None:
        self.started.append(name)


@dataclass
class Recorder:
    """Keeps what is written; while `away`, nothing can be."""

    decisions: list[dict[str, Any]] = field(default_factory=list)
    alarms: list[Raised] = field(default_factory=list)
    away: bool = False
    process: str = "main"

    def write(self, decided: Decided) -> None:
        if self.away:
            raise AWAY
        if decided.alert is None:
            self.decisions.append(decided.payload)
        else:
            self.alarms.append(decided.alert)


@dataclass
class Bench:
    """A judge over fakes."""

    recorder: Recorder
    watch: Watch
    judge: Judge
    api: Api


@dataclass
class Disk:
    """A spool whose disk is full."""

    def put(self, _: Decided) -> None:
        raise SpoolFullError

    def __len__(self) -> int:
        return 0


def bench(
    *,
    snapshot: Snapshot | None = None,
    age: float = 0.0,
    away: bool = False,
    spool: Spool | None = None,
    slips: Slips | None = None,
) -> Bench:
    recorder, api = Recorder(away=away), Api()
    watching = Watch(recorder.write, cast(Any, Disk()) if spool is None else spool, slips)
    held = Held(
        snapshot=known() if snapshot is None else snapshot,
        confirmed=0.0,
        capture="working",
        capture_checked=0.0,
    )
    given = cast(Any, api)
    judge = Judge(
        given,
        system_account="@homeroom:district.example",
        holder=cast(Any, Holder(held, age)),
        recorder=cast(Any, recorder),
        watch_=watching,
        notices=Notices(given, "@homeroom:district.example"),
        threads=cast(Any, None),
        disk=cast(Any, None),
    )
    return Bench(recorder=recorder, watch=watching, judge=judge, api=api)


def decision(seq: int, state: State) -> Decision:
    return Decision(
        seq=seq,
        at=datetime.now(UTC),
        actor="test",
        subject=state.SUBJECT,
        key=state.key,
        state=encode(state),
        note="",
    )


def known() -> Snapshot:
    chain = OnCall(org="school", duties=(Duty(person="counselor"),))
    venue = Venue(
        id="family-1", kind="family", name="Family", room_id="!family:x", student="student"
    )
    policy = PolicyVersion(version="1", text=policy_text())
    states: list[State] = [policy, *PEOPLE, *ORGS.values(), chain, venue]
    return fold(Snapshot(), (decision(seq, state) for seq, state in enumerate(states, 1)))


def attempt(body: str = WORDS, room_id: str = "!room:x", **content: Any) -> dict[str, Any]:
    said = {"msgtype": "m.text", "body": body, **content}
    return {"sender": STUDENT, "room_id": room_id, "type": "m.room.message", "content": said}


def facts(age: float = 0.0, **changes: Any) -> EventFacts:
    party = Party(user_id=STUDENT, roles=frozenset({Role.STUDENT}), person="student")
    values: dict[str, Any] = {
        "registry": Registry(age_seconds=age),
        "sender": party,
        "type": "m.room.message",
        "state": False,
        "room": Room(venue="class", joined=Presence.of(party)),
        "text": (WORDS,),
        "findings": (Found("self_harm", "kill myself", 0),),
    }
    return EventFacts(**{**values, **changes})


async def said(at: Bench, given: EventFacts) -> str:
    """What the client is answered; empty where it may be said."""
    try:
        await at.judge.judge(given, given.sender, "$1", attempt())
    except SynapseError as refusal:
        return refusal.msg
    return ""


async def test_what_an_error_of_ours_kept_from_being_judged_is_on_record() -> None:
    at = bench()
    broken = facts(room=cast(Any, None))
    answer = await said(at, broken)
    assert "988" in answer
    assert "number" in answer
    (alarm,) = at.recorder.alarms
    assert alarm.rules == ("danger_self_harm",)
    assert alarm.people == ("student",)
    assert alarm.payload["attempt"]["content"]["body"] == WORDS
    assert at.api.started == ["homeroom_notice"]


async def test_an_event_that_could_not_even_be_seen_is_on_record() -> None:
    at = bench()
    try:
        raise KeyError
    except KeyError:
        refusal = await at.judge.failed("event", "$1", attempt("Good morning"))
    assert refusal.code == 403
    assert [d["reasons"][0]["rule"] for d in at.recorder.decisions] == ["error"]


async def test_words_that_cannot_be_read_are_looked_at_by_a_person() -> None:
    class Unreadable(dict[str, Any]):
        def __iter__(self) -> Any:
            raise ValueError

    at = bench()
    await at.judge.failed("event", "$1", {**attempt(), "content": Unreadable(x=1)})
    assert at.recorder.alarms[0].rules == ("danger_unread",)


async def test_with_no_registry_at_all_the_words_that_are_built_in_do() -> None:
    at = bench(snapshot=Snapshot(), age=float("inf"))
    answer = await said(at, facts(age=float("inf")))
    assert "988" in answer
    assert "Llama al 988" in answer
    assert "We cannot tell if an adult" in answer
    assert at.recorder.alarms


async def test_a_stale_registry_raises_the_alert_from_the_last_snapshot() -> None:
    at = bench(age=31.0)
    answer = await said(at, facts(age=31.0))
    assert "cannot check the school's rules" in answer
    assert "We cannot tell if an adult" in answer
    assert at.recorder.alarms[0].people == ("student",)


async def test_while_the_database_is_away_the_alert_waits_on_disk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also past the end of the process: another one finds it, and raises it once."""
    at = bench(away=True, spool=Spool(tmp_path / "spool"))
    answer = await said(at, facts())
    assert "cannot keep the record" in answer
    assert "988" in answer
    assert "We cannot tell if an adult" in answer
    assert "ALARM alert not recorded yet" in caplog.text
    assert WORDS not in caplog.text
    later = bench(away=True, spool=Spool(tmp_path / "spool"))
    with pytest.raises(OperationalError):
        later.watch.again()
    later.recorder.away = False
    later.watch.again()
    later.watch.again()
    at.recorder.away = False
    at.watch.again()
    assert not at.recorder.alarms
    (alarm,) = later.recorder.alarms
    assert (alarm.key, alarm.people, alarm.rules) == ("$1", ("student",), ("danger_self_harm",))
    # It is on record as what it became, not as what it would have been.
    assert alarm.payload["verdict"] == "refuse"
    assert [reason["rule"] for reason in alarm.payload["reasons"]] == ["unrecorded"]
    assert alarm.payload["attempt"]["content"]["body"] == WORDS
    assert "decided_at" in alarm.payload


@pytest.mark.parametrize("full", [False, True])
async def test_whoever_is_on_call_is_known_without_the_database(tmp_path: Path, full: bool) -> None:
    """The chain of the last snapshot, whom it is about by roster id, and no words or names."""
    slips = Slips(tmp_path / "slips")
    at = bench(away=True, spool=None if full else Spool(tmp_path / "spool"), slips=slips)
    await said(at, facts())
    ((file, slip),) = slips.waiting()
    assert (slip.about, slip.rules) == (("student",), ("danger_self_harm",))
    assert [each.person for each in slip.chain][:1] == ["counselor"]
    assert not {"student", "parent-teacher"} & {each.person for each in slip.chain}
    written = file.read_text(encoding="utf-8")
    assert WORDS not in written
    assert "Example" not in written


async def test_only_danger_has_a_slip(tmp_path: Path) -> None:
    slips = Slips(tmp_path / "slips")
    at = bench(away=True, spool=Spool(tmp_path / "spool"), slips=slips)
    await said(at, facts(findings=(), room=Room(venue=None)))
    reported = {"sender": STUDENT, "room_id": "!room:x", "content": {"reason": "He is rude"}}
    with pytest.raises(SynapseError):
        await at.judge.reported(reported, "$2", only_danger=False)
    assert slips.waiting() == []


async def test_a_folder_that_cannot_be_written_keeps_nobody_from_being_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    slips = Slips(tmp_path / "slips")
    (tmp_path / "slips").rmdir()
    at = bench(away=True, spool=Spool(tmp_path / "spool"), slips=slips)
    assert "988" in await said(at, facts())
    assert "ALARM nobody is told of danger meanwhile" in caplog.text


async def test_a_refusal_without_danger_waits_too(tmp_path: Path) -> None:
    at = bench(away=True, spool=Spool(tmp_path / "spool"))
    await said(at, facts(findings=(), room=Room(venue=None)))
    at.recorder.away = False
    at.watch.again()
    assert [d["reasons"][0]["rule"] for d in at.recorder.decisions] == ["designated_venue"]


async def test_where_the_disk_is_full_the_alert_waits_in_memory(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = bench(away=True)
    assert "988" in await said(at, facts())
    assert "1 wait in memory" in caplog.text
    with pytest.raises(OperationalError):
        at.watch.again()
    at.recorder.away = False
    at.watch.again()
    at.watch.again()
    assert [alarm.key for alarm in at.recorder.alarms] == ["$1"]


async def test_what_the_database_never_takes_is_in_nobodys_way(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spool = Spool(tmp_path / "spool")
    for key in ("bad", "good"):
        spool.put(Decided(key=key, payload={"key": key}))
    taken: list[str] = []

    def write(decided: Decided) -> None:
        if decided.key == "bad":
            raise ValueError(WORDS)
        taken.append(decided.key)

    Watch(write, spool).again()
    assert taken == ["good"]
    assert len(spool) == 1
    assert "ALARM a record on disk is not taken: ValueError" in caplog.text
    assert WORDS not in caplog.text


LEAVING = {"type": "m.room.member", "state": True, "membership": "leave", "target": facts().sender}


@pytest.mark.parametrize(
    ("change", "away", "answer"),
    [
        ({}, False, True),  # said and kept
        ({}, True, False),  # nothing can be kept: they leave without their words
        ({"registry": Registry(age_seconds=31)}, False, False),  # nor checked
        ({"registry": Registry(age_seconds=31)}, True, False),
    ],
)
async def test_leaving_goes_on_with_words_of_danger(
    tmp_path: Path, change: dict[str, Any], away: bool, answer: bool
) -> None:
    """Invariants 6 and 14: whoever leaves has left, and an adult is told why."""
    at = bench(away=away, spool=Spool(tmp_path / "spool"))
    given = facts(**{**LEAVING, "says": True, **change})
    assert await at.judge.lets_leave(given, given.sender, "$1", attempt()) is answer
    at.recorder.away = False
    at.watch.again()
    assert [alarm.rules for alarm in at.recorder.alarms] == [("danger_self_harm",)]


@pytest.mark.parametrize(
    "change",
    [
        {"registry": Registry(age_seconds=0, capture_working=False)},  # the leave itself not kept
        {"findings": (Found("phone", "202-555-0100", 0),)},  # they can leave without it
        {"membership": "join", "registry": Registry(age_seconds=31)},  # no leave
    ],
)
async def test_what_is_refused_for_what_it_says_stays_refused(change: dict[str, Any]) -> None:
    at = bench()
    given = facts(**{**LEAVING, "says": True, **change})
    with pytest.raises(SynapseError):
        await at.judge.lets_leave(given, given.sender, "$1", attempt())


async def test_the_truth_about_who_reads_now() -> None:
    on_call, nobody = known(), fold(known(), [decision(99, OnCall(org="school"))])
    assert "is on duty now" in await said(bench(snapshot=on_call), facts(room=Room(venue=None)))
    assert "No adult" in await said(bench(snapshot=nobody), facts(room=Room(venue=None)))


def test_a_message_seen_at_its_bridge_is_one_alert() -> None:
    ghost = Party(user_id="@_whatsapp_1:x", roles=frozenset({Role.GHOST}), network="whatsapp")
    mark: dict[str, Any] = {"district.homeroom.remote": {"network": "whatsapp", "id": "wamid.1"}}
    flag = Reason(rule="danger_abuse", clause="danger", danger=True)

    def source(sender: Party) -> str:
        content = {"attempt": attempt(room_id="!family:x", **mark)}
        made = watch.raised("$1", content, sender, (flag,), known())
        assert made is not None
        return made.source

    assert source(ghost) == "whatsapp:wamid.1"
    # Anybody else's mark is only words.
    assert source(facts().sender) == "event:$1"


def test_an_alert_of_a_family_room_is_about_its_student() -> None:
    flag = Reason(rule="danger_abuse", clause="danger", danger=True)
    guardian = Party(user_id="@_whatsapp_1:x", network="whatsapp")
    content = {"attempt": attempt(room_id="!family:x")}
    made = watch.raised("$1", content, guardian, (flag,), known())
    assert made is not None
    assert made.people == ("student",)


def test_no_flag_of_danger_no_alert() -> None:
    flag = Reason(rule="untrusted_network", clause="networks")
    made = watch.raised("$1", {"attempt": attempt()}, facts().sender, (flag,), known())
    assert made is None
