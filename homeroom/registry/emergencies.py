"""One-time passwords for the day on which the district's sign-on fails (rule 4)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Emergency, Person
from homeroom.registry.snapshot import Snapshot

WHO = frozenset({Role.ADMIN, Role.IT})
LONGEST = timedelta(minutes=60)
"""A use is remembered as long (`notice.told`), so that a password opens one session."""
PASSWORD_BYTES = 18
COST, BLOCK, LANES = 2**14, 8, 1


def open_for(
    connection: Connection, person: Person, *, by: str, reason: str, now: datetime, lasts: timedelta
) -> str:
    """Record it, and return the password, which is nowhere else. Errors: InputError."""
    if not person.active or not person.user_id or WHO.isdisjoint(person.roles):
        raise InputError(
            f"{person.roster_id}: is no administrator and no IT staff of the roster with an "
            "account; choose one, or put the sign-on right"
        )
    if not reason.strip():
        raise InputError("break-glass: say why with --reason; it is on record")
    if not timedelta(0) < lasts <= LONGEST:
        raise InputError(f"break-glass: --minutes is from 1 to {LONGEST.seconds // 60}")
    password, salt = secrets.token_urlsafe(PASSWORD_BYTES), secrets.token_hex(16)
    opened = Emergency(
        id=uuid.uuid4().hex,
        person=person.id,
        reason=reason.strip(),
        salt=salt,
        digest=_digest(password, salt),
        until=now + lasts,
    )
    record(connection, opened, by=by, note="emergency access")
    return password


def opened(snapshot: Snapshot, user_id: str, now: datetime) -> list[Emergency]:
    """Those that an account has now, if it is still somebody's who may have one."""
    person = snapshot.person(user_id)
    if person is None or not person.active or WHO.isdisjoint(person.roles):
        return []
    recorded = snapshot.states.get(Emergency.SUBJECT, {}).values()
    return [each for each in recorded if each.person == person.id and now < each.until]


def fits(emergency: Emergency, password: str) -> bool:
    """Is it this password? Takes some 50 ms of a processor, and 16 MB."""
    return hmac.compare_digest(_digest(password, emergency.salt), emergency.digest)


def _digest(password: str, salt: str) -> str:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=COST, r=BLOCK, p=LANES, maxmem=2**26
    )
    return made.hex()
