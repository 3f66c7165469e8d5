"""Words of danger in what came from outside: an alert at once, whatever becomes of the message.

Looked for when a body is opened, in the same transaction: a message that waits in quarantine, or
behind another, or for a homeserver that is away, is seen all the same (invariant 14). What is
delivered is judged again by the homeserver, which knows it by its id and raises no second alert.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bridges.base import crossing, ghosts, items
from bridges.base.inbox import Stored
from bridges.base.items import Item
from bridges.base.json_values import read_object
from bridges.base.network import Network, UnreadableError
from homeroom.danger import alerts
from homeroom.danger.alerts import Raised
from homeroom.policy.rules import danger
from homeroom.policy.verdict import Reason
from homeroom.registry import authorities, detection, people
from homeroom.registry.seeing import texts

log = logging.getLogger(__name__)


def watch(connection: Connection, network: Network, item: Item) -> tuple[Reason, ...]:
    """Raise the alert of a message that has just come in, if it speaks of danger: of which."""
    flags = _flags(texts(read_object(item.payload)))
    if not flags:
        return ()
    rules = tuple(flag.rule for flag in flags)
    said = items.said(item, "danger", rules=rules, raw=item.payload)
    raised = Raised(
        kind="bridge",
        key=f"{item.network}:{item.id}:danger",
        payload=said,
        source=f"{item.network}:{item.remote_id}",
        sender=f"{item.network}:{item.conversation}",
        people=_people(connection, network, item),
        room_id="",
        rules=rules,
    )
    alerts.raise_alert(connection, raised)
    log.warning("item %s speaks of danger", item.id)
    return flags


def watch_unread(connection: Connection, network: str, stored: Stored) -> None:
    """The same for a body that could not be read: whatever text is in it is looked at."""
    body = stored.body.decode("utf-8", "replace")
    flags = _flags([body])
    if not flags:
        return
    rules = tuple(flag.rule for flag in flags)
    said: dict[str, Any] = {"network": network, "direction": "in", "action": "danger"}
    raised = Raised(
        kind="bridge",
        key=f"{network}:body:{stored.id}:danger",
        payload={"bridge": {**said, "rules": rules, "raw": body.replace("\x00", "\ufffd")}},
        source=f"{network}:body:{stored.id}",
        sender=f"{network}:",
        people=(),
        room_id="",
        rules=rules,
    )
    alerts.raise_alert(connection, raised)
    log.warning("body %s speaks of danger", stored.id)


def _flags(said: Iterable[str]) -> tuple[Reason, ...]:
    """What fails to be read is looked at by a person."""
    try:
        return danger.flags(detection.dangers(said))
    except Exception:
        log.exception("ALARM words not read")
        return (danger.UNREAD,)


def _people(connection: Connection, network: Network, item: Item) -> tuple[str, ...]:
    """The guardian who wrote, where the number is one's alone, and the students they stand by."""
    try:
        aliases = network.message(item.payload).aliases
    except UnreadableError:
        return ()
    phones = ghosts.of_aliases(connection, network.name, aliases).phones if aliases else ()
    known = {p.id: p for phone in phones for p in people.by_phone(connection, phone)}
    day = crossing.local(connection, datetime.now(UTC)).date()
    wards = {
        ward.student.id for person in known for ward in authorities.wards(connection, person, day)
    }
    return (*sorted(known), *sorted(wards - set(known)))
