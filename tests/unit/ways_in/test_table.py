"""The table of ways in, held to the installed Synapse, to the rules, to its tests and its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homeroom.policy.wording import WORDING
from homeroom.ways_in import BY_ROUTE, PAGES, WAYS, Way
from homeroom.ways_in.document import render
from homeroom.ways_in.paths import path_of
from synapse_module.guard.limits import FILTERS, JUDGED, LIMITS
from tests.unit.ways_in.synapse_routes import pages, routes

ROOT = Path(__file__).parents[3]
CONTAINERS = {
    # They only lead to others, or others are made from them.
    "synapse.http.server._AsyncResource",
    "synapse.http.server.DirectServeHtmlResource",
    "synapse.http.server.DirectServeJsonResource",
    "synapse.http.server.RootRedirect",
    "synapse.rest.synapse.client.oidc.OIDCResource",
    "synapse.rest.synapse.client.saml2.SAML2Resource",
    "synapse.rest.synapse.mas.MasResource",
    "synapse.rest.synapse.mas._base.MasBaseResource",
}


def test_every_route_of_synapse_has_a_row() -> None:
    """An upgrade of Synapse that brings a way in fails here, and not in a school."""
    served = {(method, path_of(pattern)) for method, pattern in routes()}
    assert sorted(served - set(BY_ROUTE)) == []


def test_every_row_is_a_route_of_synapse() -> None:
    served = {(method, path_of(pattern)) for method, pattern in routes()}
    assert sorted(set(BY_ROUTE) - served) == []


def test_every_page_of_synapse_has_a_row() -> None:
    assert sorted(pages() - set(PAGES) - CONTAINERS) == []


def test_no_route_has_two_rows() -> None:
    assert len(BY_ROUTE) == sum(len(way.methods) for way in WAYS)


def name(way: Way) -> str:
    return way.name


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_a_row_is_whole(way: Way) -> None:
    assert way.why
    assert (way.decision == "judged") == bool(way.rules)
    assert way.decision != "limited" or way.limits
    assert not way.callers or way.decision == "closed"
    assert set(way.rules) <= set(WORDING)
    assert set(way.limits) <= {*LIMITS, *FILTERS, *JUDGED}


@pytest.mark.parametrize("test", sorted({way.test for way in WAYS}))
def test_the_test_of_a_row_is_there(test: str) -> None:
    file, _, function = test.partition("::")
    assert re.search(rf"^(?:async )?def {function}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_the_page_is_as_the_table() -> None:
    """Otherwise: `python -m homeroom.ways_in.document > docs/ways-in.md`."""
    assert (ROOT / "docs" / "ways-in.md").read_text(encoding="utf-8") == render()


PATTERNS: list[tuple[str, str]] = [
    ("^/_matrix/client/(api/v1|r0|v3|unstable)/login$", "/_matrix/client/*/login"),
    ("/_matrix/media/(r0|v3|v1)/upload$", "/_matrix/media/*/upload"),
    ("^/_matrix/client/(r0|v3)/x/(?P<kind>[^/]*)$", "/_matrix/client/*/x/{kind}"),
    ("^/a/(?P<one>[^/]+)(/(?P<two>[^/]*))?$", "/a/{one}[/{two}]"),
    ("^/a(/(?P<one>[^/]*)(/(?P<two>[^/]*))?)?$", "/a[/{one}[/{two}]]"),
    ("^/a/(?P<field>displayname)$", "/a/displayname"),
    ("^/a/(?P<field>join|leave)/b$", "/a/(join|leave)/b"),
    ("^/a/(?P<path>pushrules/.*)$", "/a/pushrules/{path}"),
    (r"^/a/io\.element\.msc1/(?P<kind>[\w\.]*)$", "/a/io.element.msc1/{kind}"),
    # what is not understood stays as it is, and is in no row
    ("^/a/(?P<x>[^/]*)/(b|c)+$", "/a/{x}/(b|c)+"),
]


@pytest.mark.parametrize(("pattern", "path"), PATTERNS)
def test_a_pattern_is_read_as_a_path(pattern: str, path: str) -> None:
    assert path_of(pattern) == path
