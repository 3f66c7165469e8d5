"""`networks:` as it is written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from homeroom.policy.policy import Networks
from homeroom.policy.roles import STAFF, Role
from homeroom.policy.sections.networks import Action, Treatment
from homeroom.registry.policy_file.section import Section

WORDS: dict[str, dict[str, str]] = {
    "refuse": {},
    "read_only": {"sign_in": "record", "read": "record"},
    "record": {"sign_in": "record", "read": "record", "write": "record"},
}
"""One word for a role. Administration and export are opened only by their own names."""


def _spelled_out(cell: Any) -> Any:
    if isinstance(cell, str) and cell not in WORDS:
        raise ValueError("write refuse, read_only or record, or a word for each action")
    return WORDS[cell] if isinstance(cell, str) else cell


def _for_everybody(cell: Any) -> Any:
    return {"others": cell} if isinstance(cell, str) else cell


class ActionsSection(Section):
    """What happens outside, one word for each action."""

    sign_in: Literal["refuse", "record"] = "refuse"
    read: Literal["refuse", "record"] = "refuse"
    write: Literal["refuse", "record"] = "refuse"
    administer: Treatment = "refuse"
    export: Literal["refuse", "record"] = "refuse"

    def rules(self) -> dict[Action, Treatment]:
        """As the rules read it."""
        return {action: getattr(self, action.value) for action in Action}


Actions = Annotated[ActionsSection, BeforeValidator(_spelled_out)]


class UntrustedSection(Section):
    """By role; whoever is not named is one of the others."""

    admin: Actions | None = None
    it: Actions | None = None
    records_officer: Actions | None = None
    auditor: Actions | None = None
    counsel: Actions | None = None
    principal: Actions | None = None
    supervisor: Actions | None = None
    teacher: Actions | None = None
    student: Actions | None = None
    others: Actions = ActionsSection()

    def of(self, role: Role) -> ActionsSection:
        """What holds for a role."""
        return getattr(self, role.value) or self.others


class NetworksSection(Section):
    """What happens outside the trusted networks of `homeroom network list`."""

    untrusted: Annotated[UntrustedSection, BeforeValidator(_for_everybody)] = UntrustedSection()

    def rules(self) -> Networks:
        """As the rules read it."""
        named = (*STAFF, Role.STUDENT)
        return Networks(untrusted={role: self.untrusted.of(role).rules() for role in named})
