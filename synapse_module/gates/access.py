"""The gate of sign-in, and of every request after it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from synapse.api.errors import Codes, SynapseError
from synapse.logging.context import current_context
from synapse.module_api import ModuleApi
from synapse.spam_checker_api import RegistrationBehaviour

from homeroom.config import HomeroomConfig
from homeroom.policy.facts import AccessFacts
from homeroom.policy.sections.networks import Action
from homeroom.registry.emergencies import opened
from homeroom.ways_in.actions import action_of
from synapse_module.judge import Judge


class AccessGate:
    """Who comes in, and from where."""

    def __init__(self, judge: Judge, api: ModuleApi, district: HomeroomConfig) -> None:
        self._judge = judge
        self._api = api
        self._sandbox = district.sandbox
        self._sign_on = district.sign_on

    def register(self, api: ModuleApi) -> None:
        api.register_spam_checker_callbacks(
            check_login_for_spam=self.check_login,
            check_registration_for_spam=self.check_registration,
        )
        api.register_account_validity_callbacks(is_user_expired=self.is_user_expired)

    async def check_login(
        self,
        user_id: str,
        device_id: str | None,
        device_name: str | None,
        request_info: Collection[tuple[str | None, str]],
        auth_provider: str | None = None,
    ) -> Literal["NOT_SPAM"] | tuple[Codes, dict[str, Any]]:
        """Sign-in: a school account, on a trusted network, with an approved client."""
        addresses = [address for _, address in request_info]
        agents = [agent for agent, _ in request_info]
        refused = await self._judged(user_id, device_name, addresses, agents, auth_provider)
        if refused is None:
            return "NOT_SPAM"
        return Codes.FORBIDDEN, {"error": refused.msg, **refused._additional_fields}

    async def refusal(
        self, user_id: str, agent: str | None, address: str, auth_provider: str | None
    ) -> SynapseError | None:
        """What stands against a sign-in that Synapse refuses itself, to be said in our words."""
        return await self._judged(user_id, None, [address], [agent], auth_provider)

    async def _judged(
        self,
        user_id: str,
        device_name: str | None,
        addresses: list[str],
        agents: list[str | None],
        auth_provider: str | None,
    ) -> SynapseError | None:
        try:
            facts = self._access(user_id, addresses[-1] if addresses else None, Action.SIGN_IN)
            facts = replace(facts, way=self._way(user_id, auth_provider))
            client = [*agents, device_name]
            facts = replace(facts, client_approved=self._judge.allows_client(client))
            attempt = {"sender": user_id, "sign_in_from": addresses, "client": client}
            await self._judge.judge(facts, facts.party, uuid.uuid4().hex, attempt)
        except SynapseError as refused:
            return refused
        return None

    async def is_user_expired(self, user_id: str) -> bool | None:
        """Each authenticated request: no I/O, a 403 and never a 401."""
        request = getattr(current_context(), "request", None)
        if request is None:
            facts = self._access(user_id, None, Action.READ)
            self._judge.judge_request(facts, facts.party, None)
            return None
        self.authorize(user_id, request.ip_address, request.method, request.url)
        return None

    def authorize(self, user_id: str | None, address: str, method: str, url: str) -> None:
        """Raise what stands against a request; of nobody yet, if nobody may sign in from there."""
        if user_id is None:
            self._judge.judge_stranger(address)
            return
        action, changes = action_of(method, url)
        facts = self._access(user_id, address, action, changes=changes)
        self._judge.judge_request(facts, facts.party, address)

    async def check_registration(
        self,
        email: dict[str, Any] | None,
        username: str | None,
        request_info: Collection[tuple[str | None, str]],
        auth_provider: str | None = None,
    ) -> RegistrationBehaviour:
        """Nobody registers; sign-on may make the account of somebody on the roster."""
        user_id = self._api.get_qualified_user_id(username or "")
        person = self._judge.snapshot.person(user_id)
        known = person is not None and person.active
        return RegistrationBehaviour.ALLOW if known else RegistrationBehaviour.DENY

    def _way(
        self, user_id: str, auth_provider: str | None
    ) -> Literal["sign_on", "own_password", "break_glass"]:
        """What a sign-in that came through no provider is; a directory's look the same here.

        Where a directory checks passwords, it has kept those of Homeroom's own out before this.
        """
        if self._sandbox or auth_provider is not None:
            return "sign_on"
        if user_id.removeprefix("@").partition(":")[0] in self._sign_on.break_glass:
            return "break_glass"
        if opened(self._judge.snapshot, user_id, datetime.now(UTC)):
            return "break_glass"
        return "sign_on" if self._sign_on.ldap else "own_password"

    def _access(
        self, user_id: str, address: str | None, action: Action, *, changes: bool = False
    ) -> AccessFacts:
        lens = self._judge.lens()
        party = lens.party(user_id)
        return AccessFacts(
            registry=lens.registry,
            party=party,
            address_trusted=None if address is None else lens.trusts(address, party),
            action=action,
            changes=changes,
        )
