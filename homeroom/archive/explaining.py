"""Why something was refused, flagged or let through, from its record: as things stood then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from homeroom.archive import kept
from homeroom.archive.read import Entry
from homeroom.db.tables.registry import decision
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import LANGUAGES, WORDING, Language, answer
from homeroom.registry import policies, strict_yaml
from homeroom.registry.decisions import decode
from homeroom.registry.model import Consent, Enrollment, PolicyVersion, State, Tool, Venue

S = TypeVar("S", bound=State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason or flag."""

    rule: str
    clause: str
    passage: str
    """What the policy version said there; empty where the rule is built in."""
    words: Mapping[Language, str]
    """As it is said today; what was said then is in `Explanation.told`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tool and the consents for it, as the registry had them."""

    tool: str
    usable: bool
    agreement: str
    ends: date | None
    consents: tuple[Consent, ...]
    """Those recorded for the students of the room's venue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A verdict, explained."""

    key: str
    at: datetime | None
    entry: int | None
    verdict: str
    sender: str
    room_id: str
    policy_version: str
    registry_seq: int
    reasons: tuple[Why, ...]
    flags: tuple[Why, ...]
    told: str
    """What the client was answered, in the sender's language."""
    notice: str
    """The notice that was sent besides; empty where none was due or it could not be sent."""
    standings: tuple[Standing, ...]


def of_key(connection: Connection, key: str) -> Explanation | None:
    """The explanation of a decision, or of an event that was let through; None where it is neither,
    or disposed of. An event that was flagged has a decision under its own id."""
    found = kept.find(connection, "decision", key)
    if found is None:
        event = kept.find(connection, "event", key)
        return _let_through(connection, key, event.content, event.entry) if event else None
    return _explained(connection, key, found.content, found.entry)


def of_entry(connection: Connection, entry: Entry) -> Explanation | None:
    """The explanation of a sealed decision or event."""
    key = kept.key_of(connection, entry)
    if entry.kind == "event":
        return of_key(connection, key)
    content = None if entry.text is None else entry.payload()
    return _explained(connection, key, content, entry)


def _explained(
    connection: Connection, key: str, content: dict[str, Any] | None, entry: Entry | None
) -> Explanation | None:
    said = content.get("decision") if content else None
    if not isinstance(said, dict) or "verdict" not in said:
        return None
    attempt, seq = said.get("attempt") or {}, int(said.get("registry_seq", 0))
    version = str(said.get("policy_version", ""))
    policy = _as_of(connection, PolicyVersion, seq).get(version)
    text = policy.text if policy else ""
    reasons = tuple(_why(each, text) for each in said.get("reasons", ()))
    flags = tuple(_why(each, text) for each in said.get("flags", ()))
    room_id = str(attempt.get("room_id", ""))
    return Explanation(
        key=key,
        at=entry.at if entry else None,
        entry=entry.index if entry else None,
        verdict=str(said["verdict"]),
        sender=str(attempt.get("sender", "")),
        room_id=room_id,
        policy_version=version,
        registry_seq=seq,
        reasons=reasons,
        flags=flags,
        told=str(said.get("told", "")),
        notice=_notice(connection, key),
        standings=tuple(_standings(connection, room_id, said, entry, seq)),
    )


def _let_through(
    connection: Connection, key: str, content: dict[str, Any] | None, entry: Entry | None
) -> Explanation | None:
    """What was in force when an event came, to within the refresh window (invariant 4).

    What is adopted from before Homeroom was judged by nobody, and what Synapse rejected reached
    nobody.
    """
    said = content or {}
    event = said.get("event")
    if not isinstance(event, dict) or said.get("adopted") or said.get("status") == "rejected":
        return None
    seq = _seq_at(connection, entry.at if entry else None)
    policy = _newest(connection, PolicyVersion, seq)
    room_id = str(event.get("room_id") or said.get("room_id") or "")
    return Explanation(
        key=key,
        at=entry.at if entry else None,
        entry=entry.index if entry else None,
        verdict="allow",
        sender=str(event.get("sender", "")),
        room_id=room_id,
        policy_version=policy.version if policy else "",
        registry_seq=seq,
        reasons=(),
        flags=(),
        told="",
        notice="",
        standings=tuple(_standings(connection, room_id, {}, entry, seq)),
    )


