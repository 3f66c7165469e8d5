"""The stage of the tour: who plays, and the public interfaces that they have."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from homeroom.errors import HomeroomError, InputError
from homeroom.sandbox import endpoints, instance
from homeroom.sandbox.tour.matrix import Somebody


@dataclass(slots=True, kw_only=True)
class Stage:
    """What the scenes share: the running demo, and what an earlier scene left for a later one."""

    data: Path
    folder: Path
    """Where the tour puts what it makes."""
    places: dict[str, Any]
    found: dict[str, Any] = field(default_factory=dict)
    _people: dict[str, Somebody] = field(default_factory=dict)

    def account(self, user_id: str) -> dict[str, Any]:
        return next(a for a in self.places["accounts"] if a["user_id"] == user_id)

    def signed_in(self, user_id: str) -> Somebody:
        """A person at a client, signed in once."""
        if user_id not in self._people:
            person = Somebody(self.places["homeserver"], self.account(user_id))
            self._people[user_id] = person
            check(person.sign_in().is_success, f"{person.name} could not sign in")
        return self._people[user_id]

    @property
    def classroom(self) -> dict[str, Any]:
        """The first class."""
        first: dict[str, Any] = self.places["classes"][0]
        return first

    @property
    def teacher(self) -> Somebody:
        return self.signed_in(self.classroom["teacher"])

    @property
    def student(self) -> Somebody:
        return self.signed_in(self.classroom["students"][0])

    @property
    def whatsapp(self) -> dict[str, Any]:
        found: dict[str, Any] = self.places["bridges"]["whatsapp"]
        return found

    def whatsapp_says(self, phone: str, name: str, text: str) -> None:
        """Somebody types on their phone: the sandbox sends the signed webhook."""
        message = {"from": phone, "name": name, "text": text}
        answer = httpx.post(f"{self.whatsapp['sandbox']}/inbound", json=message, timeout=30)
        check(answer.is_success, f"the WhatsApp sandbox answered {answer.status_code}")

    def whatsapp_received(self, text: str) -> bool:
        """Has WhatsApp been given this text to deliver?"""
        return text in httpx.get(self.whatsapp["log"], timeout=30).text

    def command(self, *words: str, status: int = 0) -> str:
        """Run `homeroom …` as a person would, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "homeroom", *words, "--data", str(self.data)],
            capture_output=True,
            text=True,
            check=False,
        )
        said = f"{done.stdout}{done.stderr}".strip()[-500:]
        check(done.returncode == status, f"`homeroom {' '.join(words)}` ended so: {said}")
        return done.stdout

    def asks(self, *words: str) -> Any:
        """As `command`, with `--json`, parsed."""
        return json.loads(self.command(*words, "--json"))

    def close(self) -> None:
        for person in self._people.values():
            person.close()


def check(holds: Any, otherwise: str) -> None:
    """One assertion of the tour; `HomeroomError` says what was not so."""
    if not holds:
        raise HomeroomError(otherwise)


def set_up(data: Path, folder: Path) -> Stage:
    """The stage in a running demo; `InputError` where none runs."""
    if not instance.read_status(data)["ready"]:
        raise InputError(f"{data}: nothing runs here; start it with `homeroom up` first")
    places = endpoints.read(data)
    if not places.get("classes"):
        raise InputError(f"{data}: has no demo district; start without --no-demo")
    return Stage(data=data, folder=folder, places=places)
