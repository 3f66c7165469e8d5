"""Help for whoever writes words of danger from outside: sent back at once, where anything may go.

It is our own text, and about nobody; but it crosses a bridge, so tool and consent are asked as for
any message (invariant 5), again at the vendor call. Where nothing may cross, that is on record, and
the adult on call, who is told in any case, decides whether to call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, exists, select

from bridges.base import crossing, ghosts, items
from bridges.base.crossing import Held
from bridges.base.items import NOW, Item
from bridges.base.json_values import read_object, text_in, write_object
from bridges.base.model import Alias, Direction, Outgoing, Received, State
from bridges.base.network import Network, UnreadableError
from homeroom.db.tables.bridge import item as table
from homeroom.policy.policy import STRICTEST
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import LANGUAGES, Language
from homeroom.policy.wording.danger import comfort
from homeroom.registry import people, policies

KIND: Final = "help"
ONCE_IN = timedelta(minutes=10)
"""Who writes on within this time has the help already."""


def offer(
    connection: Connection, network: Network, item: Item, flags: Sequence[Reason], *, came_in: int
) -> None:
    """Have help sent to whoever wrote an item, before all else that waits, once in a while."""
    to = _address(network, item)
    if not flags or to is None or _has_it(connection, item):
        return
    text = _text(connection, to, flags)
    payload = {"kind": to.kind, "to": to.value, "text": text}
    received = Received(
        kind=KIND,
        remote_id=f"{KIND}:{item.remote_id}",
        conversation=item.conversation,
        sent_at=datetime.now(UTC),
        payload=write_object(payload),
        urgent=True,
    )
    items.add(
        connection, network.name, Direction.OUT, received, came_in=came_in, settle=timedelta()
    )


def read(item: Item) -> tuple[Alias, Outgoing]:
    """To whom an item of help goes, and what it says."""
    said = read_object(item.payload)
    to = Alias(
        kind="phone" if text_in(said, "kind") == "phone" else "user_id", value=text_in(said, "to")
    )
    text = text_in(said, "text")
    return to, Outgoing(event_id=item.remote_id, sender="", kind="text", text=text)


def held(connection: Connection, network: str, to: Alias, now: datetime) -> Held | None:
    """Why nothing may go to somebody now; None where a message of a family room might."""
    ghost = ghosts.of_aliases(connection, network, (to,))
    found = crossing.route(connection, network, ghost.phones, now)
    return found if isinstance(found, Held) else None


def _address(network: Network, item: Item) -> Alias | None:
    try:
        message = network.message(item.payload)
    except UnreadableError:
        return None
    if message.group is not None:
        return None
    return next(iter(sorted(message.aliases, key=lambda alias: alias.kind != "phone")), None)


def _has_it(connection: Connection, item: Item) -> bool:
    lately = exists().where(
        table.c.network == item.network,
        table.c.direction == Direction.OUT,
        table.c.kind == KIND,
        table.c.conversation == item.conversation,
        table.c.state.in_((State.WAITING, State.DONE)),
        table.c.added > NOW - ONCE_IN,
    )
    return bool(connection.scalar(select(lately)))


def _text(connection: Connection, to: Alias, flags: Sequence[Reason]) -> str:
    """In the language of whoever the number is one's alone, else in each."""
    known = people.by_phone(connection, to.value) if to.kind == "phone" else []
    languages: Sequence[Language] = [known[0].language] if len(known) == 1 else LANGUAGES
    version = policies.in_force(connection)
    policy = policies.read(version) if version else STRICTEST
    return "\n\n".join(
        comfort(flags, policy.danger, reading=None, language=language) for language in languages
    )
