"""OpenID Connect: a claim names a person of the roster, who alone gets in.

Synapse checks the provider, the signature, the nonce and PKCE, then asks here.
"""

from __future__ import annotations

from typing import Any

from authlib.oidc.core import UserInfo
from synapse.handlers.oidc import OidcMappingProvider, Token, UserAttributeDict
from synapse.handlers.sso import MappingException
from synapse.module_api import ModuleApi

from homeroom.registry.model import Person
from synapse_module.sign_on.roster import Roster, RosterConfig, localpart


class OidcSignOn(OidcMappingProvider[RosterConfig]):
    """What Synapse calls for each sign-on by OpenID Connect."""

    def __init__(self, config: RosterConfig, api: ModuleApi) -> None:
        self._roster = Roster(config, "oidc")

    @staticmethod
    def parse_config(config: dict[str, Any]) -> RosterConfig:
        """As every module of Synapse."""
        return RosterConfig.parse(config)

    def get_remote_user_id(self, userinfo: UserInfo) -> str:
        """The account that the roster gives this person now.

        Synapse remembers whose account it was; so the roster is asked each time, and a claim that
        was given to somebody else does not open the first one's account.
        """
        person = self._person(userinfo)
        return localpart(person) if person else f"nobody:{userinfo.get('sub')}"

    async def map_user_attributes(
        self, userinfo: UserInfo, token: Token, failures: int
    ) -> UserAttributeDict:
        """The account's name, and the name that the roster has for the person."""
        person = self._person(userinfo)
        if person is None:
            raise MappingException(self._roster.refusal(userinfo))
        return UserAttributeDict(
            localpart=localpart(person),
            confirm_localpart=False,
            display_name=person.name,
            picture=None,
            emails=[],
        )

    def _person(self, userinfo: UserInfo) -> Person | None:
        """An address that the provider itself calls unverified names nobody."""
        if userinfo.get("email_verified") is False:
            userinfo = {name: value for name, value in userinfo.items() if name != "email"}
        return self._roster.person(userinfo)
