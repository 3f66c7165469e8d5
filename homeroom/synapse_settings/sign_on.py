"""District sign-on, as Synapse offers it; who somebody is on the roster is mapped by our classes.

https://element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html#single-sign-on-integration
"""

from __future__ import annotations

import ssl
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from homeroom.config import HomeroomConfig
from homeroom.errors import InputError
from homeroom.sign_on import LdapSection, OidcSection, SamlSection

MAPPINGS = "synapse_module.sign_on"
ACCOUNT_ATTRIBUTE = "district.homeroom.account"
"""What our SAML mapping adds to a response, and Synapse finds an existing account by."""

Way = OidcSection | SamlSection | LdapSection


def settings(config: HomeroomConfig) -> dict[str, Any]:
    """Single sign-on, and what is left of passwords."""
    said = config.sign_on
    return {
        "password_config": _passwords(config),
        "sso": {
            "client_whitelist": [f"{config.public_portal}/login/"],
            "update_profile_information": False,
        },
        "templates": {"custom_template_directory": str(_templates())},
        **({"oidc_providers": [_oidc(config, each) for each in said.oidc]} if said.oidc else {}),
        **({"saml2_config": _saml(config, said.saml)} if said.saml else {}),
    }


def modules(config: HomeroomConfig) -> list[dict[str, Any]]:
    """What must be loaded besides Homeroom's own module."""
    directory = config.sign_on.ldap
    if directory is None:
        return []
    return [{"module": f"{MAPPINGS}.ldap.LdapSignOn", "config": _ldap(config, directory)}]


def _passwords(config: HomeroomConfig) -> dict[str, Any]:
    """Homeroom's own passwords are for the sandbox and break-glass; a directory checks its own."""
    own = config.sandbox or bool(config.sign_on.break_glass)
    return {"enabled": config.sandbox or config.sign_on.passwords, "localdb_enabled": own}


def _oidc(config: HomeroomConfig, provider: OidcSection) -> dict[str, Any]:
    secret = config.data / "secrets" / f"oidc_{provider.id}"
    return {
        "idp_id": provider.id,
        "idp_name": provider.name,
        "issuer": provider.issuer,
        # Only a provider on this machine, in a trial, may do without https.
        "skip_verification": urlsplit(provider.issuer).scheme == "http",
        "client_id": provider.client_id,
        **({"client_secret_path": str(secret)} if secret.exists() else {}),
        "scopes": list(provider.scopes),
        "pkce_method": "always",
        "backchannel_logout_enabled": True,
        "backchannel_logout_ignore_sub": True,
        "allow_existing_users": True,
        "user_mapping_provider": _mapping(config, "oidc.OidcSignOn", provider),
    }


def _saml(config: HomeroomConfig, provider: SamlSection) -> dict[str, Any]:
    return {
        "idp_name": provider.name,
        **({"idp_entityid": provider.entity_id} if provider.entity_id else {}),
        "grandfathered_mxid_source_attribute": ACCOUNT_ATTRIBUTE,
        "user_mapping_provider": _mapping(config, "saml.SamlSignOn", provider),
        "sp_config": {
            "metadata": {"local": [str(_file(config, provider.metadata))]},
            "key_file": str(_file(config, provider.key)),
            "cert_file": str(_file(config, provider.certificate)),
            "allow_unknown_attributes": True,
            "service": {
                "sp": {
                    "authn_requests_signed": True,
                    # Whoever it is about stands in the assertion; most providers sign that alone.
                    "want_assertions_signed": True,
                    "want_response_signed": False,
                    "allow_unsolicited": False,
                }
            },
        },
    }


def _ldap(config: HomeroomConfig, directory: LdapSection) -> dict[str, Any]:
    """Ours, and that of matrix-synapse-ldap3, which asks for three attributes."""
    claim = directory.person.claim
    groups = directory.groups.claim if directory.groups else claim
    return {
        "homeroom": _roster(config, directory),
        "ldap": {
            "enabled": True,
            "mode": "search",
            "uri": directory.uri,
            "start_tls": directory.start_tls,
            "tls_options": _verified(config, directory),
            "base": directory.base,
            "attributes": {"uid": directory.login, "name": claim, "mail": groups},
            "bind_dn": directory.bind_dn,
            "bind_password_file": str(config.data / "secrets" / "ldap"),
            **({"filter": directory.filter} if directory.filter else {}),
        },
    }


def _verified(config: HomeroomConfig, directory: LdapSection) -> dict[str, Any]:
    """For `ldap3.Tls`: the directory's certificate must be good, and name its host."""
    authority = directory.certificate_authority
    signed_by = {"ca_certs_file": str(_file(config, authority))} if authority else {}
    return {"validate": int(ssl.CERT_REQUIRED), **signed_by}


def _mapping(config: HomeroomConfig, name: str, way: Way) -> dict[str, Any]:
    return {"module": f"{MAPPINGS}.{name}", "config": _roster(config, way)}


def _roster(config: HomeroomConfig, way: Way) -> dict[str, Any]:
    groups = {"groups": way.groups.model_dump(mode="json")} if way.groups else {}
    person = way.person
    return {"data": str(config.data), "claim": person.claim, "equals": person.equals, **groups}


def _file(config: HomeroomConfig, path: Path) -> Path:
    found = config.path(path)
    if not found.is_file():
        raise InputError(f"{found}: is not there; sign_on in homeroom.yaml names it")
    return found


def _templates() -> Path:
    """The pages of ours that Synapse shows at sign-on."""
    spec = find_spec("synapse_module")
    if spec is None or spec.origin is None:
        raise InputError("the package synapse_module is missing; install it with `make install`")
    return Path(spec.origin).parent / "templates"
