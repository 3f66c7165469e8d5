"""`content:` as it is written."""

from __future__ import annotations

from typing import Annotated

import phonenumbers
from pydantic import BeforeValidator

from homeroom.policy.policy import Content, InformationKind
from homeroom.registry.policy_file.section import Section


def _number(cell: object) -> str:
    try:
        number = phonenumbers.parse(str(cell), "US")
    except phonenumbers.NumberParseException:
        raise ValueError("is no phone number; write it as +1 202-555-0143") from None
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written


class ContentSection(Section):
    """What a message in a room with students may not hold."""

    refuse: frozenset[InformationKind] = frozenset({"phone"})
    district_numbers: frozenset[Annotated[str, BeforeValidator(_number)]] = frozenset()

    def rules(self) -> Content:
        """As the rules read it."""
        return Content(refuse=self.refuse, allowed_numbers=self.district_numbers)
