"""Where ciphertext lies: a folder or a bucket, both seen as objects under a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from homeroom.errors import HomeroomError


class MediaError(HomeroomError):
    """A file that cannot be kept or had now; it is tried again."""


class ObjectMissingError(MediaError):
    """There is no object of that name."""


class Readable(Protocol):
    """What an object is made of: `read` gives up to so many bytes, none at the end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Opened(Readable, Protocol):
    """What is being read of an object."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An object as its place lists it."""

    name: str
    at: datetime
    """When it was put."""
    size: int


class Objects(Protocol):
    """A place for objects. Each method raises `MediaError` where the place cannot do it now.

    A name is used once: `put` never replaces an object that somebody may need.
    """

    def put(self, name: str, content: Readable, size: int) -> None:
        """Write an object whole, durable before this returns; an error of `content` passes."""

    def open(self, name: str) -> Opened:
        """The object's bytes, to be closed; `ObjectMissingError` where there is none."""

    def exists(self, name: str) -> bool: ...

    def listed(self) -> Iterator[Listed]:
        """Every object, in the order of their names, and what was left half written before."""

    def delete(self, name: str) -> None:
        """Remove an object in all its versions; nothing where there is none."""
