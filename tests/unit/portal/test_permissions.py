"""Every route names a permission (invariant 10), and roles have those that they need, no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from admin_portal.app import build
from admin_portal.auth import GRANTED, ROLELESS, Permission, allows, permissions
from admin_portal.page import Page, needs
from homeroom.policy.roles import STAFF, Role
from homeroom.sandbox import configuration
from homeroom.sandbox.ports import from_base


def portal(folder: Path) -> FastAPI:
    """The application; it connects to nothing until it serves."""
    return build(configuration.write(folder, from_base(20000), database_address=("127.0.0.1", 1)))


def api_routes(routes: list[Any]) -> Iterator[APIRoute]:
    """All routes, those of included routers too; another kind of route is an error."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from api_routes(route.original_router.routes)


def named(route: APIRoute) -> list[Permission]:
    """The permissions that a route's dependencies name."""
    calls = [dependency.call for dependency in route.dependant.dependencies]
    return [vars(call)["permission"] for call in calls if "permission" in vars(call)]


def without_permission(app: FastAPI) -> list[str]:
    return [route.path for route in api_routes(list(app.routes)) if len(named(route)) != 1]


def test_invariant_10_every_route_names_one_permission(tmp_path: Path) -> None:
    app = portal(tmp_path)
    assert len(list(api_routes(list(app.routes)))) > 20
    assert without_permission(app) == []


def test_invariant_10_a_route_without_a_permission_is_found(tmp_path: Path) -> None:
    app = portal(tmp_path)
    app.add_api_route("/open", lambda: "", methods=["GET"])
    assert without_permission(app) == ["/open"]


def test_reading_changes_nothing_and_writing_needs_more_than_reading(tmp_path: Path) -> None:
    for route in api_routes(list(portal(tmp_path).routes)):
        assert route.methods in ({"GET"}, {"POST"}), route.path
        if route.methods == {"POST"}:
            permission = named(route)[0]
            assert permission in ROLELESS or not permission.value.endswith(".read"), route.path


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.SYSTEM, Role.GHOST])
def test_who_is_no_staff_may_do_nothing_yet(role: Role) -> None:
    assert permissions([role]) == frozenset()


def test_all_staff_have_a_home_page() -> None:
    assert all(Permission.HOME_READ in permissions([role]) for role in STAFF)


def test_an_auditor_reads_all_and_changes_nothing() -> None:
    assert permissions([Role.AUDITOR]) == {p for p in Permission if p.value.endswith(".read")}


def test_content_is_read_by_few() -> None:
    readers = {role for role in Role if Permission.ARCHIVE_READ in permissions([role])}
    assert readers == {Role.ADMIN, Role.RECORDS_OFFICER, Role.AUDITOR}


def test_roles_add_up() -> None:
    both = permissions([Role.TEACHER, Role.RECORDS_OFFICER])
    assert both == GRANTED[Role.TEACHER] | GRANTED[Role.RECORDS_OFFICER]


@pytest.mark.parametrize(
    ("permission", "roles", "allowed"),
    [
        (Permission.PUBLIC, None, True),
        (Permission.SIGN_IN, None, True),
        (Permission.SIGNED_IN, None, False),
        (Permission.SIGNED_IN, [Role.STUDENT], True),
        (Permission.TOOLS_READ, None, False),
        (Permission.TOOLS_READ, [Role.TEACHER], True),
        (Permission.TOOLS_DECIDE, [Role.TEACHER], False),
        (Permission.REQUESTS_WORK, [Role.IT], False),
    ],
)
def test_allows(permission: Permission, roles: list[Role] | None, allowed: bool) -> None:
    assert allows(permission, roles) is allowed


def test_a_decision_without_anybody_signed_in_cannot_be_recorded() -> None:
    page = Page(request=None, portal=None, user=None, now=None, hours=None)  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        _ = page.by
    assert vars(needs(Permission.PUBLIC).dependency)["permission"] is Permission.PUBLIC


def test_only_counsel_sees_court_orders() -> None:
    seeing = {role for role in Role if Permission.ORDERS_DECIDE in permissions([role])}
    assert seeing == {Role.COUNSEL}


def test_no_guardian_reads_how_another_is_reached() -> None:
    assert not permissions([Role.GUARDIAN])
    reading = {role for role in Role if Permission.FAMILIES_READ in permissions([role])}
    office = {Role.ADMIN, Role.RECORDS_OFFICER, Role.AUDITOR, Role.COUNSEL, Role.PRINCIPAL}
    assert reading == office
    ending = {role for role in Role if Permission.FAMILIES_DECIDE in permissions([role])}
    assert ending == {Role.ADMIN, Role.RECORDS_OFFICER, Role.COUNSEL}
