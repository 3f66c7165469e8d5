"""No page is added without somebody deciding what it shows of the user's own family."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.own_family import WAYS
from tests.unit.portal.test_permissions import api_routes, portal


def routes(folder: Path) -> set[str]:
    found = api_routes(list(portal(folder).routes))
    return {f"{method} {route.path}" for route in found for method in route.methods or ()}


def test_every_route_stands_in_the_table_that_is_tried(tmp_path: Path) -> None:
    """`tests/integration/portal/test_own_family.py` tries each as somebody of the family."""
    assert routes(tmp_path) == set(WAYS)
