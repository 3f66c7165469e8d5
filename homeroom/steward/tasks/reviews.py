"""Tells senders what a reviewer answered, and those above them what is overdue."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from homeroom.policy.wording import Language
from homeroom.policy.wording.reviewing import OVERDUE, RELEASED, UPHELD
from homeroom.registry import on_call, reviews
from homeroom.registry.model import Person, Review, Waiver
from homeroom.registry.on_call import Directory
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.steward import notices
from homeroom.steward.task import Office, Task


class Reviews:
    """The task; it keeps the registry in memory, so that each look costs little."""

    def __init__(self) -> None:
        self._snapshot = Snapshot()

    def __call__(self, office: Office) -> None:
        """Each notice has a name of its own: told again after a crash, it is not sent again."""
        now = datetime.now(UTC)
        with office.engine.begin() as connection:
            answered = reviews.untold(connection)
            overdue = [r for r in reviews.pending(connection) if now > r.due and not r.escalated]
            if answered or overdue:
                self._snapshot = caught_up(connection, self._snapshot)
        known = self._snapshot.directory()
        for review in answered:
            self._answer(office, review, known)
        for review in overdue:
            _escalate(office, review, known)

    def _answer(self, office: Office, review: Review, known: Directory) -> None:
        sender = known.people.get(review.person)
        if sender is not None and sender.active and sender.user_id is not None:
            waiver = self._snapshot.states.get(Waiver.SUBJECT, {}).get(review.id)
            _tell(office, sender, _answered(review, waiver, sender.language), f"told-{review.id}")
        with office.engine.begin() as connection:
            reviews.note(connection, review.id, "told")


def _answered(review: Review, waiver: Waiver | None, language: Language) -> str:
    if review.state == "released" and waiver is not None:
        return RELEASED[language].format(until=f"{waiver.expires:%Y-%m-%d %H:%M}")
    return UPHELD[language].format(answer=review.answer)


def _escalate(office: Office, review: Review, known: Directory) -> None:
    """The principal of the school and the district's administrator learn of it."""
    for person in _above(review, known):
        page = f"{office.config.public_portal}/reviews/{quote(review.id, safe='')}"
        body = OVERDUE[person.language].format(page=page)
        _tell(office, person, body, f"overdue-{review.id}-{person.id}")
    with office.engine.begin() as connection:
        reviews.note(connection, review.id, "escalated")


def _above(review: Review, known: Directory) -> list[Person]:
    sender = known.people.get(review.person)
    near = set(on_call.places([review.person], known)) | set(sender.orgs if sender else ())
    return [
        person
        for person in known.people.values()
        if person.active
        and person.user_id is not None
        and set(person.roles) & reviews.ABOVE
        and set(person.orgs) & near
        and reviews.answers(review, person, known)
    ]


def _tell(office: Office, person: Person, body: str, transaction: str) -> None:
    account = str(person.user_id)
    notices.tell(office.homeserver, account, body, person.language, transaction=transaction)


TASK = Task(name="reviews", every_seconds=2.0, act=Reviews())
