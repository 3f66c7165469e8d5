"""`python directory.py DATA [WAYS]`: our class before a directory; prints what each try gave.

`WAYS` is a file with directories that run elsewhere (see `test_slapd.py`); without it, one on
loopback is asked by several people.

The directory is ldaptor's, over TCP; the client is matrix-synapse-ldap3, as Synapse would run it on
its reactor. Only Synapse's module API is a fake.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from ldaptor.inmemory import fromLDIFFile
from ldaptor.interfaces import IConnectedLDAPEntry
from ldaptor.protocols.ldap.ldapserver import LDAPServer
from synapse.api.errors import SynapseError
from twisted.internet import defer, threads
from twisted.internet import reactor as installed
from twisted.internet.protocol import ServerFactory
from twisted.python.components import registerAdapter

from homeroom.config import load
from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.registry.snapshot import Snapshot
from homeroom.sign_on import SignOnSection
from homeroom.synapse_settings.sign_on import modules
from synapse_module.sign_on import roster
from synapse_module.sign_on.ldap import LdapSignOn

reactor: Any = installed
ENTRIES = b"""dn: dc=example
dc: example
objectClass: dcObject

dn: ou=people,dc=example
ou: people
objectClass: organizationalUnit

dn: cn=homeroom,dc=example
cn: homeroom
objectClass: person
userPassword: bind-secret

dn: uid=wren,ou=people,dc=example
uid: wren
objectClass: person
employeeNumber: T-1
userPassword: wrens

dn: uid=visitor,ou=people,dc=example
uid: visitor
objectClass: person
employeeNumber: V-1
userPassword: visitors

"""
WREN = Person(
    id="p1",
    roster_id="T-1",
    roles=(Role.TEACHER,),
    given_name="Wren",
    family_name="Stone",
    user_id="@wren.stone:district.example",
)
TRIES: list[tuple[str, str]] = [
    ("wren", "wrens"),
    ("@wren:district.example", "wrens"),
    ("wren", "visitors"),
    ("wren", ""),
    ("visitor", "visitors"),
    ("wr*", "wrens"),
    ("wren)(uid=*", "wrens"),
    ("nobody", "wrens"),
    ("emergency", "anything"),
]


class Factory(ServerFactory):
    """Serves one tree of entries."""

    protocol = LDAPServer

    def __init__(self, root: Any) -> None:
        self.root = root


class FakeApi:
    """The part of Synapse's module API that a sign-in uses."""

    def __init__(self) -> None:
        self.made: list[tuple[str, ...]] = []
        self._hs = SimpleNamespace(get_password_auth_provider=SimpleNamespace)

    def register_password_auth_provider_callbacks(self, **_: Any) -> None:
        """Nobody calls back here."""

    def get_qualified_user_id(self, localpart: str) -> str:
        return f"@{localpart}:district.example"

    async def check_user_exists(self, user_id: str) -> str | None:
        return user_id if (user_id,) in {made[:1] for made in self.made} else None

    async def register_user(self, localpart: str, displayname: str, *more: Any) -> str:
        user_id = self.get_qualified_user_id(localpart)
        self.made.append((user_id, displayname, *map(str, more)))
        return user_id

    def defer_to_thread(self, call: Any, *arguments: Any) -> Any:
        return threads.deferToThread(call, *arguments)


class FakeJudge:
    """The registry with one teacher."""

    def __init__(self) -> None:
        people = MappingProxyType({WREN.id: WREN})
        self.snapshot = Snapshot(seq=1, states={Person.SUBJECT: people})

    def refuse_sign_on(self, way: str, **_: object) -> str:
        return "plain words"


async def tried(sign_on: Any, name: str, password: str) -> str:
    """What came of it: an account, `None`, or the words of the refusal."""
    try:
        return str(await sign_on.check_auth(name, "m.login.password", {"password": password}))
    except SynapseError as refused:
        return f"{refused.code} {refused.msg}"


def prepared(data: Path) -> FakeApi:
    """The registry with one teacher, as this process judges by it."""
    (data / "secrets" / "ldap").write_text("bind-secret\n")
    roster.JUDGES[data] = FakeJudge()  # type: ignore[assignment]
    return FakeApi()


async def ask(data: Path, ways: Sequence[tuple[str, bool, str]]) -> list[str]:
    """What becomes of the right name and password with each of these directories."""
    config, api = load(data), prepared(data)
    results: list[str] = []
    for uri, start_tls, authority in ways:
        way = {
            "uri": uri,
            "start_tls": start_tls,
            "certificate_authority": authority,
            "base": "ou=people,dc=district,dc=example",
            "bind_dn": "cn=homeroom,dc=district,dc=example",
            "login": "uid",
            "person": {"claim": "employeeNumber", "equals": "roster_id"},
        }
        district = config.model_copy(
            update={"sign_on": SignOnSection.model_validate({"ldap": way})}
        )
        (module,) = modules(district)
        sign_on = LdapSignOn(LdapSignOn.parse_config(module["config"]), api)  # type: ignore[arg-type]
        results.append(await tried(sign_on, "wren", "wrens"))
    return results


async def run(tree: Any, data: Path) -> dict[str, Any]:
    adapt: Any = registerAdapter
    adapt(lambda factory: factory.root, Factory, IConnectedLDAPEntry)
    port = reactor.listenTCP(0, Factory(tree), interface="127.0.0.1")
    api = prepared(data)

    def sign_on(number: int) -> Any:
        claim = "employeeNumber"
        config = {
            "homeroom": {"data": str(data), "claim": claim, "equals": "roster_id"},
            "ldap": {
                "enabled": True,
                "mode": "search",
                "uri": f"ldap://127.0.0.1:{number}",
                "base": "ou=people,dc=example",
                "attributes": {"uid": "uid", "name": claim, "mail": claim},
                "bind_dn": "cn=homeroom,dc=example",
                "bind_password_file": str(data / "secrets" / "ldap"),
            },
        }
        return LdapSignOn(LdapSignOn.parse_config(config), api)  # type: ignore[arg-type]

    here = sign_on(port.getHost().port)
    results = [await tried(here, *each) for each in TRIES]
    await port.stopListening()
    away = await tried(sign_on(1), "wren", "wrens")
    return {"results": results, "away": away, "made": api.made}


def main() -> None:
    """Run, print, and end."""

    def failed(failure: Any) -> None:
        failure.printTraceback(sys.stderr)

    data, *ways = map(Path, sys.argv[1:])
    if ways:
        done = defer.ensureDeferred(ask(data, json.loads(ways[0].read_text())))
    else:
        done = fromLDIFFile(BytesIO(ENTRIES))
        done.addCallback(lambda tree: defer.ensureDeferred(run(tree, data)))
    done.addCallback(lambda found: sys.stdout.write(json.dumps(found)))
    done.addErrback(failed).addBoth(lambda _: reactor.callLater(0, reactor.stop))
    reactor.run()


if __name__ == "__main__":
    main()