def _seq_at(connection: Connection, at: datetime | None) -> int:
    """The last decision of the registry at a moment; None is now."""
    before = true() if at is None else decision.c.at <= at
    return connection.scalar(select(func.max(decision.c.seq)).where(before)) or 0


def _newest(connection: Connection, kind: type[S], seq: int) -> S | None:
    state = connection.scalar(
        select(decision.c.state)
        .where(decision.c.subject == kind.SUBJECT, decision.c.seq <= seq)
        .order_by(decision.c.seq.desc())
        .limit(1)
    )
    return decode(kind, state) if state else None


def _why(reason: Mapping[str, Any], policy: str) -> Why:
    rule, clause = str(reason.get("rule", "")), str(reason.get("clause", ""))
    known = Reason(rule=rule, clause=clause, details=reason.get("details") or {})
    return Why(
        rule=rule,
        clause=clause,
        passage=strict_yaml.passage(policy, clause) if policy and clause else "",
        words={each: _said(known, each) for each in LANGUAGES},
    )


def _said(reason: Reason, language: Language) -> str:
    """A rule of an older version may have no words, or others, today."""
    if reason.rule not in WORDING:
        return ""
    try:
        return answer(reason, language)
    except (KeyError, ValueError):
        return ""


def _notice(connection: Connection, key: str) -> str:
    found = kept.find(connection, "notice", key)
    said = (found.content or {}).get("notice") if found else None
    return str(said.get("told", "")) if isinstance(said, dict) and said.get("sent") else ""


def _standings(
    connection: Connection, room_id: str, said: Mapping[str, Any], entry: Entry | None, seq: int
) -> Iterable[Standing]:
    """The tools that the verdict or the room's venue speaks of."""
    named = {
        str(network)
        for reason in (*said.get("reasons", ()), *said.get("flags", ()))
        if (network := (reason.get("details") or {}).get("network"))
    }
    rooms = _as_of(connection, Venue, seq, "room_id", room_id) if room_id else {}
    venue = next(iter(rooms.values()), None)
    tools = sorted(named | set(venue.networks if venue else ()))
    students = _students(connection, venue, seq) if tools and venue else set()
    for tool_id in tools:
        tool = _as_of(connection, Tool, seq, "id", tool_id).get(tool_id)
        agreement = tool.agreement if tool else None
        given = _as_of(connection, Consent, seq, "tool", tool_id).values()
        yield Standing(
            tool=tool_id,
            usable=tool is not None
            and entry is not None
            and tool.usable(policies.local_day(connection, entry.at)),
            agreement=agreement.reference if agreement else "",
            ends=agreement.ends if agreement else None,
            consents=tuple(consent for consent in given if consent.student in students),
        )


def _students(connection: Connection, venue: Venue, seq: int) -> set[str]:
    if venue.student is not None:
        return {venue.student}
    if venue.class_id is None:
        return set()
    seats = _as_of(connection, Enrollment, seq, "class_id", venue.class_id).values()
    return {seat.person for seat in seats if seat.role == "student" and seat.active}


def _as_of(
    connection: Connection, kind: type[S], seq: int, field: str = "", value: str = ""
) -> dict[str, S]:
    """The states of a kind as they were after decision `seq`, by key."""
    rows = connection.execute(
        select(decision.c.key, decision.c.state)
        .ext(distinct_on(decision.c.key))
        .where(decision.c.subject == kind.SUBJECT, decision.c.seq <= seq)
        .where(decision.c.key.in_(_named(kind, field, value)) if field else true())
        .order_by(decision.c.key, decision.c.seq.desc())
    )
    states = {row.key: decode(kind, row.state) for row in rows}
    return {k: s for k, s in states.items() if not field or getattr(s, field) == value}


def _named(kind: type[State], field: str, value: str) -> Any:
    """The keys that ever had this value, so that few histories are read."""
    return (
        select(decision.c.key)
        .distinct()
        .where(decision.c.subject == kind.SUBJECT, decision.c.state[field].astext == value)
    )
