"""By what a tool is recognised: how marks are written, and what they match. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from homeroom.errors import InputError
from homeroom.registry.model import Marks, Tool, ToolKind

WANTED: dict[ToolKind, str] = {
    "bridge": "namespace",
    "bot": "accounts",
    "widget": "hosts",
    "integration_manager": "hosts",
    "client": "clients",
    "link": "hosts",
}
"""What a tool of a kind cannot be without."""
OPTION = {"namespace": "namespace", "accounts": "account", "hosts": "host", "clients": "client"}

NAMESPACE = re.compile(r"_[a-z0-9.=/+-]+_")
ACCOUNT = re.compile(r"[a-z0-9._=/+-]{3,}\*?")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
FEWEST = 3
"""Characters of a client's name; less would match nearly all of them."""


def checked(tool: Tool) -> Marks:
    """The tool's marks in their one written form; `InputError` says what is missing or wrong."""
    marks = Marks(
        namespace=_namespace(tool),
        accounts=tuple(_account(tool, each) for each in tool.marks.accounts),
        hosts=tuple(dict.fromkeys(_host(tool, each) for each in tool.marks.hosts)),
        clients=tuple(_client(tool, each) for each in tool.marks.clients),
    )
    wanted = WANTED[tool.kind]
    if not getattr(marks, wanted):
        raise InputError(f"tool {tool.id}: is a {tool.kind}; say by what, with --{OPTION[wanted]}")
    return marks


def overlaps(tool: Tool, others: Iterable[Tool]) -> Tool | None:
    """Another bridge whose accounts could be taken for this one's."""
    if not tool.namespace:
        return None
    return next(
        (
            other
            for other in others
            if other.id != tool.id
            and other.namespace
            and (
                other.namespace.startswith(tool.namespace)
                or tool.namespace.startswith(other.namespace)
            )
        ),
        None,
    )


def is_account_of(tool: Tool, localpart: str) -> bool:
    """Is this the localpart of the bot?"""
    return any(
        localpart.startswith(each[:-1]) if each.endswith("*") else localpart == each
        for each in tool.marks.accounts
    )


def has_host(tool: Tool, host: str) -> bool:
    """Is this host, in lower case and ASCII, the tool's or below it?"""
    return any(host == each or host.endswith(f".{each}") for each in tool.marks.hosts)


def is_client(tool: Tool, names: Iterable[str]) -> bool:
    """Does what a client says of itself, its user agent or device name, begin with a mark?"""
    said = [name.casefold() for name in names]
    return any(name.startswith(each) for name in said for each in tool.marks.clients)


def _namespace(tool: Tool) -> str:
    namespace = tool.namespace
    if namespace and not NAMESPACE.fullmatch(namespace):
        raise InputError(
            f"tool {tool.id}: --namespace {namespace!r}: accounts of a bridge begin as _whatsapp_"
        )
    return namespace


def _account(tool: Tool, given: str) -> str:
    localpart = given.strip().lower().removeprefix("@").partition(":")[0]
    if not ACCOUNT.fullmatch(localpart):
        raise InputError(
            f"tool {tool.id}: --account {given!r}: give a localpart such as quizbot, or quiz-* "
            "for several; * stands at the end, after three characters at least"
        )
    return localpart


def _host(tool: Tool, given: str) -> str:
    try:
        host = given.strip().lower().encode("idna").decode()
    except UnicodeError:
        host = ""
    if not HOST.fullmatch(host):
        raise InputError(
            f"tool {tool.id}: --host {given!r}: give a host such as board.example, without "
            "https:// and without a path"
        )
    return host


def _client(tool: Tool, given: str) -> str:
    name = given.strip().casefold()
    if len(name) < FEWEST:
        raise InputError(
            f"tool {tool.id}: --client {given!r}: give how its name begins, as Element"
        )
    return name
