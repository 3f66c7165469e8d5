"""A district that is no sandbox: it signs on with OpenID Connect; one account is break-glass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from homeroom.config import HomeroomConfig
from homeroom.config import load as load_config
from homeroom.policy.roles import Role
from homeroom.sandbox import demo, postgres, synapse_config
from tests.fixtures import oidc
from tests.fixtures.postgres import fresh
from tests.fixtures.synapse import School, settle, start_synapse

BEGINS = (
    "/_matrix/client/v3/login/sso/redirect/oidc-district?redirectUrl=http://client.example/back"
)
"""Where a client sends the browser, which shall come back to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The homeserver of the district, and the provider that its people sign on with."""

    school: School
    provider: oidc.Provider

    def signs_on(self, begins: str = BEGINS, /, **claims: object) -> httpx.Response:
        """What the browser of somebody with these claims shows at the end.

        It goes from the homeserver to the provider and back; where it would go on to the client,
        the answer is the page that asks whether to, or that refuses.
        """
        self.provider.claims = claims
        return self.browse(begins)

    def browse(self, begins: str = BEGINS) -> httpx.Response:
        """To the provider and back. Synapse's cookies are for https, which loopback stands for."""
        with self.school.client() as browser:
            begun = browser.get(begins)
            cookies = "; ".join(
                cookie.partition(";")[0] for cookie in begun.headers.get_list("set-cookie")
            )
            there = browser.get(begun.headers["location"])
            return browser.get(there.headers["location"], headers={"Cookie": cookies})

    def sign_in(self, page: httpx.Response, *, address: str | None = None) -> httpx.Response:
        """What the client does with the token that came back to it."""
        return signed_in(self.school, page, address)


def signed_in(school: School, page: httpx.Response, address: str | None = None) -> httpx.Response:
    """What a client does with the token that a page of sign-on sends back to it."""
    found = re.search(r'href="([^"]*loginToken=[^"]*)"', page.text)
    assert found, page.text
    (token,) = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)["loginToken"]
    with school.client(address=address) as client:
        content = {"type": "m.login.token", "token": token}
        return client.post("/_matrix/client/v3/login", json=content)


@pytest.fixture(scope="session")
def district(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district") / "data"
    with (
        fresh(postgres_cluster, template_data, data) as database,
        oidc.running() as provider,
    ):
        config = database.config
        provider.callback = f"{config.homeserver}/_synapse/client/oidc/callback"
        (data / "secrets" / "oidc_district").write_text(oidc.SECRET)
        way = {
            "id": "district",
            "name": "District sign-on",
            "issuer": provider.issuer,
            "client_id": oidc.CLIENT,
            "person": {"claim": "employee", "equals": "roster_id"},
            "groups": {"claim": "groups", "roles": {"Students": "student"}},
        }
        with opened(config, {"oidc": [way]}) as school:
            yield District(school=school, provider=provider)


@contextmanager
def opened(config: HomeroomConfig, ways: Mapping[str, object]) -> Iterator[School]:
    """The demo district, in which people sign on in these ways; one account is break-glass."""
    demo.load(config, config.data)
    school = School(config=config)
    emergency = str(school.people(Role.IT)[0].user_id)[1:].partition(":")[0]
    settle(config.data, sandbox=False, sign_on={"break_glass": [emergency], **ways})
    settled = load_config(config.data).model_copy(update={"bridges": {}})
    synapse_config.write(settled, port=int(config.homeserver.rpartition(":")[2]))
    process = start_synapse(settled)
    try:
        yield school
    finally:
        process.terminate()
        process.wait(30)
        school.close()
