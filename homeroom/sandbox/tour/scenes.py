"""The scenes of the tour, in their order. Each returns one line: what happened."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from homeroom.sandbox.tour.matrix import Somebody, eventually, notices
from homeroom.sandbox.tour.stage import Stage, check

STRANGER = "127.0.0.2"
NUMBER = "202-555-0143"
REASONS = "district.homeroom.reasons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One step: a title, what it does, and where a person looks to see it."""

    title: str
    play: Callable[[Stage], str]
    look: str


def a_class_talks(stage: Stage) -> str:
    """Teacher and student write in their class room, and read each other."""
    teacher, student, room = stage.teacher, stage.student, stage.classroom["room_id"]
    question = f"Which planet has the most moons? ({uuid.uuid4().hex[:6]})"
    stage.found["question"] = question
    check(teacher.send(room, question).is_success, "the teacher could not write")
    eventually("the student reads the question", lambda: student.reads(room, question))
    answer = "Saturn, I think."
    check(student.send(room, answer).is_success, "the student could not answer")
    eventually("the teacher reads the answer", lambda: teacher.reads(room, answer))
    return f"{teacher.name} asked and {student.name} answered in {stage.classroom['title']}."


def a_number_is_refused(stage: Stage) -> str:
    """A phone number never reaches the room; the student is told why."""
    student, room = stage.student, stage.classroom["room_id"]
    body = f"Call me at {NUMBER}"
    refused = student.send(room, body)
    rules = _refused_by(refused, "a phone number was not refused")
    check("personal_information" in rules, f"refused by {rules}")
    check(student.reads(room, body) is None, "the number reached the room")
    text = refused.json()["error"]
    eventually("the notice arrives", lambda: text in "\n".join(notices(student)))
    return f"Refused before delivery, with a notice: “{text}”"


def a_stranger_is_refused(stage: Stage) -> str:
    """From outside the trusted networks there is no sign-in, and no request with a stolen token."""
    outside = Somebody(stage.places["homeserver"], stage.student.account, address=STRANGER)
    sign_in = outside.sign_in()
    check("trusted_network" in _refused_by(sign_in, "sign-in from outside"), "another rule refused")
    outside.use(stage.student.token)
    request = outside.call("GET", "/joined_rooms")
    check(request.status_code == 403, f"a stolen token got {request.status_code} from outside")
    outside.close()
    return f"Sign-in and a stolen token are refused from {STRANGER}."


def an_encrypted_room_is_refused(stage: Stage) -> str:
    """What could not be read could not be kept."""
    room = stage.classroom["room_id"]
    algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
    teacher = stage.teacher
    switched = teacher.call("PUT", f"/rooms/{room}/state/m.room.encryption", algorithm)
    check(switched.status_code == 403, f"encryption was answered {switched.status_code}")
    initial = [{"type": "m.room.encryption", "state_key": "", "content": algorithm}]
    made = teacher.call("POST", "/createRoom", {"initial_state": initial})
    check("no_encryption" in _refused_by(made, "an encrypted room"), "another rule refused")
    return "Neither the class room nor a new room can be encrypted."


def it_is_all_kept(stage: Stage) -> str:
    """What was said and what was refused are in the archive, under a signed checkpoint."""
    question = stage.found["question"]
    word = question.rpartition("(")[2].rstrip(")")
    rows = eventually("the question is archived", lambda: _search(stage, word))
    check(rows[0]["text"].startswith(question), "the search found something else")
    refused = eventually("the refusal is archived", lambda: _search(stage, NUMBER, "decision"))
    stage.found["checkpoint"] = stage.folder / "checkpoint.txt"
    stage.command("archive", "checkpoint", "--out", str(stage.found["checkpoint"]))
    return f"Entry {rows[0]['entry']} is the question, entry {refused[0]['entry']} the refusal."


