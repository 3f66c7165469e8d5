"""The register of tools as verdicts ask it: whose account, host or client is this? Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from homeroom.registry import marks
from homeroom.registry.model import Tool, ToolKind

GHOST = re.compile(r"[0-9a-f]{20}")
"""How bridges name somebody outside: at random, so that an invitation carries no words."""
ADDRESS = re.compile(r"https://([a-z0-9.-]+)(?::\d{1,5})?(?:[/?#].*)?", re.DOTALL)
"""As browsers and we read it alike: no user, no backslash, no letters that only look like these."""
OWN_CLIENT = "homeroom"
"""The portal signs people in through the homeserver, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Tools in the order in which they are asked."""

    tools: tuple[Tool, ...] = ()
    bridges: tuple[Tool, ...] = ()
    bots: tuple[Tool, ...] = ()

    @classmethod
    def of(cls, tools: Iterable[Tool]) -> Register:
        """The register with these tools; of two namespaces the longer is asked first."""
        known = tuple(sorted(tools, key=lambda tool: (-len(tool.namespace), tool.id)))
        return cls(
            tools=known,
            bridges=tuple(tool for tool in known if tool.namespace),
            bots=tuple(tool for tool in known if tool.kind == "bot"),
        )

    def bridge_of(self, localpart: str) -> Tool | None:
        """The bridge whose account this is."""
        return next((tool for tool in self.bridges if _within(tool, localpart)), None)

    def bot_of(self, localpart: str) -> Tool | None:
        """The bot whose account this is."""
        return next((tool for tool in self.bots if marks.is_account_of(tool, localpart)), None)

    def of_page(self, url: object, kind: ToolKind) -> Tool | None:
        """The widget or integration manager whose page this is; None for what is no address."""
        found = ADDRESS.fullmatch(url) if isinstance(url, str) else None
        if found is None:
            return None
        pages = (tool for tool in self.tools if tool.kind == kind)
        return next((tool for tool in pages if marks.has_host(tool, found[1])), None)

    def client_allowed(self, names: Collection[str], day: date) -> bool:
        """Is a client that calls itself so approved and in force today, or the portal?"""
        if any(name.casefold().startswith(OWN_CLIENT) for name in names):
            return True
        return any(
            tool.kind == "client" and tool.usable(day) and marks.is_client(tool, names)
            for tool in self.tools
        )


def is_bots(tool: Tool, localpart: str) -> bool:
    """Is this account of a bridge its own bot, which speaks for the bridge and for nobody else?"""
    named = tool.marks.accounts or (f"{tool.namespace}bot",)
    return localpart in named


def stands_outside(tool: Tool, localpart: str) -> bool:
    """Does this account of a bridge stand for somebody outside?"""
    if not _within(tool, localpart) or is_bots(tool, localpart):
        return False
    name = localpart.removeprefix(tool.namespace)
    return not tool.namespace.startswith("_") or GHOST.fullmatch(name) is not None


def fits(tool: Tool | None, schools: Collection[str], day: date) -> bool:
    """May it be used on this day where these schools (org ids) are? No school: the district."""
    if tool is None or tool.agreement is None or not tool.usable(day):
        return False
    return not tool.agreement.schools or (
        bool(schools) and set(schools) <= set(tool.agreement.schools)
    )


def _within(tool: Tool, localpart: str) -> bool:
    return localpart.startswith(tool.namespace) and len(localpart) > len(tool.namespace)
