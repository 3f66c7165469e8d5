"""A draft is judged on the facts as they were; what cannot be known again is said, not guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.registry.model import Network, PolicyVersion, Venue
from homeroom.replay.attempts import Why
from tests.unit.replay.history import PEOPLE, ROOM, TEXT, District, person, user

NUMBER = "Call me at 202-555-0143"
SLOW = TEXT.replace("slow_mode_seconds: 0", "slow_mode_seconds: 30", 1)
NO_PHONES = TEXT.replace("    - phone\n", "")
DRAFTS = {
    "hours": TEXT.replace('"07:00-19:00"', '"07:00-12:00"'),
    "phones": NO_PHONES,
    "slow": SLOW,
    "silent": TEXT.replace("      post: [everyone]", "      post: [staff]", 1),
    "words": TEXT.replace("  words: {}", '  words: {profanity: ["homework"]}'),
    "zone": TEXT.replace("America/New_York", "Pacific/Auckland"),
    "staff": TEXT.replace("student: record", "student: refuse"),
}


def body(text: str) -> dict[str, str]:
    return {"msgtype": "m.text", "body": text}


names = st.sampled_from(list(PEOPLE))
said = st.sampled_from(["Hello", NUMBER, "I want to kill myself", "damn", "The homework is done"])
steps: dict[str, st.SearchStrategy[Any]] = {
    "say": st.tuples(names, said),
    "move": st.tuples(names, st.sampled_from(["invite", "join", "leave", "ban"]), names),
    "wait": st.sampled_from([1, 20, 40, 3600, 6 * 3600]),
    "lock": st.tuples(names, st.booleans()),
    "close": st.booleans(),
    "sign_in": st.tuples(names, st.sampled_from(["192.0.2.1", "203.0.113.9"])),
    "room": st.tuples(names, names, st.booleans()),
    "topic": st.tuples(names, said),
}
histories = st.lists(
    st.one_of(*(st.tuples(st.just(name), each) for name, each in steps.items())), max_size=40
)


def play(district: District, history: list[tuple[str, Any]]) -> None:
    """What people did, one after the other."""
    acts: dict[str, Callable[[Any], object]] = {
        "say": lambda a: district.send("m.room.message", body(a[1]), a[0]),
        "move": lambda a: district.send(
            "m.room.member", {"membership": a[1]}, a[0], state_key=user(a[2])
        ),
        "wait": lambda a: district.pass_by(seconds=a),
        "lock": lambda a: district.record(person(a[0], active=a[1])),
        "close": lambda a: district.record(
            Venue(id="v1", kind="class", name="x", room_id=ROOM, class_id="c1", active=a)
        ),
        "sign_in": lambda a: district.sign_in(*a),
        "room": lambda a: district.ask_for_room(
            a[0], {"is_direct": a[2], "invite": [user(a[1])], "name": "x"}
        ),
        "topic": lambda a: district.send("m.room.topic", {"topic": a[1]}, a[0], state_key=""),
    }
    for name, arguments in history:
        acts[name](arguments)


@settings(max_examples=60)
@given(histories, st.sampled_from([TEXT, SLOW]))
def test_the_policy_in_force_makes_no_difference_to_any_history(
    history: list[tuple[str, Any]], text: str
) -> None:
    district = District(text)
    play(district, history)
    tally = district.replayed(text).tally
    assert (dict(tally.changes), dict(tally.not_judged)) == ({}, {})
    decided = sum(row.kind == "decision" for row in district.rows)
    flagged = {r.key for r in district.rows if r.kind == "event"} & {
        r.key for r in district.rows if r.kind == "decision"
    }
    assert tally.judged == len(district.rows) - len(flagged)
    assert tally.then["flag"] + tally.then["refuse"] == decided
    assert tally.then == tally.draft


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_changes_what_it_would_have_changed(draft: str) -> None:
    """As the same talk goes in a district in which the draft is in force from the beginning."""
    talk: list[tuple[str, Any]] = [
        ("say", ("ada", "Hello")),
        ("say", ("ada", "damn")),
        ("wait", 20),
        ("say", ("ada", NUMBER)),
        ("say", ("ben", "The homework is done")),
        ("wait", 40),
        ("say", ("ada", "I want to kill myself")),
        ("say", ("teacher", "Hello")),
        ("sign_in", ("ada", "203.0.113.9")),
        ("wait", 3 * 3600),
        ("say", ("ada", "The homework is done")),
    ]
    district, other = District(TEXT), District(DRAFTS[draft])
    play(district, talk)
    play(other, talk)
    tally = district.replayed(DRAFTS[draft]).tally
    assert not tally.not_judged
    refused, flagged = _verdicts(other, "refuse"), _verdicts(other, "flag")
    assert (tally.draft["refuse"], tally.draft["flag"]) == (len(refused), len(flagged))
    was = _verdicts(district, "refuse")
    assert _named(tally, "newly_refused") == refused - was
    assert _named(tally, "no_longer_refused") == was - refused
    assert tally.changes.total() > 0


def test_counts_are_by_rule_venue_role_and_school() -> None:
    district = District()
    entry = district.send("m.room.message", body(NUMBER), "ada")
    report = district.replayed(NO_PHONES).tally.report(None, district.now)
    assert report.differences == report.changes["no_longer_refused"] == 1
    for counts, name in (
        (report.by_rule, "personal_information"),
        (report.by_venue, "class"),
        (report.by_role, "student"),
        (report.by_school, "s1"),
    ):
        assert [(c.name, c.no_longer_refused) for c in counts] == [(name, 1)]
    (example,) = report.examples["no_longer_refused"]
    assert (example.key, example.rules) == (entry, ("personal_information",))
    assert NUMBER not in repr(report)


def test_the_clock_is_that_of_the_record() -> None:
    """Whatever time an event itself names."""
    district = District()
    district.send("m.room.message", {**body("Hello"), "origin_server_ts": 0}, "ada")
    tally = district.replayed(DRAFTS["hours"]).tally
    assert tally.changes.total() == 0
    district.pass_by(hours=3)
    district.send("m.room.message", body("Hello"), "ada")
    assert district.replayed(DRAFTS["hours"]).tally.changes["newly_refused"] == 1


def test_the_registry_is_that_of_the_moment() -> None:
    """Somebody who has left since was somebody then; a network that was trusted is none now."""
    district = District()
    district.send("m.room.message", body(NUMBER), "ada")
    district.sign_in("principal", "203.0.113.9")
    district.pass_by(minutes=1)
    district.record(person("ada", active=False))
    district.record(Network(id="more", name="More", cidrs=("203.0.113.0/24",)))
    district.record(PolicyVersion(version="2", text=NO_PHONES))
    tally = district.replayed(NO_PHONES).tally
    assert tally.changes == {"no_longer_refused": 1}
    assert not tally.not_judged


def test_a_process_may_have_judged_by_the_registry_of_a_moment_ago() -> None:
    district = District()
    before = district.snapshot
    district.record(person("ada", active=False))
    now, district.snapshot = district.snapshot, before
    district.send("m.room.message", body("Hello"), "ada")
    district.snapshot = now
    assert not district.replayed(TEXT).tally.not_judged
    later = [replace(row, at=row.at + timedelta(minutes=1)) for row in district.rows[-1:]]
    district.rows[-1:] = later
    assert district.replayed(TEXT).tally.not_judged == {"differs": 1}


def test_what_came_before_the_window_is_known_and_not_counted() -> None:
    district = District(SLOW)
    district.send("m.room.message", body(NUMBER), "ada")
    district.send("m.room.message", body("Hello"), "ada")
    district.pass_by(seconds=5)
    since = district.now
    district.send("m.room.message", body("Hello again"), "ada")
    tally = district.replayed(TEXT, since=since).tally
    assert (tally.judged, dict(tally.changes)) == (1, {"no_longer_refused": 1})


def _spoiled(district: District, **change: Any) -> dict[Why, int]:
    """What is not judged of a history whose last entry is another."""
    district.rows[-1] = replace(district.rows[-1], **change)
    return dict(district.replayed(NO_PHONES).tally.not_judged)


def _decision(**change: Any) -> str:
    district = District()
    district.send("m.room.message", body(NUMBER), "ada")
    payload = json.loads(str(district.rows[-1].text))
    payload["decision"] |= change
    return json.dumps(payload)


CANNOT = [
    # disposed of
    (lambda: {"text": None}, "disposed"),
    # sealed as bare text
    (lambda: {"text": '{"decision": {"unparsed": "x"}}'}, "unparsed"),
    (lambda: {"text": _decision(attempt={"sender": "x"})}, "unparsed"),
    # looked at again by the guard of forks
    (lambda: {"text": _decision(reasons=[{"rule": "supervision_fork"}])}, "afterwards"),
    (lambda: {"text": _decision(reasons=[{"rule": "error"}])}, "error"),
    # somebody reported something that had passed
    (lambda: {"text": _decision(attempt={"sender": "x", "reported": {}})}, "afterwards"),
    # a version of the registry that is not there
    (lambda: {"text": _decision(registry_seq=9_999)}, "registry_unknown"),
    # what does not follow from the record: the message was refused, and something else was said
    (lambda: {"text": _decision(reasons=[{"rule": "hours"}])}, "differs"),
]


@pytest.mark.parametrize(("change", "why"), CANNOT)
def test_what_cannot_be_judged_again_is_said(
    change: Callable[[], dict[str, Any]], why: str
) -> None:
    district = District()
    district.send("m.room.message", body(NUMBER), "ada")
    assert _spoiled(district, **change()) == {why: 1}


def test_a_room_whose_beginning_was_not_kept_is_said() -> None:
    district = District()
    district.send("m.room.message", body("Hello"), "ada")
    district.rows[:-1] = []
    assert district.replayed(TEXT).tally.not_judged == {"room_unknown": 1}


def test_what_is_from_before_homeroom_is_not_judged_and_counts_for_who_is_there() -> None:
    district = District()
    district.send("m.room.member", {"membership": "leave"}, "ada", state_key=user("ada"))
    text = str(district.rows[-1].text).replace('{"event":', '{"adopted": {}, "event":')
    district.rows[-1] = replace(district.rows[-1], text=text)
    replay = district.replayed(TEXT)
    assert replay.tally.not_judged == {"adopted": 1}
    assert user("ada") not in replay._occupants.of(ROOM).joined


def test_what_waited_on_disk_has_the_time_of_its_decision() -> None:
    district = District()
    district.send("m.room.message", body(NUMBER), "ada")
    row = district.rows[-1]
    payload = json.loads(str(row.text))
    payload["decision"]["decided_at"] = row.at.isoformat()
    late = replace(row, at=row.at + timedelta(hours=12), text=json.dumps(payload))
    district.rows[-1] = late
    assert not district.replayed(TEXT).tally.not_judged


def test_an_event_that_the_homeserver_did_not_take_changes_no_room() -> None:
    district = District()
    district.send("m.room.member", {"membership": "leave"}, "ada", state_key=user("ada"))
    text = str(district.rows[-1].text).replace('"accepted"', '"rejected"')
    district.rows[-1] = replace(district.rows[-1], text=text)
    replay = district.replayed(TEXT)
    assert replay.tally.not_judged == {"not_taken": 1}
    assert user("ada") in replay._occupants.of(ROOM).joined


def test_a_stale_registry_stays_stale_under_any_draft() -> None:
    district = District()
    district.send("m.room.message", body(NUMBER), "ada")
    reasons = [{"rule": "personal_information"}, {"rule": "registry_stale"}]
    district.rows[-1] = replace(district.rows[-1], text=_decision(reasons=reasons))
    tally = district.replayed(NO_PHONES).tally
    assert tally.changes == {"for_other_rules": 1}


def test_an_office_request_may_have_changed_nothing() -> None:
    """Where the draft lets somebody read outside, and the record does not say what they did."""
    district = District()
    district.sign_in("principal", "203.0.113.9")
    attempt = {
        "sender": user("principal"),
        "request": True,
        "action": "administer",
        "address": "203.0.113.9",
    }
    reasons = [{"rule": "network_office_work"}]
    row = district.rows[-1]
    payload = json.loads(str(row.text))
    payload["decision"] |= {"attempt": attempt, "reasons": reasons}
    district.rows[-1] = replace(row, text=json.dumps(payload))
    words = "{sign_in: record, read: record, write: record, administer: read_only}"
    draft = TEXT.replace("    others: refuse", f"    principal: {words}\n    others: refuse")
    assert district.replayed(draft).tally.not_judged == {"unknown_request": 1}
    assert not district.replayed(TEXT).tally.not_judged


def _verdicts(district: District, verdict: str) -> set[str]:
    found = [(r.key, json.loads(str(r.text))) for r in district.rows if r.kind == "decision"]
    return {key for key, said in found if said["decision"]["verdict"] == verdict}


def _named(tally: Any, change: str) -> set[str]:
    return {example.key for example in tally.examples.get(change, ())}
