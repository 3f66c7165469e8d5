"""Synapse's own administration: what changes anything, or shows what somebody said, is closed.

The registry says what the homeserver shall be, and the portal shows what is on record; each is an
entry. No hook of Synapse would see what an administrator does here.
"""

from __future__ import annotations

from homeroom.ways_in.model import ADMIN, Way, closed, harmless

V1, V2 = f"{ADMIN}/v1", f"{ADMIN}/v2"
DESTROYS = "it would destroy what must be kept"
REGISTRY = "people, sessions and rooms are as the registry says; each change of it is an entry"
SEEN = "what somebody said is read in the portal, where each reading is on record"
PAST_RULES = "it would let somebody in, or speak, past the rules"
NUMBERS = "shows an administrator of the server no word that somebody said"
NOT_USED = "there is nothing of the kind"

WAYS: tuple[Way, ...] = (
    # -- accounts ----------------------------------------------------------------------------
    closed(
        f"GET,POST {V1}/register",
        "an account",
        "the steward makes accounts, from the roster",
        callers=("steward",),
    ),
    closed(f"POST {V1}/account_validity/validity", "a setting", REGISTRY),
    closed(f"POST {V1}/deactivate/{{target_user_id}}", "an account's end", DESTROYS),
    closed(f"GET,PUT {V1}/experimental_features/{{user_id}}", "a setting", REGISTRY),
    closed(f"GET {V1}/registration_tokens", "", NOT_USED),
    closed(f"POST {V1}/registration_tokens/new", "leave to register", REGISTRY),
    closed(f"GET,PUT,DELETE {V1}/registration_tokens/{{token}}", "leave to register", REGISTRY),
    closed(f"POST {V1}/reset_password/{{target_user_id}}", "a password", PAST_RULES),
    closed(f"PUT {V1}/suspend/{{target_user_id}}", "a setting", REGISTRY),
    closed(
        f"POST {V1}/users/{{user_id}}/_allow_cross_signing_replacement_without_uia",
        "a setting",
        NOT_USED,
    ),
    closed(f"GET {V1}/users/{{user_id}}/accountdata", "", SEEN),
    closed(f"PUT {V1}/users/{{user_id}}/admin", "an administrator", REGISTRY),
    harmless(f"GET {V1}/users/{{user_id}}/admin", NUMBERS),
    closed(f"POST {V1}/users/{{user_id}}/login", "a session as somebody else", PAST_RULES),
    closed(f"POST,DELETE {V1}/users/{{user_id}}/override_ratelimit", "a setting", REGISTRY),
    harmless(f"GET {V1}/users/{{user_id}}/override_ratelimit", NUMBERS),
    closed(f"POST,DELETE {V1}/users/{{user_id}}/shadow_ban", "a setting", REGISTRY),
    closed(f"PUT {V2}/users/{{user_id}}", "an account, its name and its password", REGISTRY),
    closed(f"POST {V2}/users/{{user_id}}/delete_devices", "the end of a session", REGISTRY),
    closed(f"POST {V2}/users/{{user_id}}/devices", "a session", PAST_RULES),
    closed(f"PUT,DELETE {V2}/users/{{user_id}}/devices/{{device_id}}", "a setting", REGISTRY),
    harmless(f"GET {V2}/users/{{user_id}}/devices", NUMBERS),
    harmless(f"GET {V2}/users/{{user_id}}/devices/{{device_id}}", NUMBERS),
    harmless(f"GET {V2}/users", NUMBERS),
    harmless(f"GET {ADMIN}/v3/users", NUMBERS),
    harmless(f"GET {V2}/users/{{user_id}}", NUMBERS),
    harmless(f"GET {V1}/search_users/{{target_user_id}}", NUMBERS),
    harmless(f"GET {V1}/auth_providers/{{provider}}/users/{{external_id}}", NUMBERS),
    harmless(f"GET {V1}/threepid/{{medium}}/users/{{address}}", NUMBERS),
    harmless(f"GET {V1}/username_available", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/cumulative_joined_room_count", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/joined_rooms", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/memberships", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/pushers", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/sent_invite_count", NUMBERS),
    harmless(f"GET {V1}/whois/{{user_id}}", NUMBERS),
    # -- rooms -------------------------------------------------------------------------------
    closed(f"POST {V1}/join/{{room_identifier}}", "a membership", PAST_RULES),
    closed(f"POST {V1}/rooms/{{room_identifier}}/make_room_admin", "power in a room", PAST_RULES),
    closed(f"DELETE {V1}/rooms/{{room_id}}", "a room's end", DESTROYS),
    closed(f"DELETE {V2}/rooms/{{room_id}}", "a room's end", DESTROYS),
    closed(f"PUT {V1}/rooms/{{room_id}}/block", "a setting", REGISTRY),
    closed(f"POST {V1}/purge_history/{{room_id}}[/{{event_id}}]", "a purge", DESTROYS),
    closed(f"POST {V1}/user/{{user_id}}/redact", "the end of all that somebody said", DESTROYS),
    closed(
        f"DELETE {V1}/rooms/{{room_identifier}}/forward_extremities", "another history", DESTROYS
    ),
    closed(f"POST {V1}/send_server_notice", "text as a notice", PAST_RULES, keeps=True),
    closed(f"PUT {V1}/send_server_notice/{{txn_id}}", "text as a notice", PAST_RULES, keeps=True),
    closed(f"GET {V1}/rooms/{{room_id}}/context/{{event_id}}", "", SEEN),
    closed(f"GET {V1}/rooms/{{room_id}}/messages", "", SEEN),
    closed(f"GET {V1}/rooms/{{room_id}}/state", "", SEEN),
    closed(f"GET {V1}/fetch_event/{{event_id}}", "", SEEN),
    closed(f"GET {V1}/rooms/{{room_id}}/hierarchy", "", SEEN),
    harmless(f"GET {V1}/rooms", NUMBERS),
    harmless(f"GET {V1}/rooms/{{room_id}}", NUMBERS),
    harmless(f"GET {V1}/rooms/{{room_id}}/block", NUMBERS),
    harmless(f"GET {V1}/rooms/{{room_id}}/members", NUMBERS),
    harmless(f"GET {V1}/rooms/{{room_id}}/timestamp_to_event", NUMBERS),
    harmless(f"GET {V1}/rooms/{{room_identifier}}/forward_extremities", NUMBERS),
    harmless(f"GET {V1}/purge_history_status/{{purge_id}}", NUMBERS),
    harmless(f"GET {V1}/user/redact_status/{{redact_id}}", NUMBERS),
    harmless(f"GET {V2}/rooms/{{room_id}}/delete_status", NUMBERS),
    harmless(f"GET {V2}/rooms/delete_status/{{delete_id}}", NUMBERS),
    # -- reports: a flag is answered in the portal -------------------------------------------
    closed(f"GET {V1}/event_reports", "", SEEN),
    closed(f"GET {V1}/event_reports/{{report_id}}", "", SEEN),
    closed(f"DELETE {V1}/event_reports/{{report_id}}", "a report's end", DESTROYS),
    closed(f"GET {V1}/user_reports", "", SEEN),
    closed(f"GET {V1}/user_reports/{{report_id}}", "", SEEN),
    closed(f"DELETE {V1}/user_reports/{{report_id}}", "a report's end", DESTROYS),
    # -- files -------------------------------------------------------------------------------
    closed(f"POST {V1}/media/delete", "the end of files", DESTROYS),
    closed(f"POST {V1}/media/{{server_name}}/delete", "the end of files", DESTROYS),
    closed(f"DELETE {V1}/media/{{server_name}}/{{media_id}}", "a file's end", DESTROYS),
    closed(f"DELETE {V1}/users/{{user_id}}/media", "the end of files", DESTROYS),
    closed(f"POST {V1}/purge_media_cache", "the end of files", DESTROYS),
    closed(f"POST {V1}/media/protect/{{media_id}}", "a setting", REGISTRY),
    closed(f"POST {V1}/media/unprotect/{{media_id}}", "a setting", REGISTRY),
    closed(f"POST {V1}/media/quarantine/{{server_name}}/{{media_id}}", "a setting", REGISTRY),
    closed(f"POST {V1}/media/unquarantine/{{server_name}}/{{media_id}}", "a setting", REGISTRY),
    closed(f"POST {V1}/quarantine_media/{{room_id}}", "a setting", REGISTRY),
    closed(f"POST {V1}/room/{{room_id}}/media/quarantine", "a setting", REGISTRY),
    closed(f"POST {V1}/user/{{user_id}}/media/quarantine", "a setting", REGISTRY),
    harmless(f"GET {V1}/media/quarantine_changes", NUMBERS),
    harmless(f"GET {V1}/media/{{server_name}}/{{media_id}}", NUMBERS),
    harmless(f"GET {V1}/room/{{room_id}}/media", NUMBERS),
    harmless(f"GET {V1}/users/{{user_id}}/media", NUMBERS),
    # -- the server --------------------------------------------------------------------------
    closed(f"POST {V1}/background_updates/enabled", "a setting", REGISTRY),
    closed(f"POST {V1}/background_updates/start_job", "a job", REGISTRY),
    closed(f"POST {V1}/federation/destinations/{{destination}}/reset_connection", "", NOT_USED),
    harmless(f"GET {V1}/background_updates/enabled", NUMBERS),
    harmless(f"GET {V1}/background_updates/status", NUMBERS),
    harmless(f"GET {V1}/federation/destinations", NUMBERS),
    harmless(f"GET {V1}/federation/destinations/{{destination}}", NUMBERS),
    harmless(f"GET {V1}/federation/destinations/{{destination}}/rooms", NUMBERS),
    harmless(f"GET {V1}/scheduled_tasks", NUMBERS),
    harmless(f"GET {V1}/server_version", NUMBERS),
    harmless(f"GET {V1}/statistics/database/rooms", NUMBERS),
    harmless(f"GET {V1}/statistics/users/media", NUMBERS),
)
