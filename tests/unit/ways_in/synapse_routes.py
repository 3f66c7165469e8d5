"""Every route and page that the installed Synapse could serve, whatever its configuration says."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from re import Pattern
from types import ModuleType
from typing import Any

import synapse.app
import synapse.federation.transport.server
import synapse.http
import synapse.metrics
import synapse.replication.http
import synapse.rest
from synapse.http.servlet import RestServlet
from synapse.rest import CLIENT_SERVLET_FUNCTIONS, admin
from synapse.rest.admin import media as media_repo
from synapse.rest.client import media
from twisted.web.resource import Resource

ABSTRACT = {"TransactionRestServlet", "BaseUploadServlet"}
"""Servlets of Synapse that others are made from; they answer nothing themselves."""
REGISTERING: tuple[Callable[[Any, Any], None], ...] = (
    *CLIENT_SERVLET_FUNCTIONS,
    media.register_servlets,
    admin.register_servlets,
    media_repo.register_servlets_for_media_repo,
)


class Anything:
    """A homeserver in which every setting is on, and every part is there."""

    worker_app = None

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: Any, **named: Any) -> Anything:
        return self

    def __getitem__(self, key: Any) -> Anything:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, item: Any) -> bool:
        return True

    def __lt__(self, other: Any) -> bool:
        return True

    __gt__ = __lt__

    def __add__(self, other: Any) -> int:
        return 1

    __mul__ = __truediv__ = __add__


class Registrar:
    """Notes what is registered with it."""

    def __init__(self) -> None:
        self.routes: set[tuple[str, str]] = set()

    def register_paths(
        self, method: str, path_patterns: Iterable[Pattern[str]], callback: Any, name: str
    ) -> None:
        self.routes |= {(method, pattern.pattern) for pattern in path_patterns}


def routes() -> set[tuple[str, str]]:
    """Method and pattern of each: from the servlets themselves, and as Synapse registers them."""
    _import_all(synapse.rest)
    registrar: Any = Registrar()
    for servlet in _kinds(RestServlet):
        if servlet.__name__ not in ABSTRACT:
            servlet.register(object.__new__(servlet), registrar)
    for register in REGISTERING:
        register(Anything(), registrar)
    found: set[tuple[str, str]] = registrar.routes
    return found


def pages() -> set[str]:
    """The full name of each class of Synapse's that answers requests."""
    _import_all(synapse.rest)
    return {
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in _kinds(Resource)
        if kind.__module__.startswith("synapse.") and not issubclass(kind, RestServlet)
    }


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name not in sys.modules:
            importlib.import_module(module.name)


def _kinds(kind: type[Any]) -> Iterator[type[Any]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)
