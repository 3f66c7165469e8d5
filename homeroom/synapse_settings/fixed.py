"""What no district can loosen."""

from __future__ import annotations

from typing import Any

KEEPS_ORIGINALS: dict[str, Any] = {
    "redaction_retention_period": None,
    "forgotten_room_retention_period": None,
    "retention": {"enabled": False},
    "media_retention": {},
    "delete_stale_devices_after": None,
    "user_ips_max_age": None,
    "encryption_enabled_by_default_for_room_type": "off",
    # Content uploaded after the verdict would be content that nobody judged.
    "max_pending_media_uploads": 0,
    "extra_well_known_client_content": {
        "io.element.e2ee": {"default": False, "force_disable": True}
    },
}
"""Nothing is pruned, purged or expired by Synapse itself; nothing is sent unreadable."""

STAYS_IN_THE_DISTRICT: dict[str, Any] = {
    "federation_domain_whitelist": [],
    "trusted_key_servers": [],
    "suppress_key_server_warning": True,
    "report_stats": False,
    "push": {"include_content": False},
    "url_preview_enabled": False,
    "turn_uris": [],
    "turn_allow_guests": False,
    "allow_public_rooms_without_auth": False,
    "allow_public_rooms_over_federation": False,
    "enable_room_list_search": False,
    "require_auth_for_profile_requests": True,
    "limit_profile_requests_to_users_who_share_rooms": True,
    "user_directory": {"enabled": True, "search_all_users": False},
}

SCHOOL_ACCOUNTS_ONLY: dict[str, Any] = {
    "enable_registration": False,
    "allow_guest_access": False,
    "enable_3pid_lookup": False,
    "enable_3pid_changes": False,
    "login_via_existing_session": {"enabled": False},
    # A name of one's own in one room would be a name that is not the roster's.
    "allow_per_room_profiles": False,
}
