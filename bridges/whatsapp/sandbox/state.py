"""What the emulator knows: contacts with their 24-hour windows, messages, media, faults to come."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WINDOW = timedelta(hours=24)
URL_LIFE = timedelta(minutes=5)


@dataclass(slots=True, kw_only=True)
class Contact:
    """Somebody's phone."""

    phone: str
    name: str
    user_id: str
    wrote: float | None = None
    """When they last wrote, by the emulator's clock: seconds since the epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file, from either side."""

    id: str
    mime: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True, kw_only=True)
class Mode:
    """How unruly the emulator is; everything off at first."""

    duplicate: int = 1
    """How often each webhook is sent."""
    reorder: int = 1
    """So many webhooks are held back and sent in reverse."""
    batch: int = 1
    """So many changes in one webhook."""
    pair_seconds: float = 0.0
    """The least time between two messages to one number, else 131056."""
    lose_answers: int = 0
    """So many sends are carried out, and the connection closed instead of answered."""


@dataclass(slots=True, kw_only=True)
class Sandbox:
    """One business number and the phones around it. `file` keeps contacts and log, if given."""

    phone_number_id: str
    token: str
    app_secret: str
    webhook: str
    version: str = "v23.0"
    display_number: str = "12025550100"
    file: Path | None = None
    guardians: Path | None = None
    """An `endpoints.json` whose guardians the page offers."""
    contacts: dict[str, Contact] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, Stored] = field(default_factory=dict)
    urls: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    faults: deque[int] = field(default_factory=deque)
    mode: Mode = field(default_factory=Mode)
    advanced: timedelta = timedelta()

    def now(self) -> datetime:
        """The emulator's clock, which can be put forward."""
        return datetime.now(UTC) + self.advanced

    def contact(self, phone: str, name: str = "") -> Contact:
        """The phone with this number (digits), known from now on."""
        known = self.contacts.get(phone)
        if known is None:
            number = int(hashlib.sha256(phone.encode()).hexdigest()[:15], 16)
            known = Contact(phone=phone, name=name or phone, user_id=f"US.{number}")
            self.contacts[phone] = known
        known.name = name or known.name
        return known

    def find(self, to: str) -> Contact | None:
        """A contact by number or by business-scoped user id."""
        number = to.removeprefix("+")
        return next((c for c in self.contacts.values() if number in (c.phone, c.user_id)), None)

    def window_open(self, contact: Contact) -> bool:
        """Whether a free-form message may be sent: they wrote within the last 24 hours."""
        if contact.wrote is None:
            return False
        return self.now() - datetime.fromtimestamp(contact.wrote, UTC) < WINDOW

    def store(self, content: bytes, mime: str) -> Stored:
        stored = Stored(id=str(secrets.randbelow(10**15)), mime=mime, content=content)
        self.media[stored.id] = stored
        return stored

    def url_of(self, media_id: str) -> str:
        """A fresh key for the address of a file; it lives 5 minutes."""
        key = secrets.token_urlsafe(16)
        self.urls[key] = (media_id, self.now() + URL_LIFE)
        return key

    def opened(self, key: str) -> Stored | None:
        """The file behind an address, if it has not expired."""
        media_id, expires = self.urls.get(key, ("", self.now()))
        return self.media.get(media_id) if self.now() < expires else None

    def too_soon(self, contact: Contact) -> bool:
        """Whether the pair rate is exceeded by one more message to this contact."""
        last = next((sent for sent in reversed(self.log) if sent["to"] == contact.phone), None)
        return last is not None and self.now().timestamp() - last["at"] < self.mode.pair_seconds

    def save(self) -> None:
        """Keep contacts and log over a restart."""
        if self.file is not None:
            content = {"contacts": [asdict(c) for c in self.contacts.values()], "log": self.log}
            unfinished = self.file.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(content), encoding="utf-8")
            unfinished.chmod(0o600)
            unfinished.rename(self.file)

    def restore(self) -> None:
        """Read what `save` kept."""
        if self.file is not None and self.file.exists():
            content = json.loads(self.file.read_text(encoding="utf-8"))
            self.contacts = {c["phone"]: Contact(**c) for c in content["contacts"]}
            self.log = content["log"]

    def suggested(self) -> Iterator[tuple[str, str]]:
        """Numbers (digits) and names that the page offers."""
        try:
            content = json.loads(self.guardians.read_text()) if self.guardians else {}
        except (OSError, ValueError):
            content = {}
        for guardian in content.get("guardians", []):
            about = f"{guardian['name']}, for {guardian.get('student', '')}"
            yield str(guardian["phone"]).removeprefix("+"), about


def new_message_id() -> str:
    """An id as the vendor gives."""
    return f"wamid.{secrets.token_urlsafe(24)}"
