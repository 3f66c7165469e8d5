"""Links by which a requester without an account takes a released production: once, and for a while.

A link is a random token of 256 bits, of which the database has the SHA-256 alone. Beside it goes a
passcode, told by another way (by telephone, in a letter); the database has a code of it under the
token, so that nobody who reads the database can try passcodes. Looking at a link changes nothing: a
program that follows links in mails, to show what is there, uses none up.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, case, exists, func, insert, literal, select, text, update

from homeroom.db.tables.disclosure import download_attempt as attempts
from homeroom.db.tables.disclosure import download_link as table
from homeroom.disclosure import access, intake, keeping, productions, requests, scope
from homeroom.disclosure.outbox import append
from homeroom.disclosure.productions import Production
from homeroom.errors import InputError
from homeroom.registry import own_family

LinkState = Literal["open", "spent", "revoked", "locked", "expired"]
Outcome = Literal[
    "seen",
    "wrong",
    "withheld",
    "begun",
    "sent",
    "broken_off",
    "spent",
    "revoked",
    "locked",
    "expired",
]
QUIET = frozenset({"seen", "spent", "revoked", "locked", "expired"})
"""What changes nothing is noted once in `QUIET_MINUTES` for an address: nobody fills the log."""
QUIET_MINUTES = 15
DIGITS = 8
MOST_WRONG = 5
"""Wrong passcodes after which a link is locked for good: one guess in twenty million."""
DAYS = (3, 7, 14, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it stands by the database's clock; it knows neither token nor passcode."""

    id: int
    request: str
    production: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    wrong: int
    spent_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None
    state: LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new link with what opens it, which is stored nowhere: it is shown once."""

    link: Link
    token: str
    passcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Somebody looked at a link, or tried to use it."""

    at: datetime
    address: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of trying to use a link: `production` is there where it may be handed over."""

    outcome: Outcome
    link: Link
    production: Production | None = None


def issue(connection: Connection, request_id: str, *, days: int, by: str, today: date) -> Issued:
    """Make a link to the released production of a request; one that was open is taken back.

    `InputError` where nothing is released, the requester may not have it today, `by` is of the
    student's own family, or the days are not one of `DAYS`.
    """
    if days not in DAYS:
        raise InputError(f"{days} days: one of {', '.join(map(str, DAYS))}")
    request = requests.get(connection, request_id)
    own_family.check(connection, by, request.about)
    intake.check_identity(request)
    # One at a time, so that a request has one open link.
    lock = func.pg_advisory_xact_lock(func.hashtext(f"homeroom.request.{request_id}"))
    connection.execute(select(lock))
    made = released(connection, request_id)
    if made is None:
        raise InputError(f"request {request_id}: nothing is released yet; release a copy first")
    if why := withheld(connection, made, today):
        raise InputError(why)
    revoke(connection, request_id, by=by)
    token, passcode = secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = {
        "request": request_id,
        "production": made.id,
        "token_hash": digest(token),
        "passcode_mac": _mac(token, passcode),
        "made_by": by,
        "expires_at": func.clock_timestamp() + text(f"interval '{days} days'"),
    }
    new = connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
    _enter(connection, new, request_id, "issued", actor=by)
    return Issued(link=_one(connection, table.c.id == new), token=token, passcode=passcode)


def revoke(connection: Connection, request_id: str, *, by: str) -> int:
    """Take back the open link of a request; how many there were, none or one."""
    gone = connection.scalars(
        update(table)
        .where(
            table.c.request == request_id, table.c.spent_at.is_(None), table.c.revoked_at.is_(None)
        )
        .values(revoked_at=func.clock_timestamp(), revoked_by=by)
        .returning(table.c.id)
    ).all()
    for link in gone:
        _enter(connection, link, request_id, "revoked", actor=by)
    return len(gone)


def of_request(connection: Connection, request_id: str) -> list[tuple[Link, list[Attempt]]]:
    """The links of a request with the attempts at each, the newest first."""
    rows = connection.execute(_selected().where(table.c.request == request_id)).mappings().all()
    links = sorted((Link(**row) for row in rows), key=lambda link: link.id, reverse=True)
    return [(link, _attempts(connection, link.id)) for link in links]


def look(connection: Connection, token: str, *, address: str) -> Link | None:
    """The link of a token, to be shown; None where there is none. Nothing is used up."""
    link = _locked(connection, token)
    if link is not None:
        note(connection, link, "seen" if link.state == "open" else link.state, address)
    return link


def take(
    connection: Connection, token: str, passcode: str, *, address: str, today: date
) -> Taken | None:
    """Use a link up, where the passcode is right and nothing stands against it; None: no such link.

    One of several at the same moment gets it: the row is locked until the transaction ends.
    """
    link = _locked(connection, token)
    if link is None:
        return None
    outcome, made = _judged(connection, link, token, passcode, today)
    if outcome == "wrong":
        _set(connection, link, wrong=link.wrong + 1)
    if outcome == "begun":
        _set(connection, link, spent_at=func.clock_timestamp())
    note(connection, link, outcome, address)
    now = _one(connection, table.c.id == link.id)
    return Taken(outcome=outcome, link=now, production=made if outcome == "begun" else None)


def note(connection: Connection, link: Link, outcome: Outcome, address: str) -> None:
    """Keep an attempt: with the request, and as an entry of the log."""
    recent = exists().where(
        attempts.c.link == link.id,
        attempts.c.address == address,
        attempts.c.outcome == outcome,
        attempts.c.at > func.clock_timestamp() - text(f"interval '{QUIET_MINUTES} minutes'"),
    )
    row = select(literal(link.id), literal(address), literal(outcome))
    row = row.where(~recent) if outcome in QUIET else row
    kept = (
        insert(attempts).from_select(["link", "address", "outcome"], row).returning(attempts.c.id)
    )
    if connection.execute(kept).first() is not None:
        _enter(connection, link.id, link.request, outcome, actor="", address=address)


def released(connection: Connection, request_id: str) -> Production | None:
    """The newest production of a request, where it is released."""
    made = productions.productions_of(connection, request_id)
    whole = [each for each in made if each.state == "released"]
    return whole[0] if whole else None


def withheld(connection: Connection, made: Production, today: date) -> str:
    """Why a released production is not handed over now; empty where nothing stands against it."""
    newest = released(connection, made.request)
    if newest is None or newest.id != made.id:
        return f"request {made.request}: another copy was released since"
    if not keeping.exists(made):
        return f"request {made.request}: the copy is not on disk any more; produce it again"
    if scope.sealed_since(connection, made.request):
        return f"request {made.request}: an image in it was sealed since; produce it again"
    try:
        access.check(connection, requests.get(connection, made.request), today)
    except InputError as error:
        return str(error)
    return ""


def digest(token: str) -> bytes:
    """What the database has of a token."""
    return hashlib.sha256(token.encode()).digest()


def _judged(
    connection: Connection, link: Link, token: str, passcode: str, today: date
) -> tuple[Outcome, Production | None]:
    if link.state != "open":
        return link.state, None
    kept = connection.scalar(select(table.c.passcode_mac).where(table.c.id == link.id))
    if not hmac.compare_digest(kept or b"", _mac(token, passcode)):
        return "wrong", None
    made = productions.progress(connection, link.production)
    return ("withheld" if withheld(connection, made, today) else "begun"), made


def _mac(token: str, passcode: str) -> bytes:
    digits = "".join(each for each in passcode if each.isdecimal())
    return hmac.digest(token.encode(), digits.encode(), "sha256")


def _selected() -> Select[Any]:
    """Links with their state, by the database's clock."""
    columns = table.c
    state = case(
        (columns.revoked_at.is_not(None), "revoked"),
        (columns.spent_at.is_not(None), "spent"),
        (columns.wrong >= MOST_WRONG, "locked"),
        (columns.expires_at <= func.clock_timestamp(), "expired"),
        else_="open",
    )
    kept = (each for each in columns if each.name not in ("district", "token_hash", "passcode_mac"))
    return select(*kept, state.label("state"))


def _one(connection: Connection, where: Any) -> Link:
    return Link(**connection.execute(_selected().where(where)).mappings().one())


def _locked(connection: Connection, token: str) -> Link | None:
    """The link of a token, kept from others until the transaction ends."""
    found = connection.scalar(
        select(table.c.id).where(table.c.token_hash == digest(token)).with_for_update()
    )
    return None if found is None else _one(connection, table.c.id == found)


def _set(connection: Connection, link: Link, **values: Any) -> None:
    connection.execute(update(table).where(table.c.id == link.id).values(**values))


def _attempts(connection: Connection, link: int) -> list[Attempt]:
    columns = (attempts.c.at, attempts.c.address, attempts.c.outcome)
    rows = connection.execute(
        select(*columns).where(attempts.c.link == link).order_by(attempts.c.id.desc())
    ).mappings()
    return [Attempt(**row) for row in rows]


def _enter(
    connection: Connection, link: int, request: str, what: str, *, actor: str, address: str = ""
) -> None:
    """An entry of the log, beside the table that the page reads."""
    said = {
        "actor": actor,
        "address": address,
        "type": "download_link",
        "key": f"request:{request}",
        "details": {"link": link, "outcome": what},
    }
    append(connection, "access", uuid.uuid4().hex, said)
