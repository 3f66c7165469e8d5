"""RSMF: valid against the published schema, and every reference in it leads somewhere."""

from __future__ import annotations

import email
import io
import json
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import strict
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from homeroom.disclosure.formats import rsmf
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile

SCHEMA = json.loads((Path(__file__).parent / "data" / "rsmf_schema_2_0_0.json").read_text())
VALID = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
"""As Relativity publishes it."""


def opened(path: Path) -> tuple[EmailMessage, dict[str, Any], dict[str, bytes]]:
    """The mail, the manifest, and the files beside it."""
    mail = email.message_from_bytes(path.read_bytes(), policy=strict)
    assert isinstance(mail, EmailMessage)
    assert not [part.defects for part in mail.walk() if part.defects]
    assert mail["X-RSMF-Version"] == "2.0.0"
    assert len(mail["From"].addresses) == 1
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "rsmf.zip"
    with zipfile.ZipFile(io.BytesIO(attached.get_content())) as zipped:
        assert zipped.testzip() is None
        held = {name: zipped.read(name) for name in zipped.namelist()}
    return mail, json.loads(held.pop("rsmf_manifest.json")), held


def check(mail: EmailMessage, manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """What the schema does not say: each reference resolves, and headers tell the truth."""
    VALID.validate(manifest)
    events = manifest["events"]
    assert 0 < len(events) <= rsmf.MOST_EVENTS
    assert mail["X-RSMF-EventCount"] == str(len(events))
    assert mail["X-RSMF-AttachmentCount"] == str(len(files))
    people = [person["id"] for person in manifest["participants"]]
    assert len(set(people)) == len(people)
    conversations = {held["id"]: held for held in manifest["conversations"]}
    ids = [event["id"] for event in events]
    assert len(set(ids)) == len(ids)
    assert all(set(held["participants"]) <= set(people) for held in conversations.values())
    for event in events:
        assert event["conversation"] in conversations
        assert event.get("parent", event["id"]) in ids
        assert set(named(event)) <= set(people)
    shown = {held["id"] for event in events for held in event.get("attachments", [])}
    assert shown == set(files)
    assert len({event["timestamp"][:10] for event in events}) == 1
    for held in conversations.values():
        check_members(held, events)


def check_members(conversation: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """Who does something was there at the first event, or has come since."""
    present = set(conversation["participants"])
    for event in events:
        if event["type"] == "join":
            present.add(event["participant"])
        assert set(named(event)) <= present


def named(event: dict[str, Any]) -> Iterator[str]:
    if "participant" in event:
        yield event["participant"]
    for edit in event.get("edits", []):
        yield edit["participant"]
    for reaction in event.get("reactions", []):
        assert reaction["count"] >= len(reaction["participants"])
        yield from reaction["participants"]


def every_record(manifests: list[dict[str, Any]]) -> set[str]:
    """The Bates numbers of all events, edits and reactions."""
    events = [event for manifest in manifests for event in manifest["events"]]
    kept = {"Edit", "Reaction"}
    own = {c["value"] for event in events for c in event["custom"] if c["name"] in kept}
    return own | {event["id"] for event in events}


@given(talk=hostile.talks(most=10))
@settings(max_examples=30, deadline=None)
def test_whatever_is_said_files_are_valid_and_references_resolve(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "rsmf") as folder:
        found = [opened(path) for path in sorted(folder.rglob("*.rsmf"))]
        kept = hostile.records(folder)
    for each in found:
        check(*each)
    messages = [record for record in kept if record["header"]["kind"] != "media"]
    assert len(every_record([manifest for _, manifest, _ in found])) == len(messages)
    assert sorted(data for _, _, files in found for data in files.values()) == sorted(talk.files)


def test_edits_reactions_and_deletions_are_on_their_message(tmp_path: Path) -> None:
    about = {"event_id": "$event1", "rel_type": "m.annotation", "key": "👍"}
    likes = [
        ("event", small.event(20 + n, who, {"m.relates_to": about}, type="m.reaction"))
        for n, who in enumerate([small.TEACHER, small.STUDENT])
    ]
    join = {"type": "m.room.member", "state_key": "@new:district.example"}
    came = small.event(30, "@new:district.example", {"membership": "join"}, **join)
    folder = hostile.write(tmp_path / "p", hostile.small_talk(*likes, ("event", came)), ["rsmf"])
    (path,) = folder.rglob("*.rsmf")
    mail, manifest, files = opened(path)
    check(mail, manifest, files)
    first, second = manifest["events"][:2]
    names = {person["id"]: person["display"] for person in manifest["participants"]}
    assert first["deleted"] is True
    assert first["body"].startswith("Page 12, please.")
    assert second["parent"] == first["id"]
    assert second["body"] == "I have a question, sorry"
    (edit,) = second["edits"]
    assert (edit["previous"], edit["new"]) == ("I have a questoin", "I have a question, sorry")
    (reaction,) = second["reactions"]
    assert (reaction["value"], reaction["count"]) == ("👍", 2)
    assert [names[one] for one in reaction["participants"]] == ["Ana Ortega", "Maya Flores"]
    refused = manifest["events"][2]
    assert refused["body"].startswith("Refused:")
    assert files == {"DEMO-2026-0001-1-0000006.png": small.PICTURE}
    assert manifest["events"][-1]["type"] == "join"
    assert manifest["events"][-1]["participant"] not in manifest["conversations"][0]["participants"]


def test_a_room_is_split_by_day_and_number_of_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rsmf.MOST_EVENTS == 10_000  # as the specification has it
    monkeypatch.setattr(rsmf, "MOST_EVENTS", 4)
    day = 24 * 3600
    said = [
        ("event", small.event(n + (day if n > 5 else 0), small.STUDENT, small.text(f"m{n}")))
        for n in range(9)
    ]
    talk = hostile.Talk(payloads=said, files=[], people={}, rooms={})
    folder = hostile.write(tmp_path / "p", talk, ["rsmf"])
    found = [opened(path) for path in sorted(folder.rglob("*.rsmf"))]
    for each in found:
        check(*each)
    assert [len(manifest["events"]) for _, manifest, _ in found] == [4, 2, 3]
    assert len({manifest["eventcollectionid"] for _, manifest, _ in found}) == 1
