"""The doors, route by route, without a homeserver: what is closed never reaches Synapse."""

from __future__ import annotations

from typing import Any

import pytest

from homeroom.ways_in import BY_ROUTE, PAGES
from homeroom.ways_in.paths import path_of
from synapse_module.guard.doors import Doors
from synapse_module.guard.unanswered import listens
from tests.fixtures import alone
from tests.unit.ways_in.synapse_routes import routes


class RefusedError(Exception):
    """Instead of Synapse's own error."""


class Callers:
    """Everybody is a person."""

    def service(self, request: Any) -> None:
        return None


class DoorsAlone(Doors):
    """Doors whose refusals need no homeserver."""

    def __init__(self) -> None:
        self._callers: Any = Callers()
        self._judge: Any = None
        self._nothing_here: Any = "refused"

    async def refuse(self, request: Any, way: Any) -> Any:
        raise RefusedError(way.name)


async def answer(request: Any, **parts: str) -> str:
    """What Synapse would do."""
    return "done"


ROUTES = sorted(routes())


@pytest.mark.parametrize(("method", "pattern"), ROUTES, ids=[" ".join(r) for r in ROUTES])
def test_a_route_goes_by_its_row(method: str, pattern: str) -> None:
    way = BY_ROUTE[method, path_of(pattern)]
    guarded = DoorsAlone().guarded(method, pattern, answer)
    if way.decision == "closed":
        with pytest.raises(RefusedError):
            alone.run(guarded(None))
    else:
        assert (guarded is answer) is not (bool(way.limits) or listens(method, way))


UNKNOWN: list[tuple[str, str]] = [
    ("GET", "^/_matrix/client/v9/tell$"),
    ("PATCH", "^/_matrix/client/(api/v1|r0|v3|unstable)/login$"),
    ("PUT", "^/_matrix/client/(api/v1|r0|v3|unstable)/sync$"),
    # a pattern that takes more than a row says
    ("GET", "^/_matrix/client/(api/v1|r0|v3|unstable)/sync.*$"),
]


@pytest.mark.parametrize(("method", "pattern"), UNKNOWN)
def test_a_route_without_a_row_is_closed(
    method: str, pattern: str, caplog: pytest.LogCaptureFixture
) -> None:
    guarded = DoorsAlone().guarded(method, pattern, answer)
    with pytest.raises(RefusedError):
        alone.run(guarded(None))
    assert "ALARM" in caplog.text


def resource(name: str) -> Any:
    """A page of a class that has this name."""
    module, _, kind = name.rpartition(".")
    return type(kind, (), {"__module__": module})()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_goes_by_its_row(name: str) -> None:
    asked = resource(name)
    assert DoorsAlone().served(asked) is (asked if PAGES[name].open else "refused")


def test_a_page_without_a_row_is_closed() -> None:
    assert DoorsAlone().served(resource("homeroom.anything.Page")) == "refused"
    assert not PAGES["synapse.http.additional_resource.AdditionalResource"].open
