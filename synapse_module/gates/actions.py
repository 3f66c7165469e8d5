"""What a request to Synapse is for, told by its method and path alone."""

from __future__ import annotations

import re

from homeroom.policy.sections.networks import Action

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
ADMINISTRATION = "/_synapse/admin"
LOOKS_BY_POST = re.compile(
    r"/_matrix/client/(?:api/v1|r0|v3|unstable)/(?:"
    r"search|user_directory/search|publicRooms|keys/query|user/[^/]+/filter"
    r"|org\.matrix\.(?:simplified_)?msc3575/sync"
    r"|rooms/[^/]+/(?:leave|forget)|logout(?:/all)?"
    r")"
)
"""These change nothing that others read; and leaving, as signing out, is always possible."""


def action_of(method: str, url: str) -> tuple[Action, bool]:
    """The action of a request, and whether it changes anything. `url` may have a query."""
    path = url.partition("?")[0]
    changes = method not in LOOKS
    if path.startswith(ADMINISTRATION):
        return Action.ADMINISTER, changes
    if changes and not LOOKS_BY_POST.fullmatch(path):
        return Action.WRITE, True
    return Action.READ, False
