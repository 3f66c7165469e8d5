"""Requests for records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

Law = Literal["ferpa", "records", "foia", "subpoena", "litigation", "internal", "audit"]
RequestState = Literal["received", "scoped", "produced", "released", "closed", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for records about a student."""

    SUBJECT: ClassVar[str] = "request"
    id: str
    about: str
    """Person id of the student."""
    law: Law
    requester: str
    requested_by: str | None = None
    """Person id of the requester, where it is somebody of the roster."""
    received: datetime
    state: RequestState = "received"
    text: str = ""
    clock: str = ""
    """Name of the terms by which it is answered, in `deadlines.yaml`; empty where none is named."""
    done: Mapping[str, datetime] = field(default_factory=dict)
    """Steps of the clock that were taken, by name, and when."""
    extended: str = ""
    """Why more time was taken; empty: none was."""
    answered: datetime | None = None
    """When it was released, denied or closed."""
    mentions: str | None = None
    """The student's names as the index is asked. While the request is open and this is None,
    nothing at all is disposed of."""

    @property
    def key(self) -> str:
        return self.id
