"""Reading what is new, and what belongs to the reader alone."""

from __future__ import annotations

from homeroom.ways_in.model import (
    CHANGES_BY_GET,
    CLIENT,
    LOOKS_BY_POST,
    UNSTABLE,
    Way,
    closed,
    harmless,
    limited,
)

LIMITS = "tests/integration/module/test_limits.py"
FOLLOWS = "a bridge gets its rooms' events; typing, receipts and presence only where words may go"
OWN = "only its owner reads it"
OWN_TEST = f"{LIMITS}::test_what_is_ones_own_is_small"
PEOPLE_TEST = f"{LIMITS}::test_a_bridge_does_not_follow_as_a_person_does"
USER = f"{CLIENT}/user/{{user_id}}"

WAYS: tuple[Way, ...] = (
    limited(f"GET {CLIENT}/sync", "", FOLLOWS, "people", test=PEOPLE_TEST),
    limited(f"GET {CLIENT}/events", "", FOLLOWS, "people", test=PEOPLE_TEST),
    limited(f"GET {CLIENT}/initialSync", "", FOLLOWS, "people", test=PEOPLE_TEST),
    limited(f"GET {CLIENT}/rooms/{{room_id}}/initialSync", "", FOLLOWS, "people", test=PEOPLE_TEST),
    limited(
        f"POST {UNSTABLE}/org.matrix.simplified_msc3575/sync",
        "",
        FOLLOWS,
        "people",
        does=LOOKS_BY_POST,
        test=PEOPLE_TEST,
    ),
    harmless(f"GET {CLIENT}/events/{{event_id}}", "reads an event of a room that one is in"),
    harmless(f"GET {CLIENT}/notifications", "reads what one was notified of"),
    harmless(f"GET {CLIENT}/capabilities", "reads what the server can"),
    harmless("GET /_matrix/client/versions", "reads what the server can"),
    harmless(
        f"GET {UNSTABLE}/org.matrix.msc1763/retention/configuration", "reads that nothing expires"
    ),
    # -- one's own settings ------------------------------------------------------------------
    limited(
        f"PUT {USER}/account_data/{{account_data_type}}",
        "text to oneself",
        OWN,
        "small",
        "approved",
        test=OWN_TEST,
    ),
    limited(
        f"PUT {USER}/rooms/{{room_id}}/account_data/{{account_data_type}}",
        "text to oneself",
        OWN,
        "small",
        "approved",
        test=OWN_TEST,
    ),
    limited(
        f"PUT {USER}/rooms/{{room_id}}/tags/{{tag}}",
        "text to oneself",
        OWN,
        "small",
        test=OWN_TEST,
    ),
    limited(
        f"POST {USER}/filter", "text to oneself", OWN, "small", does=LOOKS_BY_POST, test=OWN_TEST
    ),
    harmless(f"DELETE {USER}/rooms/{{room_id}}/tags/{{tag}}", OWN),
    harmless(f"GET {USER}/rooms/{{room_id}}/tags", OWN),
    harmless(f"GET {USER}/filter/{{filter_id}}", OWN),
    harmless(f"GET {USER}/account_data/{{account_data_type}}", OWN),
    harmless(f"GET {USER}/rooms/{{room_id}}/account_data/{{account_data_type}}", OWN),
    harmless(
        f"DELETE {UNSTABLE}/org.matrix.msc3391/user/{{user_id}}/account_data/{{account_data_type}}",
        OWN,
    ),
    harmless(
        f"DELETE {UNSTABLE}/org.matrix.msc3391/user/{{user_id}}/rooms/{{room_id}}"
        "/account_data/{account_data_type}",
        OWN,
    ),
    # -- push --------------------------------------------------------------------------------
    limited(
        f"POST {CLIENT}/pushers/set",
        "an address outside to which the server reports",
        "only the ids of event and room leave, never content or names, and never by e-mail",
        "push_without_content",
        "small",
        test=f"{LIMITS}::test_a_push_carries_no_content",
    ),
    limited(f"PUT {CLIENT}/pushrules/{{path}}", "text to oneself", OWN, "small", test=OWN_TEST),
    harmless(f"GET,DELETE {CLIENT}/pushrules/{{path}}", OWN),
    harmless(f"GET {CLIENT}/pushers", OWN),
    harmless(f"GET {UNSTABLE}/pushers/remove", "ends a push", does=CHANGES_BY_GET),
    # -- not needed, and unstable ------------------------------------------------------------
    closed(
        f"PUT,DELETE {UNSTABLE}/io.element.msc4306/rooms/{{room_id}}/thread/{{thread_root_id}}"
        "/subscription",
        "text in the place of an event's id",
        "unstable, and nobody needs it",
    ),
    harmless(
        f"GET {UNSTABLE}/io.element.msc4306/rooms/{{room_id}}/thread/{{thread_root_id}}"
        "/subscription",
        OWN,
    ),
    harmless(f"GET {UNSTABLE}/io.element.msc4308/thread_subscriptions", OWN),
)
