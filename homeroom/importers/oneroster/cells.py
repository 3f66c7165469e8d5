"""The types of OneRoster's cells, read strictly. An empty cell never gets here."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

import phonenumbers
from pydantic import BeforeValidator

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(T[0-9:.]+(Z|[+-]\d\d:\d\d)?)?")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")

HOME_REGION = "US"
"""Where a number without a country code is; OneRoster is a format of US districts."""


def _date(cell: str) -> date:
    if not _DATE.fullmatch(cell):
        raise ValueError("is no date; write it as 2014-09-30")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("is no day of the calendar; write one, as 2014-09-30") from None


def _dated(cell: str) -> str:
    if not _DATED.fullmatch(cell):
        raise ValueError("is no time; write it as 2026-09-01T00:00:00Z")
    return cell


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(",")) if part)


def _truth(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise ValueError("is neither true nor false; write one of them")
    return cell.lower() == "true"


def _phone(cell: str) -> str:
    try:
        number = phonenumbers.parse(cell, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise ValueError("is no phone number; write it as +1 202-555-0143") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("has too few or too many digits; write it as +1 202-555-0143")
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written


def _email(cell: str) -> str:
    if not _EMAIL.fullmatch(cell):
        raise ValueError("is no e-mail address; write it as name@example.org, or leave it empty")
    return cell


Status = Literal["active", "tobedeleted"]
Day = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[str, BeforeValidator(_dated)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_ids)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Phone = Annotated[str, BeforeValidator(_phone)]
Email = Annotated[str, BeforeValidator(_email)]
