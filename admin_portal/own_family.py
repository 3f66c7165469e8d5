"""No page of the portal is about the user's own family: one guard for all of them.

Whoever a court keeps from a student is of the family, too, whatever role they have at the school.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from fastapi import HTTPException
from sqlalchemy import Connection

from admin_portal.page import OwnFamily, Page
from homeroom.archive import concerning
from homeroom.archive.concerning import Kin
from homeroom.registry import families, family, own_family
from homeroom.registry.model import Person


def keep_out(connection: Connection, page: Page, about: Person) -> None:
    """Turn away a user who is this person, or is tied to them with a right or without."""
    household = family.household(families.of(connection, about))
    if page.user is None or page.user.person.id in household:
        raise OwnFamily


def keep_out_of(connection: Connection, page: Page, people: Collection[str]) -> None:
    """Turn away a user with one of these people (person ids) in the own family."""
    if not hidden(connection, page).isdisjoint(people):
        raise OwnFamily


def hidden(connection: Connection, page: Page) -> frozenset[str]:
    """The people (person ids) whom no list shows this user: themselves and their family."""
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return own_family.members(connection, page.user.person)


def kin(connection: Connection, page: Page) -> Kin:
    """The same people, as what was kept names them."""
    return concerning.kin(connection, hidden(connection, page))
