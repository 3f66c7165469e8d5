"""The venues that follow from a roster: a room for each class, a space for each school. Pure.

The import designates them in the transaction that records their classes, so that whoever looks at
a dry run sees the rooms, too. The steward makes the rooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from homeroom.registry.model import Org, SchoolClass, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    """What a venue stands for: a class, or a school or district."""

    name: str
    org: str
    active: bool = True


def venues(
    known: Mapping[str, Venue],
    *,
    classes: tuple[Mapping[str, SchoolClass], Mapping[str, SchoolClass]],
    orgs: tuple[Mapping[str, Org], Mapping[str, Org]],
) -> list[Venue]:
    """The venues to decide anew; each pair is what the registry holds, and what the roster says.

    A name that people gave a venue stays theirs, and one that they closed stays closed.
    """
    return [
        *_following("class", known, *map(_class_anchors, classes)),
        *_following("space", known, *map(_org_anchors, orgs)),
    ]


def _class_anchors(found: Mapping[str, SchoolClass]) -> dict[str, _Anchor]:
    return {
        key: _Anchor(name=each.title, org=each.org, active=each.active)
        for key, each in found.items()
    }


def _org_anchors(found: Mapping[str, Org]) -> dict[str, _Anchor]:
    return {key: _Anchor(name=org.name, org=key, active=org.active) for key, org in found.items()}


def _following(
    kind: Literal["class", "space"],
    known: Mapping[str, Venue],
    before: Mapping[str, _Anchor],
    after: Mapping[str, _Anchor],
) -> Iterable[Venue]:
    of = _by_anchor(kind, known)
    for key, anchor in after.items():
        for venue in of.get(key, ()):
            yield from _changed(venue, before.get(key), anchor)
        if key not in of:
            yield _new(kind, key, anchor, known)
    for key in of.keys() - after.keys():
        yield from (replace(venue, active=False) for venue in of[key] if venue.active)


def _by_anchor(kind: str, known: Mapping[str, Venue]) -> dict[str, list[Venue]]:
    """The venues of a kind by the class or org that each stands for."""
    found: dict[str, list[Venue]] = {}
    for venue in known.values():
        anchor = venue.class_id if kind == "class" else venue.org
        if venue.kind == kind and anchor is not None:
            found.setdefault(anchor, []).append(venue)
    return found


def _new(
    kind: Literal["class", "space"], key: str, anchor: _Anchor, known: Mapping[str, Venue]
) -> Venue:
    name = f"room-{key}" if kind == "class" else f"space-{key}"
    while name in known:  # a venue of another kind was given this id by hand
        name += "-"
    return Venue(
        id=name,
        kind=kind,
        name=anchor.name,
        org=anchor.org,
        class_id=key if kind == "class" else None,
    )


def _changed(venue: Venue, before: _Anchor | None, after: _Anchor) -> Iterable[Venue]:
    """The venue as the roster now has it, where that differs."""
    came_back = before is not None and not before.active
    if not (venue.active or came_back):
        return
    own_name = before is not None and venue.name != before.name
    changed = replace(
        venue, name=venue.name if own_name else after.name, org=after.org, active=True
    )
    if changed != venue:
        yield changed
