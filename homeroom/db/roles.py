"""The database roles: one a process, each with what it needs and no more."""

from __future__ import annotations

from enum import StrEnum


class DatabaseRole(StrEnum):
    """The logins of our processes. `homeroom_owner` owns everything and never logs in."""

    UPGRADE = "homeroom_upgrade"
    SYNAPSE = "homeroom_synapse"
    MODULE = "homeroom_module"
    ARCHIVER = "homeroom_archiver"
    PORTAL = "homeroom_portal"
    BRIDGE = "homeroom_bridge"
    STEWARD = "homeroom_steward"
    ADMIN = "homeroom_admin"


OWNER = "homeroom_owner"

RUNTIME = tuple(role for role in DatabaseRole if role is not DatabaseRole.UPGRADE)
"""The roles that a process runs as; none of them may change what is append-only."""
