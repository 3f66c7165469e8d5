"""What a network has to be: one folder that offers this, and nothing else the base must know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from bridges.base.model import Alias, MediaFile, MediaReference, Message, Outgoing, Received, Status


class UnreadableError(Exception):
    """A stored body or message that cannot be understood: it is set aside with this reason."""


class VendorError(Exception):
    """The vendor, or the way to it, did not do what was asked. The text is for a person."""

    def __init__(self, reason: str, *, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class TryLaterError(VendorError):
    """Nothing was done, and the same call may succeed later."""


class UnsureError(VendorError):
    """The answer was lost: the vendor may have done it. Only a status can tell."""


class StopError(VendorError):
    """Trying again would be wrong."""


class StopAllError(StopError):
    """Wrong for every message, as a revoked access token is: somebody must act."""


class CrossingRefusedError(VendorError):
    """The district does not let it cross, now; asked before each call that carries content."""


Guard = Callable[[], Awaitable[None]]
"""Asks whether it may cross, now; `CrossingRefusedError` if not."""


class Network(Protocol):
    """An outside messenger with an official interface."""

    name: str
    """The tool's id in the registry, and part of every ghost's name."""
    title: str
    media_limit: int
    """Bytes of the largest file that is carried."""

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the vendor sent exactly these bytes; in constant time, before any parsing."""
        ...

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """The answer to the vendor's verification request, or None to refuse it."""
        ...

    def open(self, body: bytes) -> tuple[Received, ...]:
        """Everything in a webhook body, `UnreadableError` where it is none. Pure."""
        ...

    def message(self, payload: str) -> Message:
        """A received message from its payload, `UnreadableError` where it is none. Pure."""
        ...

    def status(self, payload: str) -> Status:
        """A received status from its payload, `UnreadableError` where it is none. Pure."""
        ...

    async def fetch(self, media: MediaReference) -> MediaFile:
        """A file from the vendor, its checksum compared; `VendorError`."""
        ...

    async def send(
        self,
        to: Alias,
        message: Outgoing,
        *,
        file: MediaFile | None,
        relates_to: str | None,
        guard: Guard,
    ) -> str:
        """Send, and return the remote id; `VendorError` says what to do where it fails.

        `relates_to` is the remote id of what `message.relates_to` names; `guard` is awaited
        immediately before each call that carries anything of the message (invariant 5).
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
