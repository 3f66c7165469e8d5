"""Which requests a generic worker takes; everything else goes to the main process.

Source: Synapse's documentation, "Workers", `synapse.app.generic_worker`, where the workers write
no stream but hand events to a persister. Requests that write to a stream of the main process
(typing, receipts, account data, devices) are left to it, as that page asks.
"""

from __future__ import annotations

ALL = "(api/v1|r0|v3|unstable)"

ANY_METHOD: tuple[str, ...] = (
    "/_matrix/client/(r0|v3)/sync$",
    "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync$",
    "/_matrix/client/(api/v1|r0|v3)/events$",
    "/_matrix/client/(api/v1|r0|v3)/initialSync$",
    "/_matrix/client/(api/v1|r0|v3)/rooms/[^/]+/initialSync$",
    f"/_matrix/client/{ALL}/createRoom",
    f"/_matrix/client/{ALL}/publicRooms$",
    f"/_matrix/client/{ALL}/rooms/.*/joined_members$",
    f"/_matrix/client/{ALL}/rooms/.*/context/.*$",
    f"/_matrix/client/{ALL}/rooms/.*/members$",
    f"/_matrix/client/{ALL}/rooms/.*/messages$",
    f"/_matrix/client/{ALL}/rooms/.*/state$",
    "/_matrix/client/v1/rooms/.*/hierarchy$",
    "/_matrix/client/(v1|unstable)/rooms/.*/relations/",
    "/_matrix/client/v1/rooms/.*/threads$",
    "/_matrix/client/v1/rooms/.*/timestamp_to_event$",
    "/_matrix/client/unstable/im.nheko.summary/summary/.*$",
    "/_matrix/client/(r0|v3|unstable)/account/whoami$",
    "/_matrix/client/versions$",
    f"/_matrix/client/{ALL}/voip/turnServer$",
    f"/_matrix/client/{ALL}/rooms/.*/event/",
    f"/_matrix/client/{ALL}/joined_rooms$",
    f"/_matrix/client/{ALL}/rooms/.*/aliases",
    f"/_matrix/client/{ALL}/search$",
    "/_matrix/client/(r0|v3|unstable)/user/.*/filter(/|$)",
    f"/_matrix/client/{ALL}/directory/room/.*$",
    "/_matrix/client/(r0|v3|unstable)/capabilities$",
    "/_matrix/client/(r0|v3|unstable)/notifications$",
    "/_matrix/client/(r0|v3|unstable)/keys/(query|changes|claim)$",
    f"/_matrix/client/{ALL}/login$",
    "/_matrix/client/(r0|v3|unstable)/register$",
    "/_matrix/client/(r0|v3|unstable)/register/available$",
    "/_matrix/client/v1/register/m.login.registration_token/validity$",
    "/_matrix/client/(r0|v3|unstable)/password_policy$",
    f"/_matrix/client/{ALL}/rooms/.*/redact",
    f"/_matrix/client/{ALL}/rooms/.*/send",
    f"/_matrix/client/{ALL}/rooms/.*/state/",
    f"/_matrix/client/{ALL}/rooms/.*/(join|invite|leave|ban|unban|kick)$",
    f"/_matrix/client/{ALL}/join/",
    f"/_matrix/client/{ALL}/knock/",
    f"/_matrix/client/{ALL}/profile/",
    "/_matrix/client/(r0|v3|unstable)/user_directory/search$",
)
"""Patterns of paths that any worker answers, whatever the method."""

READING: tuple[str, ...] = (
    f"/_matrix/client/{ALL}/pushrules/",
    "/_matrix/client/(r0|v3|unstable)/user/.*/tags",
    "/_matrix/client/(r0|v3|unstable)/user/.*/account_data",
    f"/_matrix/client/{ALL}/presence/",
    f"/_matrix/client/{ALL}/devices(/|$)",
    "/_matrix/client/(r0|v3|unstable)/account/3pid$",
)
"""Patterns of paths that a worker answers to GET alone."""
