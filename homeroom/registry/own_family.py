"""Nobody decides as staff about themselves, or about a student of their own family."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from homeroom.db.tables.registry import current
from homeroom.errors import InputError
from homeroom.registry import decisions, families, family
from homeroom.registry.model import Authority, CourtOrder, Guardianship, Person

STATE = current.c.state


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


def members(connection: Connection, person: Person) -> frozenset[str]:
    """Somebody (person id) with the own children, and whoever else the registry ties them to."""
    in_force, of = STATE["active"].astext == "true", current.c.subject
    by_guardian = and_(STATE["guardian"].astext == person.id, in_force)
    ties = or_(
        and_(of.in_([Guardianship.SUBJECT, CourtOrder.SUBJECT]), by_guardian),
        and_(of == Authority.SUBJECT, STATE["person"].astext == person.id),
    )
    students = connection.scalars(select(STATE["student"].astext).where(ties))
    return frozenset({person.id, *students})


def check(connection: Connection, account: str, person: str) -> None:
    """`InputError` where an account decides about its own family."""
    if tied(connection, account, person):
        raise InputError(
            f"{account}: nobody decides about themselves or a student of their own family; "
            "somebody else of the staff does it"
        )
