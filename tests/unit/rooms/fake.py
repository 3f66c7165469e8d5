"""A homeserver's room in memory, with the rules of Matrix that the steps must keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from homeroom.rooms.actual import ActualRoom
from homeroom.rooms.levels import LISTED_CREATORS
from homeroom.rooms.plan import Create, Invite, Join, Remove, Set, Step, plan, request
from homeroom.rooms.wanted import WantedRoom

SERVER = "district.example"
SYSTEM = f"@homeroom:{SERVER}"


@dataclass
class FakeRoom:
    """Refuses, by an assertion, what a homeserver would refuse."""

    version: str
    made: bool = False
    settings: dict[tuple[str, str], Any] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def actual(self) -> ActualRoom | None:
        if not self.made:
            return None
        return ActualRoom(
            version=self.version, settings=dict(self.settings), members=dict(self.members)
        )

    def do(self, step: Step, wanted: WantedRoom) -> None:
        match step:
            case Create():
                assert not self.made
                self._create(wanted)
            case Set(kind=kind, key=key, content=content):
                assert self.members[SYSTEM] == "join"
                self._check_levels(kind, content)
                self.settings[kind, key] = content
            case Remove(account=account):
                assert self.members[account] in ("join", "invite", "knock")
                self.members[account] = "leave"
            case Invite(account=account):
                assert self.members.get(account, "leave") in ("leave", "knock")
                self.members[account] = "invite"
            case Join(account=account):
                assert self.members[account] == "invite"
                self.members[account] = "join"

    def _create(self, wanted: WantedRoom) -> None:
        body = request(wanted, version=self.version, system=SYSTEM)
        self.made, self.members[SYSTEM] = True, "join"
        self.settings["m.room.create", ""] = body["creation_content"]
        self.settings["m.room.name", ""] = {"name": body["name"]}
        for event in body["initial_state"]:
            self._check_levels(event["type"], event["content"])
            self.settings[event["type"], event["state_key"]] = event["content"]

    def _check_levels(self, kind: str, content: Any) -> None:
        """From version 12 on a creator must not be listed; before, unlisted it had no power."""
        if kind == "m.room.power_levels":
            listed = SYSTEM in content["users"]
            assert listed is (self.version in LISTED_CREATORS)

    def run(self, wanted: WantedRoom, *, at_most: int | None = None) -> int:
        """Plan and do, as often as something is to do; how many steps were done.

        `at_most`: it is killed after so many.
        """
        done = 0
        while steps := plan(wanted, self.actual(), system=SYSTEM):
            for step in steps:
                if done == at_most:
                    return done
                self.do(step, wanted)
                done += 1
            assert done < 1_000, "it never ends"
        return done


def names(accounts: Iterable[str]) -> list[str]:
    """The accounts without the server, in order."""
    return sorted(account.partition(":")[0] for account in accounts)
