"""`policy.yaml`, as a principal writes it, into the `Policy` that the rules read.

Strict: an unknown key, a key given twice or a value that is not allowed is an error with file,
line, field and remedy. The version is no part of the file; publishing gives it.
"""

from __future__ import annotations

import difflib
import re
from datetime import time
from typing import Annotated, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from homeroom.policy.policy import (
    Content,
    DirectMessages,
    Hours,
    InformationKind,
    Policy,
    Window,
)
from homeroom.registry import strict_yaml

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
T = TypeVar("T", bound=frozenset[str] | tuple[Window, ...])


def _window(cell: object) -> Window:
    found = _SPAN.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        raise ValueError('is no span of the day; write it as "07:30-16:00"')
    hour, minute, until_hour, until_minute = found.groups()
    opens = time(int(hour), int(minute))
    closes = time(int(until_hour or 0), int(until_minute or 0))
    if until_hour is not None and closes <= opens:
        raise ValueError('ends before it begins; write "20:00-24:00" and "00:00-06:00" for a night')
    return Window(opens=opens, closes=closes)


def _some(items: T) -> T:
    if not items:
        raise ValueError("is empty; write one at least")
    return items


def _timezone(cell: object) -> str:
    names = available_timezones()
    if isinstance(cell, str) and cell in names:
        return ZoneInfo(cell).key
    near = difflib.get_close_matches(str(cell), names, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else "write one such as America/Chicago"
    raise ValueError(f"is no time zone; {remedy}")


def _number(cell: object) -> str:
    try:
        number = phonenumbers.parse(str(cell), "US")
    except phonenumbers.NumberParseException:
        raise ValueError("is no phone number; write it as +1 202-555-0143") from None
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written


class Section(BaseModel):
    """A part of the file: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class VenuesSection(Section):
    """Where people may talk. Neither can be loosened: what is not designated is not kept apart."""

    talk_in: Literal["designated_venues"] = "designated_venues"
    encrypted_rooms: Literal["refuse"] = "refuse"


class DirectMessagesSection(Section):
    """Who may talk in a room of two."""

    staff_staff: Literal["allow", "refuse"] = "allow"
    staff_student: Literal["supervised", "refuse"] = "supervised"
    student_student: Literal["allow", "refuse"] = "refuse"


class HoursSection(Section):
    """When staff and students may write to each other."""

    timezone: Annotated[str, BeforeValidator(_timezone)]
    days: Annotated[frozenset[Day], AfterValidator(_some)]
    open: Annotated[tuple[Annotated[Window, BeforeValidator(_window)], ...], AfterValidator(_some)]


class NetworksSection(Section):
    """What happens outside the trusted networks of `homeroom network list`."""

    untrusted: Literal["refuse", "allow"] = "refuse"


class ContentSection(Section):
    """What a message in a room with students may not hold."""

    refuse: frozenset[InformationKind] = frozenset({"phone"})
    district_numbers: frozenset[Annotated[str, BeforeValidator(_number)]] = frozenset()


class BridgesSection(Section):
    """What must be there before a word goes to an outside network. None can be left out."""

    agreement: Literal["required"] = "required"
    consent: Literal["every_student"] = "every_student"


class SupervisionSection(Section):
    """How one-to-one talk of staff and students is supervised."""

    supervisor: Literal["joined"] = "joined"


class PolicyFile(Section):
    """The whole file. A section left out is as strict as it can be; the hours must be said."""

    venues: VenuesSection = VenuesSection()
    direct_messages: DirectMessagesSection = DirectMessagesSection()
    hours: HoursSection
    networks: NetworksSection = NetworksSection()
    content: ContentSection = ContentSection()
    bridges: BridgesSection = BridgesSection()
    supervision: SupervisionSection = SupervisionSection()


def parse(text: str, *, version: str, name: str = "policy.yaml") -> Policy:
    """The policy that a file states; `InputError` with every fault of it."""
    file = read(text, name=name)
    days = get_args(Day)
    return Policy(
        version=version,
        hours=Hours(
            timezone=file.hours.timezone,
            days=frozenset(days.index(day) for day in file.hours.days),
            windows=file.hours.open,
        ),
        direct_messages=DirectMessages(
            staff_staff=file.direct_messages.staff_staff,
            staff_student=file.direct_messages.staff_student,
            student_student=file.direct_messages.student_student,
        ),
        content=Content(refuse=file.content.refuse, allowed_numbers=file.content.district_numbers),
        trusted_networks_only=file.networks.untrusted == "refuse",
    )


def read(text: str, *, name: str = "policy.yaml") -> PolicyFile:
    """The file, checked; `InputError` with every fault: file, line, field and remedy."""
    return strict_yaml.read(text, PolicyFile, name=name)
