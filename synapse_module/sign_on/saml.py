"""SAML 2: an attribute of the signed assertion names a person of the roster, who alone gets in."""

from __future__ import annotations

from typing import Any

from saml2.response import AuthnResponse
from synapse.handlers.sso import MappingException
from synapse.module_api import ModuleApi

from homeroom.synapse_settings.sign_on import ACCOUNT_ATTRIBUTE
from synapse_module.sign_on.roster import Roster, RosterConfig, as_configured, localpart


class SamlSignOn:
    """What Synapse calls for each sign-on by SAML."""

    def __init__(self, config: RosterConfig, api: ModuleApi) -> None:
        self._roster = Roster(config, "saml")
        self._config = config

    @staticmethod
    def parse_config(config: dict[str, Any]) -> RosterConfig:
        """As every module of Synapse."""
        return RosterConfig.parse(config)

    @staticmethod
    def get_saml_attributes(config: RosterConfig) -> tuple[set[str], set[str]]:
        """The attributes that our metadata ask for: needed, and welcome. Some providers send
        nothing else.
        """
        return {config.claim}, {config.groups.claim} if config.groups else set()

    def get_remote_user_id(self, response: AuthnResponse, client_redirect_url: str) -> str:
        """The account that the roster gives this person now, asked each time.

        Synapse looks for an account that is there already by an attribute of the response; that
        one is ours alone, whatever the provider sent by this name.
        """
        response.ava.pop(ACCOUNT_ATTRIBUTE, None)
        said = as_configured(response.ava, self._config)
        person = self._roster.person(said)
        if person is None:
            raise MappingException(self._roster.refusal(said))
        response.ava[ACCOUNT_ATTRIBUTE] = [localpart(person)]
        return localpart(person)

    def saml_response_to_user_attributes(
        self, response: AuthnResponse, failures: int, client_redirect_url: str
    ) -> dict[str, Any]:
        """The account's name, and the name that the roster has for the person."""
        said = as_configured(response.ava, self._config)
        person = self._roster.person(said)
        if person is None or failures:
            raise MappingException(self._roster.refusal(said))
        return {"mxid_localpart": localpart(person), "displayname": person.name, "emails": []}
