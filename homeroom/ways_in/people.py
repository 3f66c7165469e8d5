"""People: names, presence, devices, and what one side shows of itself to another."""

from __future__ import annotations

from homeroom.ways_in.model import CLIENT, LOOKS_BY_POST, UNSTABLE, Way, closed, harmless, limited

LIMITS = "tests/integration/module/test_limits.py"
NAMES = "names and pictures come from the roster"
NO_FIELDS = "text that everybody reads, and no rule judges"
PROFILE = f"{CLIENT}/profile/{{user_id}}"
FIELD = "/_matrix/client/v3/profile/{user_id}/{field_name}"
OLD_FIELD = f"{UNSTABLE}/uk.tcpip.msc4133/profile/{{user_id}}/{{field_name}}"

WAYS: tuple[Way, ...] = (
    closed(
        f"PUT,DELETE {PROFILE}/displayname",
        "text that everybody reads",
        NAMES,
        callers=("steward", "bridge"),
        limits=("clean_name",),
        keeps=True,
    ),
    closed(
        f"PUT,DELETE {PROFILE}/avatar_url",
        "a picture that everybody sees",
        NAMES,
        callers=("steward", "bridge"),
        limits=("known_file", "clean_name"),
        keeps=True,
    ),
    closed(f"PUT,DELETE {FIELD}", "text that everybody reads", NO_FIELDS, keeps=True),
    closed(f"PUT,DELETE {OLD_FIELD}", "text that everybody reads", NO_FIELDS, keeps=True),
    harmless(f"GET {PROFILE}", "reads a name"),
    harmless(f"GET {PROFILE}/displayname", "reads a name"),
    harmless(f"GET {PROFILE}/avatar_url", "reads a picture's address"),
    harmless(f"GET {FIELD}", "reads a field, which nobody can have written"),
    harmless(f"GET {OLD_FIELD}", "reads a field, which nobody can have written"),
    harmless(
        "POST /_matrix/client/v3/users/{target_user_id}/report",
        "it is on record, and somebody in charge of the school answers it",
        enters="text to those in charge",
    ),
    harmless(
        f"POST {CLIENT}/user_directory/search",
        "reads names of people who share a room",
        does=LOOKS_BY_POST,
    ),
    limited(
        f"PUT {CLIENT}/presence/{{user_id}}/status",
        "text as a status",
        "says whether somebody is there, and nothing in words; it never crosses a bridge",
        "no_status_words",
        test=f"{LIMITS}::test_a_presence_carries_no_words",
    ),
    limited(
        f"GET {CLIENT}/presence/{{user_id}}/status",
        "",
        "presence never crosses a bridge",
        "people",
        test=f"{LIMITS}::test_a_bridge_does_not_follow_as_a_person_does",
    ),
    closed(
        f"PUT {CLIENT}/sendToDevice/{{message_type}}/{{txn_id}}",
        "text from device to device",
        "it would never be in the record; without encryption no device needs it",
        keeps=True,
    ),
    # -- devices: others see them only with their keys, which they do not see ------------------
    limited(
        f"PUT {CLIENT}/devices/{{device_id}}",
        "a name for a device",
        "only its owner reads it",
        "small",
        test=f"{LIMITS}::test_keys_and_device_names_are_read_by_their_owner_alone",
    ),
    harmless(f"GET,DELETE {CLIENT}/devices/{{device_id}}", "one's own sessions"),
    harmless(f"GET {CLIENT}/devices", "one's own sessions"),
    harmless(f"POST {CLIENT}/delete_devices", "ends one's own sessions"),
    # -- what would reach other systems ------------------------------------------------------
    closed(
        f"POST {CLIENT}/user/{{user_id}}/openid/request_token",
        "a proof of who one is, for other services",
        "there are no integration managers and no identity servers",
    ),
    closed(
        f"GET {CLIENT}/thirdparty/location[/{{protocol}}]",
        "text to a bridge",
        "words reach a bridge in rooms, where they are judged",
    ),
    closed(
        f"GET {CLIENT}/thirdparty/user[/{{protocol}}]",
        "text to a bridge",
        "words reach a bridge in rooms, where they are judged",
    ),
    closed(
        f"GET {CLIENT}/thirdparty/protocol/{{protocol}}",
        "text to a bridge",
        "words reach a bridge in rooms, where they are judged",
    ),
    closed(f"GET {CLIENT}/thirdparty/protocols", "", "nobody looks for people outside"),
    closed(
        f"POST {UNSTABLE}/io.element.msc4512/appservice/fed_proxy",
        "a request to another server",
        "nothing leaves the district",
    ),
    harmless(
        f"POST {CLIENT}/appservice/{{appservice_id}}/ping",
        "a bridge asks the server to call it; nobody reads it",
    ),
    # -- calls, which cannot be kept ---------------------------------------------------------
    harmless(f"GET {CLIENT}/voip/turnServer", "reads that there is no relay for calls"),
    closed(f"GET {UNSTABLE}/org.matrix.msc4143/rtc/transports", "", "a call cannot be kept"),
)
