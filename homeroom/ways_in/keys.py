"""Keys of devices. Nothing is encrypted here; a client that uploads keys anyway works on.

They are kept for their owner, and nobody else reads them: a key may be any text.
"""

from __future__ import annotations

from homeroom.ways_in.model import CLIENT, LOOKS_BY_POST, UNSTABLE, Way, closed, harmless, limited

TEST = (
    "tests/integration/module/test_limits.py"
    "::test_keys_and_device_names_are_read_by_their_owner_alone"
)
OWN = "only its owner reads it"
BACKUP = f"{CLIENT}/room_keys"
DEHYDRATED = f"{UNSTABLE}/org.matrix.msc3814.v1/dehydrated_device"

WAYS: tuple[Way, ...] = (
    limited(f"POST {CLIENT}/keys/upload", "text as a key", OWN, "small", test=TEST),
    limited(f"POST {CLIENT}/keys/device_signing/upload", "text as a key", OWN, "small", test=TEST),
    limited(
        f"POST {CLIENT}/keys/signatures/upload", "text as a signature", OWN, "small", test=TEST
    ),
    limited(
        f"POST {CLIENT}/keys/query",
        "",
        "others' keys and device names are left out of the answer",
        "own_keys",
        does=LOOKS_BY_POST,
        test=TEST,
    ),
    closed(f"POST {CLIENT}/keys/claim", "", "others' keys are not given out"),
    closed(f"POST {UNSTABLE}/org.matrix.msc3983/keys/claim", "", "others' keys are not given out"),
    harmless(f"GET {CLIENT}/keys/changes", "reads whose devices changed"),
    limited(
        f"PUT {BACKUP}/keys[/{{room_id}}][/{{session_id}}]",
        "text to oneself",
        OWN,
        "small",
        test=TEST,
    ),
    harmless(f"GET,DELETE {BACKUP}/keys[/{{room_id}}][/{{session_id}}]", OWN),
    limited(f"POST {BACKUP}/version", "text to oneself", OWN, "small", test=TEST),
    limited(f"PUT {BACKUP}/version/{{version}}", "text to oneself", OWN, "small", test=TEST),
    harmless(f"GET {BACKUP}/version", OWN),
    harmless(f"GET,DELETE {BACKUP}/version/{{version}}", OWN),
    closed(f"GET,PUT,DELETE {DEHYDRATED}", "text as a key", "without encryption nobody needs it"),
    closed(f"GET,POST {DEHYDRATED}/{{device_id}}/events", "", "without encryption nobody needs it"),
)
