"""Suspected sexual images of minors: sealed at once, and what was done about each since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

ImageAct = Literal["reported", "handed_over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageStep:
    """That it was reported, or handed over by law: to whom, under which number, by whom."""

    act: ImageAct
    to: str
    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedImage:
    """The media of one message, which nobody sees any more; the same bytes elsewhere neither."""

    SUBJECT: ClassVar[str] = "sealed_image"
    id: str
    event_id: str
    media: tuple[str, ...]
    """Their `mxc://` addresses."""
    sealed_by: str
    sealed_at: datetime
    asked_by: str = ""
    """Who of the two named people asked to open it last."""
    asked_at: datetime | None = None
    agreed_by: str = ""
    """The other one, who agreed; empty until then."""
    agreed_at: datetime | None = None
    steps: tuple[ImageStep, ...] = ()
    lifted: bool = False
    """The two have seen it together, and it is no such image."""

    @property
    def key(self) -> str:
        return self.id
