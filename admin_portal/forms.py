"""Forms and queries, read with pydantic; what is wrong is said at the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.datastructures import UploadFile

from admin_portal.language import mark


class Form(BaseModel):
    """What a form may contain; the portal ignores no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Query(BaseModel):
    """What an address may ask for; others' parameters (`lang`) are not ours to refuse."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


ShortText = Annotated[str, StringConstraints(max_length=200)]
FilledText = Annotated[str, StringConstraints(min_length=1, max_length=200)]

M = TypeVar("M", bound=BaseModel)

ANY_FIELD = ""
EMPTY = mark("Fill this in.")
NO_DATE = mark("Write a date as YYYY-MM-DD, for example 2027-06-30.")
TOO_LONG = mark("This is too long. Shorten it to 200 characters.")
NOT_A_CHOICE = mark("Choose one of the list.")
INVALID = mark("This cannot be read. Correct it and send the form again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[M]):
    """A form as it was read: its value if all is well, else what is wrong at which field."""

    given: dict[str, str]
    value: M | None
    problems: dict[str, str]

    def but(self, field: str, problem: str) -> Read[M]:
        """The same with one more problem, found by the core."""
        return Read(given=self.given, value=self.value, problems={**self.problems, field: problem})


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=50) as form:
        return {name: value for name, value in form.items() if not isinstance(value, UploadFile)}


Fields = Annotated[dict[str, str], Depends(_fields)]
"""The fields of a form that was sent; the handler itself stays `def`."""


def read(model: type[M], given: Mapping[str, str]) -> Read[M]:
    """Read a form or query; never raises."""
    fields = {name: value for name, value in given.items() if "\x00" not in value}
    try:
        value = model.model_validate({k: v for k, v in fields.items() if v.strip()})
    except ValidationError as error:
        problems = {str(fault["loc"][0]): _plain(fault) for fault in error.errors()}
        return Read(given=dict(fields), value=None, problems=problems)
    return Read(given=dict(fields), value=value, problems={})


def _plain(fault: Any) -> str:
    kind = str(fault["type"])
    if kind in ("missing", "string_too_short"):
        return EMPTY
    if kind.startswith("date"):
        return NO_DATE
    if kind == "string_too_long":
        return TOO_LONG
    return NOT_A_CHOICE if kind in ("literal_error", "enum") else INVALID
