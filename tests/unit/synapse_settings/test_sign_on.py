"""District sign-on as Synapse, and the libraries it uses, read what is written for them."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from homeroom.config import HomeroomConfig, load
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.sandbox import configuration, synapse_config
from homeroom.sandbox.ports import HOST, from_base
from homeroom.sign_on import GroupsMatch, SignOnSection
from homeroom.synapse_settings import settings, where
from synapse_module.sign_on.roster import RosterConfig
from tests.fixtures.certificates import key_pair
from tests.fixtures.synapse import settle

OIDC = {
    "id": "district",
    "name": "District sign-on",
    "issuer": "https://login.district.example",
    "client_id": "homeroom",
    "person": {"claim": "employee", "equals": "roster_id"},
}
LDAP = {
    "uri": "ldaps://directory.district.example",
    "base": "ou=people,dc=district,dc=example",
    "bind_dn": "cn=homeroom,dc=district,dc=example",
    "login": "uid",
    "person": {"claim": "employeeNumber", "equals": "roster_id"},
}
SAML = {
    "name": "District sign-on",
    "metadata": "saml/provider.xml",
    "key": "saml/saml.key",
    "certificate": "saml/saml.pem",
    "person": {"claim": "employeeNumber", "equals": "roster_id"},
}
PROVIDER = """<?xml version="1.0"?>
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"
    entityID="https://login.district.example/saml">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
        Location="https://login.district.example/saml/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ports = from_base(8008)
    configuration.write(tmp_path, ports, database_address=(HOST, ports.postgres))
    (tmp_path / "secrets" / "oidc_district").write_text("secret")
    (tmp_path / "secrets" / "ldap").write_text("secret\n")
    return tmp_path


def written(data: Path, *, sandbox: bool = False, **sign_on: Any) -> dict[str, Any]:
    """The settings for a district with this sign-on."""
    settle(data, sandbox=sandbox, sign_on=sign_on, bridges={})
    config: HomeroomConfig = load(data)
    synapse_config.write(config, port=8008)  # the files that Synapse reads beside
    listeners = [where.listener(8008, HOST, behind_gateway=True)]
    return settings(config, folder=data / "synapse", listeners=listeners, registrations=[])


def parsed(made: dict[str, Any], data: Path) -> Any:
    """What Synapse makes of them; its modules need a database and are read apart."""
    from synapse.config.homeserver import HomeServerConfig

    config = HomeServerConfig()
    plain = yaml.safe_load(yaml.safe_dump({**made, "modules": []}))
    config.parse_config_dict(plain, str(data), str(data))
    return config


def test_openid_connect_as_synapse_reads_it(data: Path) -> None:
    made = parsed(written(data, oidc=[OIDC]), data)
    (provider,) = made.oidc.oidc_providers
    assert provider.idp_id == "oidc-district"
    assert provider.client_secret == "secret"
    assert provider.pkce_method == "always"
    assert provider.skip_verification is False
    assert provider.allow_existing_users is True
    assert provider.user_mapping_provider_class.__name__ == "OidcSignOn"
    assert provider.user_mapping_provider_config.claim == "employee"
    assert made.sso.sso_update_profile_information is False
    assert made.auth.password_enabled_for_login is False


@pytest.mark.parametrize(
    ("sandbox", "sign_on", "login", "own"),
    [
        # the sandbox has passwords; a district has none, but for break-glass and a directory
        (True, {}, True, True),
        (False, {"oidc": [OIDC]}, False, False),
        (False, {"oidc": [OIDC], "break_glass": ["emergency"]}, True, True),
        (False, {"ldap": LDAP}, True, False),
        (False, {"ldap": LDAP, "break_glass": ["emergency"]}, True, True),
    ],
)
def test_where_passwords_open_anything(
    data: Path, sandbox: bool, sign_on: dict[str, Any], login: bool, own: bool
) -> None:
    made = parsed(written(data, sandbox=sandbox, **sign_on), data)
    assert made.auth.password_enabled_for_login is login
    assert made.auth.password_localdb_enabled is own


def test_ldap_as_its_module_reads_it(data: Path) -> None:
    from synapse_module.sign_on.ldap import LdapSignOn

    (_, module) = written(data, ldap={**LDAP, "filter": "(objectClass=person)"})["modules"]
    assert module["module"] == "synapse_module.sign_on.ldap.LdapSignOn"
    roster, directory = LdapSignOn.parse_config(module["config"])
    assert (roster.claim, roster.equals) == ("employeeNumber", "roster_id")
    assert directory.mode == ("search",)
    assert directory.bind_password == "secret"
    assert directory.tls_options == {"validate": ssl.CERT_REQUIRED}
    assert directory.start_tls is False
    assert directory.filter == "(objectClass=person)"