def a_parent_waits(stage: Stage) -> str:
    """A guardian writes from WhatsApp; without a consent the message waits."""
    guardian = stage.found["guardian"] = _guardian_without_consent(stage)
    text = stage.found["text"] = f"Is there homework for Friday? ({uuid.uuid4().hex[:6]})"
    stage.whatsapp_says(guardian["phone"], guardian["name"], text)
    waiting = eventually("the message is in quarantine", lambda: _waiting(stage))
    check(not stage.teacher.reads_anywhere(text), "the message came through without consent")
    return f"{guardian['name']} wrote; the message waits: {waiting['reason']}."


def a_consent_releases(stage: Stage) -> str:
    """The consent is recorded, and the message is delivered to the teacher."""
    guardian, text, teacher = stage.found["guardian"], stage.found["text"], stage.teacher
    words = ("--student", guardian["student_id"], "--tool", "whatsapp")
    made = stage.asks("consent", "record", *words)
    stage.found["consent"] = made[0]["id"]

    def arrived() -> str | None:
        for room in teacher.invitations():
            teacher.join(room)
        return teacher.reads_anywhere(text)

    stage.found["family_room"] = eventually("the message is released", arrived)
    return f"Consent for {guardian['student']} is recorded; {teacher.name} has the message."


def the_teacher_answers(stage: Stage) -> str:
    """The answer goes out through the Cloud API to the guardian's phone."""
    answer = f"Yes, page 12. ({uuid.uuid4().hex[:6]})"
    sent = stage.teacher.send(stage.found["family_room"], answer)
    check(sent.is_success, f"the answer was refused: {sent.text}")
    eventually("WhatsApp gets the answer", lambda: stage.whatsapp_received(answer))
    return "WhatsApp was given the answer to deliver."


def a_revocation_acts(stage: Stage) -> str:
    """The consent is revoked, and from then on nothing crosses."""
    stage.command("consent", "revoke", stage.found["consent"], "--note", "end of the tour")
    room, teacher = stage.found["family_room"], stage.teacher

    def refused() -> bool:
        return teacher.send(room, "Is this still going out?").status_code == 403

    eventually("the revocation acts", refused, seconds=4)
    return "Two seconds after the revocation the same room refuses."


def a_request_is_answered(stage: Stage) -> str:
    """A records request about the student is opened, scoped and produced."""
    student = stage.student
    made = stage.asks(
        *("request", "open", "--about", student.user_id),
        *("--law", "ferpa", "--requester", "The guardian"),
    )
    request = (made[0] if isinstance(made, list) else made)["id"]
    stage.command("request", "scope", request)
    production = stage.found["production"] = stage.folder / "production"
    shutil.rmtree(production, ignore_errors=True)
    stage.command("request", "produce", request, "--out", str(production))
    stage.found["request"] = request
    records = (production / "records.jsonl").read_text(encoding="utf-8")
    check(stage.found["question"] in records, "the production lacks what the class said")
    return f"The production about {student.name} has {len(records.splitlines())} records."


def it_proves_itself(stage: Stage) -> str:
    """Anybody can check the production with Python alone, offline."""
    check(_verify(stage) == 0, "the production did not verify")
    stage.command("archive", "verify", "--against", str(stage.found["checkpoint"]))
    return "verify.py, with the standard library only, finds nothing wrong."


def a_changed_byte_is_found(stage: Stage) -> str:
    """One byte is changed, and found; the original is put back."""
    records = stage.found["production"] / "records.jsonl"
    original = records.read_bytes()
    place = original.index(b"Saturn")
    records.write_bytes(original[:place] + b"B" + original[place + 1 :])
    found = _verify(stage)
    records.write_bytes(original)
    check(found == 1, f"the changed byte was not found (status {found})")
    check(_verify(stage) == 0, "the original did not verify again")
    return "“Saturn” became “Baturn” in one record, and verify.py found it."


