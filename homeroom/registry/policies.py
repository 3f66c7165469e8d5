"""Policy versions (rule 6): publishing one, and the one in force."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.policy import STRICTEST, Asked, Policy
from homeroom.registry import decisions, policy_file
from homeroom.registry.model import Acknowledgement, Person, PolicyVersion

COPY = "policy.yaml"


def publish(
    connection: Connection, text: str, *, by: str, name: str = COPY, material: bool = False
) -> PolicyVersion:
    """Put a policy in force under the next version number; `InputError` where it has a fault.

    The text that is in force already makes no new version. A material version is one that users
    are asked to acknowledge; the first one is.
    """
    policy_file.read(text, name=name)
    decisions.lock(connection)
    before = in_force(connection)
    if before is not None and before.text == text:
        return before
    made = PolicyVersion(
        version=str(int(before.version) + 1 if before else 1),
        text=text,
        format=policy_file.formats.CURRENT,
        material=material or before is None,
    )
    decisions.record(connection, made, by=by, note="published")
    return made


def in_force(connection: Connection) -> PolicyVersion | None:
    """The version published last; None before the first."""
    return decisions.newest(connection, PolicyVersion)


def asked(connection: Connection) -> Asked | None:
    """The newest version that users must have acknowledged, and since when it is asked for."""
    found: Asked | None = None
    for decision in decisions.of_kind(connection, PolicyVersion):
        version = decisions.decode(PolicyVersion, decision.state)
        found = asked_after(found, version, decision.at)
    return found


def asked_after(before: Asked | None, published: PolicyVersion, at: datetime) -> Asked:
    """What is asked for once a version is published: that, if it is material or the first."""
    if before is not None and not published.material:
        return before
    return Asked(version=int(published.version), since=at)


def acknowledge(connection: Connection, person: Person, *, by: str) -> Acknowledgement:
    """A person's own acknowledgement of the version in force.

    `by` is the user id of who is signed in: nobody acknowledges for somebody else, a guardian not
    for a student and a student not for a guardian (`InputError`).
    """
    if person.user_id is None or by != person.user_id:
        raise InputError(f"acknowledgement: {by} cannot acknowledge for somebody else; sign in")
    version = in_force(connection)
    if version is None:
        raise InputError("acknowledgement: no policy is in force yet")
    made = Acknowledgement(person=person.id, version=version.version)
    decisions.record(connection, made, by=by, note=f"acknowledged version {version.version}")
    return made


@lru_cache(maxsize=8)
def read(version: PolicyVersion) -> Policy:
    """A version as the rules read it."""
    return policy_file.stored(version)


def zone(connection: Connection) -> ZoneInfo:
    """The district's time zone, by the policy in force; UTC before the first."""
    version = in_force(connection)
    return ZoneInfo(read(version).hours.timezone if version else "UTC")


def local_day(connection: Connection, now: datetime) -> date:
    """The district's day at this aware instant: agreements and consents count in its days."""
    version = in_force(connection)
    return (read(version) if version else STRICTEST).hours.day(now)


def local(connection: Connection, now: datetime) -> datetime:
    """This aware instant in the district's time zone."""
    return now.astimezone(zone(connection))


def write_copy(data: Path, version: PolicyVersion) -> Path:
    """Keep `DATA/policy.yaml` true: the text in force, replaced whole."""
    file = data / COPY
    unfinished = file.with_name(f".{COPY}.unfinished")
    unfinished.write_text(version.text, encoding="utf-8")
    unfinished.replace(file)
    return file
