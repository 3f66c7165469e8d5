"""Nobody decides as staff about themselves, or about a student of their own family."""

from __future__ import annotations

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.registry import decisions, families, family
from homeroom.registry.model import Person


def tied(connection: Connection, account: str, person: str) -> bool:
    """Is an account (user id) that of this person (id), or of somebody tied to them?

    A tie is a tie with a right or without: whom a court bars is of the family, too. The command
    acts for no account, and is tied to nobody.
    """
    about = decisions.find(connection, Person, person)
    if about is None or not account.startswith("@"):
        return False
    household = family.household(families.of(connection, about))
    found = (decisions.find(connection, Person, each) for each in household)
    return any(each is not None and each.user_id == account for each in found)


def check(connection: Connection, account: str, person: str) -> None:
    """`InputError` where an account decides about its own family."""
    if tied(connection, account, person):
        raise InputError(
            f"{account}: nobody decides about themselves or a student of their own family; "
            "somebody else of the staff does it"
        )