def it_is_handed_over(stage: Stage) -> str:
    """A requester without an account takes what was released: by a link, a passcode, and once."""
    request = stage.found["request"]
    stage.command("request", "identity", request, "in_person")
    stage.command("request", "release", request)
    link = stage.asks("request", "link", request)
    with httpx.Client(timeout=60, headers={"Origin": stage.places["portal"]}) as anybody:
        check(anybody.get(link["link"]).is_success, "the link does not open")
        wrong = anybody.post(link["link"], data={"passcode": "00000000"})
        check(wrong.status_code == 403, f"a wrong passcode got {wrong.status_code}")
        taken = anybody.post(link["link"], data={"passcode": link["passcode"]})
        check(taken.is_success, f"the download answered {taken.status_code}")
        again = anybody.post(link["link"], data={"passcode": link["passcode"]})
        check(again.status_code == 410, f"a second download got {again.status_code}")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as held:
        files = len(held.namelist())
    return f"{files} files were downloaded with link and passcode; a second time there is nothing."


SCENES = (
    Scene(title="A class talks", play=a_class_talks, look="the class room in Element"),
    Scene(
        title="A phone number is refused",
        play=a_number_is_refused,
        look="“Homeroom notices”, as the student",
    ),
    Scene(
        title="A stranger's network is refused",
        play=a_stranger_is_refused,
        look="the portal: Archive, kind “decision”",
    ),
    Scene(
        title="An encrypted room is refused",
        play=an_encrypted_room_is_refused,
        look="the portal: Archive, kind “decision”",
    ),
    Scene(title="It is all kept", play=it_is_all_kept, look="the portal: Archive"),
    Scene(
        title="A parent writes from WhatsApp, and waits",
        play=a_parent_waits,
        look="the portal: Quarantine",
    ),
    Scene(
        title="A consent releases the message",
        play=a_consent_releases,
        look="the family room in Element, as the teacher",
    ),
    Scene(
        title="The teacher answers", play=the_teacher_answers, look="the WhatsApp sandbox's phone"
    ),
    Scene(title="A revocation acts at once", play=a_revocation_acts, look="the portal: Consents"),
    Scene(
        title="A records request is answered",
        play=a_request_is_answered,
        look="records.html in the production's folder",
    ),
    Scene(
        title="The production proves itself",
        play=it_proves_itself,
        look="`python3 -I -S verify.py` in the production's folder",
    ),
    Scene(
        title="One changed byte is found",
        play=a_changed_byte_is_found,
        look="the same, after changing a byte yourself",
    ),
    Scene(
        title="The copy is handed over, once",
        play=it_is_handed_over,
        look="the portal: Requests, what was handed over",
    ),
)


def _refused_by(answer: Any, otherwise: str) -> list[str]:
    check(answer.status_code == 403, f"{otherwise}: answered {answer.status_code}, not 403")
    return [reason["rule"] for reason in answer.json().get(REASONS, [])]


def _search(stage: Stage, query: str, kind: str | None = None) -> list[dict[str, Any]]:
    only = ("--kind", kind) if kind else ()
    found = stage.asks("archive", "search", query, *only, "--limit", "5")
    rows: list[dict[str, Any]] = found["rows"] if isinstance(found, dict) else found
    return rows


def _guardian_without_consent(stage: Stage) -> dict[str, Any]:
    covered = {
        row["name"]
        for row in stage.asks("consent", "list")
        if row["tool"] == "whatsapp" and row["state"] == "granted"
    }
    students = {stage.account(user)["name"] for user in stage.classroom["students"]}
    people: list[dict[str, Any]] = stage.places["guardians"]
    return next(g for g in people if g["student"] in students - covered)


def _waiting(stage: Stage) -> dict[str, Any] | None:
    phone = stage.found["guardian"]["phone"]
    rows = stage.asks("bridge", "quarantine")
    return next((row for row in rows if phone.lstrip("+") in str(row["from"])), None)


def _verify(stage: Stage) -> int:
    """As an outsider runs it: no environment, no packages."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=stage.found["production"],
        capture_output=True,
        check=False,
        env={"PATH": os.environ.get("PATH", "")},
    )
    return done.returncode
