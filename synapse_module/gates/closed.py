"""What is never possible, whoever asks: it would open a room, or destroy what must be kept."""

from __future__ import annotations

from typing import Any

from synapse.module_api import ModuleApi

from homeroom.policy.roles import Role
from synapse_module.judge import Judge


class ClosedGate:
    """Aliases, the directory, and the end of accounts and rooms."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def register(self, api: ModuleApi) -> None:
        api.register_third_party_rules_callbacks(
            check_can_deactivate_user=self.never_erase,
            check_can_shutdown_room=self.never_shut_down,
        )
        api.register_spam_checker_callbacks(
            user_may_create_room_alias=self.may_name_rooms,
            user_may_publish_room=self.may_publish_room,
        )

    async def may_name_rooms(self, user_id: str, alias: Any) -> bool:
        """Aliases are the district's."""
        return Role.SYSTEM in self._judge.lens().party(user_id).roles

    async def may_publish_room(self, user_id: str, room_id: str) -> bool:
        """No room is published in a directory."""
        return False

    async def never_erase(self, user_id: str, by_admin: bool) -> bool:
        """Accounts are locked through the roster; deactivation would erase what must be kept."""
        return False

    async def never_shut_down(self, admin_user_id: str | None, room_id: str) -> bool:
        """Rooms are archived through the registry; shutting one down would destroy its record."""
        return False
