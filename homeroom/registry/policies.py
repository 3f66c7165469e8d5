"""Policy versions (rule 6): publishing one, and the one in force."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from homeroom.policy.policy import Policy
from homeroom.registry import decisions, policy_file
from homeroom.registry.model import PolicyVersion

COPY = "policy.yaml"


def publish(connection: Connection, text: str, *, by: str, name: str = COPY) -> PolicyVersion:
    """Put a policy in force under the next version number; `InputError` where it has a fault.

    The text that is in force already makes no new version.
    """
    policy_file.read(text, name=name)
    decisions.lock(connection)
    before = in_force(connection)
    if before is not None and before.text == text:
        return before
    made = PolicyVersion(version=str(int(before.version) + 1 if before else 1), text=text)
    decisions.record(connection, made, by=by, note="published")
    return made


def in_force(connection: Connection) -> PolicyVersion | None:
    """The version published last; None before the first."""
    return decisions.newest(connection, PolicyVersion)


@lru_cache(maxsize=8)
def read(version: PolicyVersion) -> Policy:
    """A version as the rules read it."""
    return policy_file.parse(version.text, version=version.version)


def local_day(connection: Connection, now: datetime) -> date:
    """The district's day at this aware instant: agreements and consents count in its days."""
    version = in_force(connection)
    zone = read(version).hours.timezone if version else "UTC"
    return now.astimezone(ZoneInfo(zone)).date()


def write_copy(data: Path, version: PolicyVersion) -> Path:
    """Keep `DATA/policy.yaml` true: the text in force, replaced whole."""
    file = data / COPY
    unfinished = file.with_name(f".{COPY}.unfinished")
    unfinished.write_text(version.text, encoding="utf-8")
    unfinished.replace(file)
    return file
