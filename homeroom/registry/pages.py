"""Pages of other software that a content has clients open, and whether the register has them.

Widgets and integration managers in a room's state (MSC1236), and in account data, where clients
keep widgets, the integration manager (MSC1957) and the identity server of their owner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from homeroom.policy.facts import ToolUse
from homeroom.registry.leaves import Leaf, leaves
from homeroom.registry.register import fits
from homeroom.registry.rooms import Lens

WIDGETS = ("m.widget", "im.vector.modular.widgets")
"""State that has clients open a page in a room; an empty one closes it."""
OWN_PAGES = ("widget", "integration", "identity_server")
"""What stands in the name of each type of account data that points a client at other software."""
PROVISIONING = "im.vector.setting.integration_provisioning"
"""`{"enabled": true}`: the client's own integration manager, whichever it was built with."""
MANAGES = ("integration", "identity_server")
ADDRESSES = frozenset({"url", "uri", "base_url", "api_url", "ui_url", "apiurl", "uiurl", "domain"})
CALLING = ("jitsi", "call", "conference", "m.video")

Kind = Literal["widget", "integration_manager"]


def in_room(content: Mapping[str, Any], schools: Collection[str], lens: Lens) -> Iterator[ToolUse]:
    """The page that a widget of a room opens; none where it is closed."""
    if content:
        kind = str(content.get("type")).casefold()
        use: Kind = "integration_manager" if "integration_manager" in kind else "widget"
        calls = any(word in kind for word in CALLING)
        yield _use(content.get("url"), use, schools, lens, calls=calls)


def of_own(kind: str, content: Mapping[str, Any], lens: Lens) -> Iterator[ToolUse]:
    """The pages that account data of this type has its owner's clients open."""
    named = kind.casefold()
    if not any(word in named for word in OWN_PAGES):
        return
    manages = any(word in named for word in MANAGES)
    if named == PROVISIONING:
        if content.get("enabled", False) is not False:
            yield ToolUse(kind="integration_manager", fit=_has_manager(lens))
        return
    for leaf in leaves(content):
        if _is_address(leaf):
            use: Kind = "integration_manager" if manages or _manager(content) else "widget"
            yield _use(leaf.value, use, (), lens)


def _use(
    url: object, kind: Kind, schools: Collection[str], lens: Lens, *, calls: bool = False
) -> ToolUse:
    tool = lens.snapshot.register.of_page(url, kind)
    return ToolUse(kind=kind, fit=fits(tool, schools, lens.day), calls=calls)


def _has_manager(lens: Lens) -> bool:
    tools = lens.snapshot.register.tools
    return any(tool.kind == "integration_manager" and fits(tool, (), lens.day) for tool in tools)


def _manager(content: Mapping[str, Any]) -> bool:
    """Is one of these widgets an integration manager? Then all are judged as one."""
    return any("integration_manager" in str(leaf.value) for leaf in leaves(content))


def _is_address(leaf: Leaf) -> bool:
    """Would a client go there? A file of this homeserver is none, if it is only shown."""
    text = str(leaf.value)
    if leaf.key.casefold() in ADDRESSES:
        return bool(text)
    return ("://" in text or text.startswith("//")) and not text.startswith("mxc://")
