"""What every way of signing on asks: which person of the roster a claim names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from homeroom.registry.model import Person
from homeroom.registry.sign_on import fit, groups_of, indexed, named
from homeroom.sign_on import Compared, GroupsMatch
from synapse_module.judge import Judge

JUDGES: dict[Path, Judge] = {}
"""By data folder: the judge of this process. Synapse makes mappings apart from modules."""
ABSENT = "Homeroom is not loaded, so nobody can sign in. Tell the school's IT staff."


class RosterConfig(BaseModel):
    """What a mapping is configured with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path
    claim: str
    equals: Compared
    groups: GroupsMatch | None = None

    @staticmethod
    def parse(config: dict[str, Any]) -> RosterConfig:
        """Read it; a fault stops Synapse from starting, with the reason."""
        try:
            return RosterConfig.model_validate(config)
        except ValidationError as error:
            raise ValueError(str(error)) from None


def as_configured(said: Mapping[str, Any], config: RosterConfig) -> dict[str, Any]:
    """What was said under the configured names, whatever their case: the names of attributes have
    none in directories, and pysaml2 makes those small that it does not know.
    """
    wanted = [config.claim, *([config.groups.claim] if config.groups else [])]
    found: dict[str, Any] = {}
    for name in wanted:
        values = [value for key, value in said.items() if key.casefold() == name.casefold()]
        if len(values) == 1:
            found[name] = values[0]
    return found


class Roster:
    """The roster of one district, as this process judges by it now."""

    def __init__(self, config: RosterConfig, way: str) -> None:
        self._config = config
        self._way = way
        self._seq = -1
        self._index: Mapping[str, tuple[Person, ...]] = {}

    @property
    def judge(self) -> Judge | None:
        """The judge of this process; None where Homeroom's module is not loaded."""
        return JUDGES.get(self._config.data)

    def person(self, claims: Mapping[str, Any]) -> Person | None:
        """Whom the configured claim names now, and the groups do not keep out."""
        found = self._named(claims)
        fits = found is not None and fit(found, self._groups(claims), self._config.groups) == "fit"
        return found if fits else None

    def refusal(self, claims: Mapping[str, Any]) -> str:
        """What somebody is told whom `person` did not find; the attempt is recorded."""
        if self.judge is None:
            return ABSENT
        found = self._named(claims)
        return self.judge.refuse_sign_on(
            self._way,
            claimed=str(claims.get(self._config.claim, "")),
            user_id=(found.user_id or "") if found else "",
            fits=fit(found, self._groups(claims), self._config.groups) if found else "fit",
            groups=sorted(groups_of(self._groups(claims))),
        )

    def _named(self, claims: Mapping[str, Any]) -> Person | None:
        judge = self.judge
        if judge is None:
            return None
        if judge.snapshot.seq != self._seq:
            people = judge.snapshot.states.get(Person.SUBJECT, {}).values()
            self._index, self._seq = indexed(people, self._config.equals), judge.snapshot.seq
        return named(self._index, claims.get(self._config.claim))

    def _groups(self, claims: Mapping[str, Any]) -> object:
        wanted = self._config.groups
        return claims.get(wanted.claim) if wanted else ()


def localpart(person: Person) -> str:
    """The part of somebody's user id before the colon."""
    return (person.user_id or "").removeprefix("@").partition(":")[0]