def test_the_directorys_certificate_is_signed_by_whom_the_district_says(data: Path) -> None:
    own = {**LDAP, "uri": "ldap://directory.district.example", "start_tls": True}
    own["certificate_authority"] = "ca.pem"
    with pytest.raises(InputError, match=r"ca\.pem: is not there"):
        written(data, ldap=own)
    (data / "ca.pem").touch()
    (_, module) = written(data, ldap=own)["modules"]
    assert module["config"]["ldap"]["start_tls"] is True
    assert module["config"]["ldap"]["tls_options"]["ca_certs_file"] == str(data / "ca.pem")


GROUPS = {"claim": "groups", "required": ["Homeroom"], "roles": {"teachers": "teacher"}}


def test_groups_reach_the_mapping(data: Path) -> None:
    """SAML's way is shown over HTTP, in `tests/integration/sign_on/test_saml.py`."""
    made = written(data, oidc=[{**OIDC, "groups": GROUPS}], ldap={**LDAP, "groups": GROUPS})
    (provider,), directory = made["oidc_providers"], made["modules"][1]["config"]
    # the third attribute that the directory is asked for
    assert directory["ldap"]["attributes"]["mail"] == "groups"
    for mapping in (provider["user_mapping_provider"]["config"], directory["homeroom"]):
        assert RosterConfig.parse(yaml.safe_load(yaml.safe_dump(mapping))).groups == GroupsMatch(
            claim="groups", required=("Homeroom",), roles={"teachers": Role.TEACHER}
        )


def test_saml_as_synapse_and_pysaml2_read_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pysaml2 looks for the program `xmlsec1`, and does not run it before somebody signs on."""
    folder = data / "saml"
    folder.mkdir()
    (folder / "xmlsec1").touch()
    monkeypatch.setenv("PATH", str(folder))
    (folder / "provider.xml").write_text(PROVIDER)
    with pytest.raises(InputError, match=r"saml\.key: is not there"):
        written(data, saml=SAML)
    key_pair(folder, "saml", common_name="district.example")
    made = parsed(written(data, saml=SAML), data)
    assert made.saml2.saml2_enabled is True
    assert made.saml2.saml2_user_mapping_provider_class.__name__ == "SamlSignOn"
    assert made.saml2.saml2_grandfathered_mxid_source_attribute == "district.homeroom.account"
    ours = made.saml2.saml2_sp_config
    assert list(ours.metadata.identity_providers()) == ["https://login.district.example/saml"]
    assert ours.getattr("want_assertions_signed", "sp") is True
    assert ours.getattr("want_response_signed", "sp") is False
    assert ours.getattr("authn_requests_signed", "sp") is True
    assert ours.getattr("allow_unsolicited", "sp") is False


FAULTS: list[tuple[dict[str, Any], str]] = [
    # nothing of a sign-on goes over the network in the clear, but on this machine
    ({"oidc": [{**OIDC, "issuer": "http://login.district.example"}]}, "must be encrypted"),
    ({"ldap": {**LDAP, "uri": "ldap://directory.district.example"}}, "must be encrypted"),
    ({"oidc": [OIDC, OIDC]}, "two providers have the same id"),
    ({"oidc": [{**OIDC, "person": {"claim": "x", "equals": "name"}}]}, "roster_id"),
    ({"break_glass": ["@emergency:district.example"]}, "pattern"),
    ({"ldap": {**LDAP, "start_tls": True}}, "encrypted already"),
    # groups that say nothing, and roles that are none
    ({"ldap": {**LDAP, "groups": {"claim": "memberOf"}}}, "names no group"),
    ({"ldap": {**LDAP, "groups": {**GROUPS, "roles": {"x": "boss"}}}}, "admin"),
    # a name of the directory's is a name, not a piece of a search
    ({"ldap": {**LDAP, "login": "uid=*)(x"}}, "pattern"),
]


@pytest.mark.parametrize(("section", "expected"), FAULTS)
def test_a_sign_on_that_would_be_unsafe_is_no_sign_on(
    section: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError, match=expected):
        SignOnSection.model_validate(section)
