"""Software of the register, and the agreements with its vendors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

ToolKind = Literal["bridge", "bot", "widget", "integration_manager", "client", "link"]
"""What it is on the homeserver: how it is recognised depends on it."""

CoppaBasis = Literal["parent", "school", "none"]
"""Who consents for a child under 13 (16 CFR 312.5): the parent; the school for the parent, for an
educational purpose only; or nobody, because the vendor takes no children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file in the data folder, named by its content."""

    name: str
    """As it was called when it was put there."""
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A vendor's agreement (34 CFR 99.31(a)(1)(i)(B)); both dates are included in it."""

    reference: str
    starts: date
    ends: date
    document: Document | None = None
    data_elements: tuple[str, ...] = ()
    """What of a student the vendor gets, as `name`, `phone number`."""
    grades: tuple[str, ...] = ()
    """As the roster writes them; empty is every grade."""
    schools: tuple[str, ...] = ()
    """Org ids; empty is every school."""
    coppa: CoppaBasis = "parent"
    education_only: bool = False
    """The vendor may use what it gets for the school's purpose alone."""

    def in_force(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By what a tool is known on the homeserver, and in what people write."""

    namespace: str = ""
    """Of a bridge: how the localparts of its accounts begin, as `_whatsapp_`."""
    accounts: tuple[str, ...] = ()
    """Of a bot: its localparts; `*` stands for any text."""
    hosts: tuple[str, ...] = ()
    """Of a widget or in links: hosts; subdomains count."""
    clients: tuple[str, ...] = ()
    """Of a client: what its user agent or device name begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Software of the register; usable while approved with an agreement in force."""

    SUBJECT: ClassVar[str] = "tool"
    id: str
    name: str
    vendor: str
    state: Literal["requested", "approved", "suspended"]
    agreement: Agreement | None = None
    purpose: str = ""
    """What the district uses it for; a consent is for this purpose."""
    kind: ToolKind = "bridge"
    marks: Marks = field(default_factory=Marks)

    @property
    def key(self) -> str:
        return self.id

    @property
    def namespace(self) -> str:
        """How a bridge's accounts begin; ours are named `_ID_` where nothing else is registered."""
        return (self.marks.namespace or f"_{self.id}_") if self.kind == "bridge" else ""

    def usable(self, day: date) -> bool:
        return (
            self.state == "approved" and self.agreement is not None and self.agreement.in_force(day)
        )
