"""What a request is for: whatever is not known to be a look is a change."""

from __future__ import annotations

import pytest

from homeroom.policy.sections.networks import Action
from synapse_module.gates.actions import action_of

CLIENT = "/_matrix/client/v3"
CASES = [
    ("GET", f"{CLIENT}/sync?timeout=30000", Action.READ, False),
    ("GET", "/_matrix/client/v1/media/download/x/y", Action.READ, False),
    ("PUT", f"{CLIENT}/rooms/!x/send/m.room.message/1", Action.WRITE, True),
    ("POST", "/_matrix/media/v3/upload", Action.WRITE, True),
    ("POST", f"{CLIENT}/createRoom", Action.WRITE, True),
    ("DELETE", f"{CLIENT}/devices/X", Action.WRITE, True),
    # looks that are asked for by POST; leaving is always possible
    ("POST", f"{CLIENT}/search?next_batch=1", Action.READ, False),
    ("POST", f"{CLIENT}/user/@x:y/filter", Action.READ, False),
    ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync", Action.READ, False),
    ("POST", f"{CLIENT}/rooms/!x/leave", Action.READ, False),
    # what only looks like one of those
    ("POST", f"{CLIENT}/rooms/!x/invite?/search", Action.WRITE, True),
    ("POST", f"{CLIENT}/rooms/!x/report/search", Action.WRITE, True),
    ("PUT", f"{CLIENT}/rooms/!x/send/leave/search", Action.WRITE, True),
    ("POST", f"{CLIENT}/join/x%2Fleave", Action.WRITE, True),
    # administration
    ("GET", "/_synapse/admin/v2/users", Action.ADMINISTER, False),
    ("PUT", "/_synapse/admin/v2/users/@x:y", Action.ADMINISTER, True),
]


@pytest.mark.parametrize(("method", "url", "action", "changes"), CASES)
def test_what_a_request_is_for(method: str, url: str, action: Action, changes: bool) -> None:
    assert action_of(method, url) == (action, changes)
