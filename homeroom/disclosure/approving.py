"""A second person's word on a review: each decision that stands has one of somebody else's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from homeroom.db.tables.disclosure import review_approval
from homeroom.disclosure import requests, reviewing
from homeroom.errors import InputError
from homeroom.registry import own_family


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """How far the approval of a review is, at one decision and for one set of records."""

    by: frozenset[str]
    """The accounts that approved it."""
    authors: frozenset[str]
    """Whoever's decisions stand."""

    @property
    def unseen(self) -> frozenset[str]:
        """Authors whose decisions nobody else has approved.

        The command knows nobody's account: whoever approves may be who decided with it, so two do.
        """
        return frozenset(
            author
            for author in self.authors
            if len(self.by - {author}) < (1 if author.startswith("@") else 2)
        )

    @property
    def complete(self) -> bool:
        return bool(self.by) and not self.unseen


def scope_digest(connection: Connection, request: str) -> str:
    """Which records a request covers now, as one value."""
    return str(connection.scalar(select(func.disclosure.scope_digest(request))))


def approval(connection: Connection, request: str, *, decision: int, scope: str) -> Approval:
    """Who approved a review as it was at this decision, of these records."""
    table = review_approval.c
    rows = connection.execute(
        select(table.account).where(
            table.district == func.registry.this_district(),
            table.request == request,
            table.decision == decision,
            table.scope == scope,
        )
    )
    stands = reviewing.decisions(connection, request).values()
    return Approval(
        by=frozenset(row.account for row in rows),
        authors=frozenset(decided.by for decided in stands if decided.id <= decision),
    )


def approve(
    connection: Connection, request_id: str, *, decision: int, by: str, token_hash: bytes
) -> None:
    """Approve a review, as it was seen at this decision, as whoever's session it is.

    `InputError` where all of it is the same person's, something was decided meanwhile, or `by` is
    of the student's own family.
    """
    request = requests.get(connection, request_id)
    own_family.check(connection, by, request.about)
    try:
        with connection.begin_nested():
            connection.execute(
                select(func.disclosure.approve_review(request_id, decision, token_hash))
            )
    except DBAPIError as error:
        code = getattr(error.orig, "pgcode", None)
        raise InputError(f"request {request_id}: {_REFUSED.get(str(code), _NOT_NOW)}") from None


_REFUSED = {
    "42501": "all of this was decided by the same person; somebody else approves it",
    "23514": "something was decided meanwhile; look again, then approve",
}
_NOT_NOW = "it cannot be approved now; look again"
