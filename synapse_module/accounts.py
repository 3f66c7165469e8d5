"""Makes Synapse's accounts be what the roster says: locked, signed out, by which name and picture.

Requests are refused by the verdict from the moment a process knows; this ends the sessions too, and
holds where the module would not be loaded. It runs in one process, and needs no administrator of
the server: there is none.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from synapse.api.constants import ProfileFields
from synapse.module_api import ModuleApi
from synapse.types import UserID, create_requester
from twisted.python.threadpool import ThreadPool

from homeroom.registry.accounts import Account, Step, steps
from homeroom.registry.model import Person
from synapse_module.guard.contract import Pin
from synapse_module.judge import Judge
from synapse_module.recorder import Recorder

logger = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
PINS = (
    Pin(
        place="synapse.storage.databases.main.registration:"
        "RegistrationWorkerStore.set_user_locked_status",
        digest="f5929d51f7f7f51a",
        why="who left is locked by it",
    ),
    Pin(
        place="synapse.handlers.device:DeviceHandler.delete_all_devices_for_user",
        digest="fcd216ef8426ffc6",
        why="sessions end by it",
    ),
    Pin(
        place="synapse.handlers.auth:AuthHandler.delete_access_tokens_for_user",
        digest="564dfa40b4d7de84",
        why="sessions without a device end by it",
    ),
    Pin(
        place="synapse.handlers.profile:ProfileHandler.dispatch_set_profile_field",
        digest="705b2e91e76357b6",
        why="pictures that the roster does not have are taken away by it",
    ),
)
ACCOUNTS = """
SELECT users.name, coalesce(users.locked, false), profiles.displayname, profiles.avatar_url
FROM users LEFT JOIN profiles ON profiles.full_user_id = users.name
WHERE users.deactivated = 0 AND users.name <> %s AND users.name NOT LIKE '@\\_%%'
"""
"""A bridge's bot and ghosts begin with `_`: they never sign in, and the register says whether they
may speak. The system account is nobody of the roster."""


class Accounts:
    """`settle` is called again and again; it acts where the roster has changed."""

    def __init__(
        self,
        api: ModuleApi,
        judge: Judge,
        system: str,
        *,
        recorder: Recorder,
        threads: ThreadPool,
    ) -> None:
        self._api = api
        self._judge = judge
        self._system = system
        self._recorder = recorder
        self._threads = threads
        self._seq = -1
        self._settled: Mapping[str, Person] | None = None

    async def settle(self) -> None:
        """Do what is missing. What fails is logged by its kind, and done the next time."""
        snapshot = self._judge.snapshot
        if snapshot.seq == self._seq:
            return
        if snapshot.users != self._settled:
            try:
                await self._settle(snapshot.users, snapshot.seq)
            except Exception as error:
                logger.error("accounts not settled: %s", type(error).__name__)
                return
        self._settled, self._seq = snapshot.users, snapshot.seq

    async def _settle(self, people: Mapping[str, Person], seq: int) -> None:
        found = await self._api.run_db_interaction("homeroom_accounts", _accounts, self._system)
        for step in steps(found, people):
            if step.act in ("lock", "unlock"):
                await self._keep(step, seq)
            await self._do(step)

    async def _keep(self, step: Step, seq: int) -> None:
        """On record before it is done, by which version of the registry (invariant 4)."""
        done = ["locked", "signed out"] if step.act == "lock" else ["unlocked"]
        content = {"account": step.user_id, "done": done, "registry_seq": seq}
        key = f"{step.user_id}:{step.act}:{seq}"
        await self._api.defer_to_threadpool(self._threads, self._recorder.account, key, content)

    async def _do(self, step: Step) -> None:
        logger.info("%s %s", step.act, step.user_id)
        if step.act == "rename":
            await self._api.set_displayname(UserID.from_string(step.user_id), step.name)
            return
        if step.act == "take_picture":
            await self._take_picture(UserID.from_string(step.user_id))
            return
        store = self._api._hs.get_datastores().main
        await store.set_user_locked_status(step.user_id, step.act == "lock")
        if step.act == "lock":
            await self._api._hs.get_device_handler().delete_all_devices_for_user(step.user_id)
            await self._api._hs.get_auth_handler().delete_access_tokens_for_user(step.user_id)

    async def _take_picture(self, user: UserID) -> None:
        """In their profile, and in every room; their own changes are refused meanwhile."""
        await self._api._hs.get_profile_handler().dispatch_set_profile_field(
            target_user=user,
            requester=create_requester(user),
            field_name=ProfileFields.AVATAR_URL,
            new_value="",
            by_admin=True,
        )


def _accounts(transaction: Any, system: str) -> list[Account]:
    transaction.execute(ACCOUNTS, (system,))
    return [
        Account(user_id=user_id, locked=locked, name=name, picture=picture)
        for user_id, locked, name, picture in transaction.fetchall()
    ]
