"""Policy versions, and who acknowledged them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A published policy; the one decided last is in force."""

    SUBJECT: ClassVar[str] = "policy"
    version: str
    text: str
    """The YAML document, as published."""
    format: int = 0
    """Of the text (`policy_file.formats`); 0 where it was published before that was noted."""
    material: bool = False
    """Users are asked to acknowledge it anew; the first version always asks."""

    @property
    def key(self) -> str:
        return self.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A user's acknowledgement of a policy version."""

    SUBJECT: ClassVar[str] = "acknowledgement"
    person: str
    version: str

    @property
    def key(self) -> str:
        return self.person
