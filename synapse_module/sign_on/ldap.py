"""A directory checks the password (LDAP); one of its attributes names a person of the roster.

matrix-synapse-ldap3 speaks to the directory. Who it is, and whether there is an account, is ours:
it would make an account for anybody in the directory, and bind an e-mail address to it.
"""

from __future__ import annotations

from typing import Any

import ldap3
import ldap3.core.exceptions
from ldap3.utils.conv import escape_filter_chars
from ldap_auth_provider import LdapAuthProviderModule
from synapse.api.errors import Codes, LoginError, SynapseError
from synapse.module_api import ModuleApi

from homeroom.config import load
from homeroom.registry.model import Person
from synapse_module.guard import passwords
from synapse_module.sign_on.roster import Roster, RosterConfig, as_configured, localpart

AWAY_AFTER = 5
"""Seconds that a directory may take to answer at all."""
AWAY = "The district's sign-on does not answer. Try again in a minute."


class LdapSignOn(LdapAuthProviderModule):  # type: ignore[misc]
    """What Synapse calls for each sign-in with a password."""

    def __init__(self, config: tuple[RosterConfig, Any], api: ModuleApi) -> None:
        roster, directory = config
        self._roster = Roster(roster, "ldap")
        self._break_glass = frozenset(load(roster.data).sign_on.break_glass)
        self._config = roster
        super().__init__(directory, api)
        passwords.only(api, self.wrapped_check_auth)

    @staticmethod
    def parse_config(config: dict[str, Any]) -> tuple[RosterConfig, Any]:
        """Ours and the directory's, each read strictly by its own."""
        directory = LdapAuthProviderModule.parse_config(config["ldap"])
        return RosterConfig.parse(config["homeroom"]), directory

    async def check_auth(
        self, username: str, login_type: str, login_dict: dict[str, Any]
    ) -> str | None:
        """The account of whoever the directory knows by this password; else a refusal.

        Passwords of Homeroom's own are tried for break-glass accounts alone.
        """
        name = username.removeprefix("@").partition(":")[0]
        if name in self._break_glass:
            return None
        entry = await self._entry(name, login_dict.get("password"))
        if entry is None:
            raise _wrong()
        person = self._roster.person(entry)
        if person is None:
            raise SynapseError(403, self._roster.refusal(entry), Codes.FORBIDDEN)
        return await self._account(person)

    async def check_3pid_auth(self, medium: str, address: str, password: str) -> str | None:
        """Nobody signs in with an address or a number."""
        raise _wrong()

    def _get_server(self, get_info: str | None = None) -> ldap3.Server:
        """The directory, asked once: a pool of ldap3's asks one that is away for ever."""
        (uri,) = self.ldap_uris
        return ldap3.Server(uri, get_info=get_info, tls=self.ldap_tls, connect_timeout=AWAY_AFTER)

    async def _entry(self, name: str, password: object) -> dict[str, Any] | None:
        """The attributes of the one entry with this login name and password."""
        if not isinstance(password, str) or not password:
            return None
        try:
            found, connection, entry = await self._ldap_authenticated_search(
                server=self._get_server(),
                password=password,
                filters=[(self.ldap_attributes["uid"], escape_filter_chars(name))],
            )
        except ldap3.core.exceptions.LDAPException:
            raise SynapseError(503, AWAY) from None
        if not found:
            return None
        await self.account_handler.defer_to_thread(connection.unbind)
        return as_configured(entry["attributes"], self._config)

    async def _account(self, person: Person) -> str:
        user_id = self.account_handler.get_qualified_user_id(localpart(person))
        known = await self.account_handler.check_user_exists(user_id)
        if known:
            return str(known)
        return str(await self.account_handler.register_user(localpart(person), person.name))


def _wrong() -> LoginError:
    """As Synapse itself says it."""
    return LoginError(403, "Invalid username or password", Codes.FORBIDDEN)
