"""What the mappings say of somebody who signs on; the registry is the only one they believe."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from synapse.handlers.sso import MappingException

from homeroom.registry.model import Person
from homeroom.registry.snapshot import Snapshot
from homeroom.synapse_settings.sign_on import ACCOUNT_ATTRIBUTE
from synapse_module.sign_on import roster
from synapse_module.sign_on.oidc import OidcSignOn
from synapse_module.sign_on.roster import RosterConfig
from synapse_module.sign_on.saml import SamlSignOn
from tests.unit.registry.test_sign_on import PEOPLE, WREN

DATA = Path("/district")
CONFIG = {"data": str(DATA), "claim": "email", "equals": "email"}
NO_API: Any = None


class FakeJudge:
    """The registry as a process has it, and what was refused."""

    def __init__(self) -> None:
        people = MappingProxyType({person.id: person for person in PEOPLE})
        self.snapshot = Snapshot(seq=1, states={Person.SUBJECT: people})
        self.refused: list[tuple[str, str, str, str]] = []

    def refuse_sign_on(
        self, way: str, *, claimed: str, user_id: str, fits: str, groups: list[str]
    ) -> str:
        self.refused.append((way, claimed, user_id, fits))
        return "plain words"


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> FakeJudge:
    made = FakeJudge()
    monkeypatch.setitem(roster.JUDGES, DATA, made)
    return made


def config() -> RosterConfig:
    return RosterConfig.parse(CONFIG)


async def test_oidc_names_account_and_person_as_the_roster_has_them(judge: FakeJudge) -> None:
    mapping = OidcSignOn(config(), NO_API)
    claims: Any = {"sub": "1", "email": WREN.email, "name": "The Boss", "picture": "x"}
    assert mapping.get_remote_user_id(claims) == "wren.stone"
    made = await mapping.map_user_attributes(claims, {}, 0)  # type: ignore[typeddict-item]
    assert made == {
        "localpart": "wren.stone",
        "confirm_localpart": False,
        "display_name": "Wren Stone",
        "picture": None,
        "emails": [],
    }


async def test_oidc_believes_no_address_that_nobody_verified(judge: FakeJudge) -> None:
    """Where people write their own address at the provider, they could write anybody's."""
    mapping = OidcSignOn(config(), NO_API)
    claims: Any = {"sub": "1", "email": WREN.email, "email_verified": False}
    assert mapping.get_remote_user_id(claims) == "nobody:1"
    with pytest.raises(MappingException, match="plain words"):
        await mapping.map_user_attributes(claims, {}, 0)  # type: ignore[typeddict-item]
    assert judge.refused[0][0] == "oidc"


def response(**attributes: list[str]) -> Any:
    return SimpleNamespace(ava=dict(attributes))


def test_saml_finds_the_account_by_the_roster_alone(judge: FakeJudge) -> None:
    """Synapse links an account that is there by an attribute: no provider may choose it."""
    mapping = SamlSignOn(config(), NO_API)
    said = response(email=[str(WREN.email)], **{ACCOUNT_ATTRIBUTE: ["principal"]})
    assert mapping.get_remote_user_id(said, "") == "wren.stone"
    assert said.ava[ACCOUNT_ATTRIBUTE] == ["wren.stone"]
    assert mapping.saml_response_to_user_attributes(said, 0, "") == {
        "mxid_localpart": "wren.stone",
        "displayname": "Wren Stone",
        "emails": [],
    }


def test_saml_refuses_nobody_in_words(judge: FakeJudge) -> None:
    mapping = SamlSignOn(config(), NO_API)
    said = response(email=["else@district.example"], **{ACCOUNT_ATTRIBUTE: ["principal"]})
    with pytest.raises(MappingException, match="plain words"):
        mapping.get_remote_user_id(said, "")
    assert ACCOUNT_ATTRIBUTE not in said.ava
    assert judge.refused == [("saml", "['else@district.example']", "", "fit")]


GROUPS = {"claim": "groups", "required": ["homeroom"], "roles": {"students": "student"}}


@pytest.mark.parametrize(
    ("groups", "fits"), [(["chess"], "missing"), (["homeroom", "students"], "contrary")]
)
async def test_groups_keep_somebody_of_the_roster_out(
    judge: FakeJudge, groups: list[str], fits: str
) -> None:
    """By every way that asks the roster; who it was is on record."""
    asked = RosterConfig.parse({**CONFIG, "groups": GROUPS})
    claims: Any = {"sub": "1", "email": WREN.email, "groups": groups}
    oidc, saml = OidcSignOn(asked, NO_API), SamlSignOn(asked, NO_API)
    assert oidc.get_remote_user_id(claims) == "nobody:1"
    with pytest.raises(MappingException, match="plain words"):
        await oidc.map_user_attributes(claims, {}, 0)  # type: ignore[typeddict-item]
    with pytest.raises(MappingException, match="plain words"):
        saml.get_remote_user_id(response(email=[str(WREN.email)], groups=groups), "")
    assert [(way, who, why) for way, _, who, why in judge.refused] == [
        ("oidc", WREN.user_id, fits),
        ("saml", WREN.user_id, fits),
    ]


def test_saml_asks_for_the_groups_too_and_reads_names_in_any_case(judge: FakeJudge) -> None:
    """pysaml2 writes names small that it does not know; providers send what metadata ask for."""
    asked = RosterConfig.parse({**CONFIG, "claim": "SchoolMail", "groups": GROUPS})
    assert SamlSignOn.get_saml_attributes(asked) == ({"SchoolMail"}, {"groups"})
    mapping = SamlSignOn(asked, NO_API)
    said = response(schoolmail=[str(WREN.email)], Groups=["homeroom"])
    assert mapping.get_remote_user_id(said, "") == "wren.stone"
    # two attributes of one name: which of them counts?
    said = response(schoolmail=[str(WREN.email)], SchoolMail=["x"], groups=["homeroom"])
    with pytest.raises(MappingException):
        mapping.get_remote_user_id(said, "")


async def test_a_group_that_may_sign_in_does(judge: FakeJudge) -> None:
    asked = RosterConfig.parse({**CONFIG, "groups": GROUPS})
    claims: Any = {"sub": "1", "email": WREN.email, "groups": ["Homeroom"]}
    assert OidcSignOn(asked, NO_API).get_remote_user_id(claims) == "wren.stone"


def test_without_homeroom_nobody_is_anybody() -> None:
    mapping = SamlSignOn(config(), NO_API)
    with pytest.raises(MappingException, match="not loaded"):
        mapping.get_remote_user_id(response(email=[str(WREN.email)]), "")


def test_a_fault_in_a_mapping_stops_synapse() -> None:
    with pytest.raises(ValueError, match="equals"):
        OidcSignOn.parse_config({**CONFIG, "equals": "name"})
