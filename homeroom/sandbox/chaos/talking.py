"""People who talk all the time: each message again, under its id, until it is answered.

A real client does the same, so what is acknowledged is known, and nothing is said twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any

import httpx

from homeroom.errors import HomeroomError
from homeroom.sandbox.chaos.ledger import Ledger
from homeroom.sandbox.tour.matrix import Somebody

BREATH = 0.1
AGAIN = 0.3
ANSWERED_WITHIN = 90.0


@dataclass(slots=True, kw_only=True)
class Crowd:
    """The threads of a run: one a person, and one browser at the portal."""

    ledger: Ledger
    places: dict[str, Any]
    _ending: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, clients: int) -> None:
        """Sign in so many members of the first class, and have all of them talk."""
        first = self.places["classes"][0]
        members = [first["teacher"], *first["students"]]
        accounts = {account["user_id"]: account for account in self.places["accounts"]}
        present = [accounts[user_id] for user_id in members if user_id in accounts]
        for number in range(clients):
            person = Somebody(self.places["homeserver"], present[number % len(present)])
            if not person.sign_in().is_success:
                raise HomeroomError(f"{person.name} could not sign in")
            self._begin(self._talk, person, first["room_id"])
        admin = next(account for account in self.places["accounts"] if account["role"] == "admin")
        self._begin(self._decide, admin)

    def end(self) -> None:
        """Everybody hears the answer to what they said last, and goes."""
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _begin(self, what: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=what, args=arguments)
        thread.start()
        self._threads.append(thread)

    def _talk(self, person: Somebody, room_id: str) -> None:
        while not self._ending.wait(BREATH):
            body = self.ledger.words()
            path = f"/rooms/{room_id}/send/m.room.message/{body}"
            self._until_answered(person, path, body)
        person.close()

    def _until_answered(self, person: Somebody, path: str, body: str) -> None:
        deadline = monotonic() + ANSWERED_WITHIN
        while monotonic() < deadline:
            self.ledger.attempt()
            content = {"msgtype": "m.text", "body": body}
            answer = _asked(partial(person.call, "PUT", path, content))
            if answer is not None and self._is_final(answer, body):
                return
            sleep(AGAIN)
        self.ledger.unsure.append(body)

    def _is_final(self, answer: httpx.Response, body: str) -> bool:
        status = answer.status_code
        if answer.is_success:
            self.ledger.acknowledge(body, answer.json()["event_id"])
        elif status == HTTPStatus.FORBIDDEN:
            self.ledger.refused.append(body)
        elif status < 500 and status != HTTPStatus.TOO_MANY_REQUESTS:
            self.ledger.surprises.append(f"{status} {answer.text[:200]}")
        return answer.is_success or status == HTTPStatus.FORBIDDEN

    def _decide(self, admin: dict[str, Any]) -> None:
        """Somebody places holds; what was not answered may have been done, and is not repeated."""
        signing_in = {"account": admin["user_id"], "password": admin["password"]}
        with httpx.Client(
            base_url=self.places["portal"],
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=30,
        ) as browser:
            while not self._ending.wait(BREATH):
                reason = self.ledger.words()
                form = {"name": "Chaos", "reason": reason, "words": reason}
                answer = _asked(partial(browser.post, "/holds", data=form))
                where = answer.headers.get("location", "") if answer is not None else ""
                placed = "hold_placed" in where
                (self.ledger.held if placed else self.ledger.unsure_held).append(reason)
                if "/login" in where:
                    _asked(partial(browser.post, "/login", data=signing_in))


def _asked(ask: Callable[[], httpx.Response]) -> httpx.Response | None:
    """The answer; None where the line went dead."""
    try:
        return ask()
    except httpx.TransportError:
        return None
