"""`sign_on:` of `homeroom.yaml`: how the people of the roster sign in.

Each way says which claim or attribute names a person, and what it is compared with; groups can
keep somebody out. Nothing else that a sign-on says counts: names and roles come from the roster.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from homeroom.policy.roles import Role
from homeroom.section import Section

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SECURE = ("https", "ldaps")


def _secure(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname or (parts.scheme not in SECURE and parts.hostname not in LOOPBACK):
        raise ValueError("must be encrypted; write it as https://… or ldaps://…")
    return url


SecureUrl = Annotated[str, AfterValidator(_secure)]
Localpart = Annotated[str, Field(pattern=r"^[a-z0-9._=/+-]+$")]
Attribute = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]
Group = Annotated[str, Field(min_length=1)]
"""As the provider writes it, without regard to case; a directory writes distinguished names."""
Compared = Literal["roster_id", "email", "account"]
"""`roster_id` is the sourcedId, `account` the part of the user id before the colon."""


class PersonMatch(Section):
    """Which claim names a person, and what of the roster it must equal."""

    claim: Annotated[str, Field(min_length=1)]
    equals: Compared


class GroupsMatch(Section):
    """What a provider's groups say besides. They only ever refuse: roles come from the roster."""

    claim: Annotated[str, Field(min_length=1)]
    required: tuple[Group, ...] = ()
    """Whoever is in none of these does not sign in; empty: groups keep nobody out."""
    roles: dict[Group, Role] = Field(default_factory=dict)
    """Whoever is in such a group must have this role on the roster."""

    @model_validator(mode="after")
    def _says_something(self) -> GroupsMatch:
        if not self.required and not self.roles:
            raise ValueError("names no group; give it `required` or `roles`, or leave it out")
        return self


class OidcSection(Section):
    """A provider of OpenID Connect. Its client secret is `secrets/oidc_ID`, if it has one."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]
    name: str
    issuer: SecureUrl
    client_id: str
    scopes: tuple[str, ...] = ("openid", "profile")
    person: PersonMatch
    groups: GroupsMatch | None = None


class SamlSection(Section):
    """A SAML 2 identity provider; our own key pair signs what we ask."""

    name: str
    metadata: Path
    """The provider's metadata, an XML file."""
    entity_id: str | None = None
    """Where the metadata hold several providers: which."""
    key: Path
    certificate: Path
    person: PersonMatch
    groups: GroupsMatch | None = None


class LdapSection(Section):
    """A directory that checks passwords. That of `bind_dn` is `secrets/ldap`."""

    uri: str
    """`ldaps://…`, or `ldap://…` with `start_tls`."""
    start_tls: bool = False
    """Encrypt before anything is said; a directory that does not is not spoken to."""
    certificate_authority: Path | None = None
    """Who signed the directory's certificate, in PEM; else one that the system knows."""
    base: str
    bind_dn: str
    login: Attribute
    """Of the directory's entries: what people type, such as `uid` or `sAMAccountName`."""
    person: PersonMatch
    groups: GroupsMatch | None = None
    filter: Annotated[str, Field(pattern=r"^(\(.*\))?$")] = ""

    @model_validator(mode="after")
    def _is_encrypted(self) -> LdapSection:
        if not self.start_tls:
            _secure(self.uri)
        elif urlsplit(self.uri).scheme != "ldap":
            raise ValueError("start_tls goes with ldap://…; ldaps://… is encrypted already")
        return self


class SignOnSection(Section):
    """All ways to sign in. Passwords of Homeroom's own are for the sandbox and break-glass."""

    break_glass: tuple[Localpart, ...] = ()
    """Accounts for when sign-on fails: each sign-in is flagged."""
    oidc: tuple[OidcSection, ...] = ()
    saml: SamlSection | None = None
    ldap: LdapSection | None = None

    @property
    def providers(self) -> dict[str, str]:
        """By the id that Synapse gives each: the name that people see."""
        found = {f"oidc-{each.id}": each.name for each in self.oidc}
        return {**found, **({"saml": self.saml.name} if self.saml else {})}

    @property
    def passwords(self) -> bool:
        """Does anybody sign in with a password, outside of a sandbox?"""
        return bool(self.break_glass) or self.ldap is not None

    @model_validator(mode="after")
    def _ids_are_apart(self) -> SignOnSection:
        ids = [provider.id for provider in self.oidc]
        if len(set(ids)) < len(ids):
            raise ValueError("two providers have the same id; give each its own")
        return self
