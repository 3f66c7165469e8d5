"""`content:` as it is written."""

from __future__ import annotations

import re
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field

from homeroom.policy.detect import RefusableKind, WordKind
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.street_address import canonical
from homeroom.policy.policy import Content
from homeroom.policy.sections.content import REFUSED
from homeroom.registry.policy_file.section import Section

SHORTEST_PHRASE = 2
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def _number(cell: object) -> str:
    try:
        number = phonenumbers.parse(str(cell), "US")
    except phonenumbers.NumberParseException:
        raise ValueError("is no phone number; write it as +1 202-555-0143") from None
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written


def _domain(cell: str) -> str:
    domain = cell.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError("is no domain; write it as lanternschools.example")
    return domain


def _address(cell: str) -> str:
    return canonical(fold(cell).text)


def _phrase(cell: str) -> str:
    if sum(map(str.isalnum, cell)) < SHORTEST_PHRASE:
        raise ValueError("has no letters; write a word or a phrase")
    return cell


class ContentSection(Section):
    """What a message in a room with students may not hold."""

    refuse: frozenset[RefusableKind] = REFUSED
    flag: frozenset[RefusableKind] = Content().flag
    district_numbers: frozenset[Annotated[str, BeforeValidator(_number)]] = frozenset()
    district_domains: frozenset[Annotated[str, AfterValidator(_domain)]] = frozenset()
    district_addresses: frozenset[Annotated[str, AfterValidator(_address)]] = frozenset()
    words: dict[WordKind, tuple[Annotated[str, AfterValidator(_phrase)], ...]] = Field(
        default_factory=dict
    )

    def rules(self) -> Content:
        """As the rules read it."""
        return Content(
            refuse=self.refuse,
            flag=self.flag,
            numbers=self.district_numbers,
            domains=self.district_domains,
            addresses=self.district_addresses,
            words=self.words,
        )
