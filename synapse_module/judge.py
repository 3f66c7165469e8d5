"""Judges facts, records what is not simply allowed, and answers: the middle of every gate.

Fails closed: an error of ours is a refusal with a number that IT can look up in the log.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

from synapse.api.errors import SynapseError
from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from homeroom.policy import leaving
from homeroom.policy.decide import decide
from homeroom.policy.facts import (
    AccessFacts,
    DoorFacts,
    EventFacts,
    Facts,
    GroupFit,
    Party,
    Registry,
)
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.reach import nobody_could
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict, flags_of
from homeroom.policy.wording import LANGUAGES, Language
from homeroom.registry.model import Venue
from homeroom.registry.seeing import Lens
from homeroom.registry.snapshot import Snapshot
from synapse_module import answers, watch
from synapse_module.notices import Notices
from synapse_module.recorder import Recorder
from synapse_module.snapshot import SnapshotHolder
from synapse_module.spool import Decided
from synapse_module.telling import Telling
from synapse_module.watch import Watch

logger = logging.getLogger(__name__)
T = TypeVar("T")
PASSED_AGAIN_AFTER = 3600.0
"""Seconds until a request that passes with a flag is recorded once more."""


class Judge:
    """One a process, shared by its gates."""

    def __init__(
        self,
        api: ModuleApi,
        *,
        system_account: str,
        holder: SnapshotHolder,
        recorder: Recorder,
        watch_: Watch,
        notices: Notices,
        threads: ThreadPool,
        disk: ThreadPool,
        portal: str = "",
    ) -> None:
        self._api = api
        self._system = system_account
        self._holder = holder
        self._recorder = recorder
        self._watch = watch_
        self._notices = notices
        self._telling = Telling(api, recorder, notices, threads, portal)
        self._threads = threads
        self._disk = disk
        self._portal = portal

    # -- what is known -----------------------------------------------------------------------

    @property
    def snapshot(self) -> Snapshot:
        """The registry as this process judges by it now."""
        return self._holder.held.snapshot

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.snapshot.policy or STRICTEST

    def lens(self) -> Lens:
        """What is needed to see an event or a request as facts."""
        return Lens.at(
            datetime.now(UTC),
            self.snapshot,
            registry=self.registry(),
            server_name=self._api.server_name,
            system_account=self._system,
        )

    def registry(self) -> Registry:
        """How fresh the registry is."""
        return Registry(
            age_seconds=self._holder.age,
            policy_known=self.snapshot.policy is not None,
            capture_working=self._holder.held.capture == "working",
            archive_behind=self._holder.held.behind,
        )

    def allows_client(self, names: Iterable[str | None]) -> bool:
        """Is a client that calls itself so (user agent, device name) approved and in force?"""
        said = [name for name in names if name]
        return self.snapshot.register.client_allowed(said, self.lens().day)

    # -- judging -----------------------------------------------------------------------------

    async def judge(self, facts: Facts, sender: Party, key: str, attempt: dict[str, Any]) -> None:
        """Raise the refusal, once it is recorded; return where nothing stands against it."""
        try:
            verdict = decide(facts, self.policy, datetime.now(UTC))
        except Exception:
            raise await self.failed("decide", key, attempt) from None
        if any(flag.waived for flag in flags_of(verdict)) and not await self._used_up(facts):
            await self.judge(_without_leave(facts), sender, key, attempt)
        elif not isinstance(verdict, Allow):
            await self._act(verdict, sender, key, attempt)

    async def _used_up(self, facts: Facts) -> bool:
        """A reviewer's leave counts once, whichever process asks first."""
        leave = facts.leave if isinstance(facts, EventFacts) else None
        try:
            return leave is not None and await self._in_thread(self._recorder.use_waiver, leave.id)
        except Exception as error:
            logger.error("a leave could not be used: %s", type(error).__name__)
            return False

    async def failed(self, where: str, key: str, attempt: dict[str, Any]) -> SynapseError:
        """The refusal of what an error of ours kept from being judged: on record all the same."""
        verdict = Refuse((self._alarm(where),), watch.unjudged(attempt))
        try:
            sender = self.lens().party(str(attempt["sender"]))
            await self._act(verdict, sender, key, attempt)
        except SynapseError as refusal:
            return refusal
        except Exception as error:
            logger.critical("ALARM attempt not recorded: %s", type(error).__name__)
        return answers.error(verdict, self.policy.version, "en")

    async def _act(
        self, verdict: Flag | Refuse, sender: Party, key: str, attempt: dict[str, Any]
    ) -> None:
        """Record it, offer help where there is danger, and raise the refusal if it is one."""
        kept = await self._record(verdict, sender, key, attempt)
        if not kept:
            verdict = _unrecorded(verdict)
        help_ = self._help(verdict, sender, kept=kept)
        self._telling.begin(verdict, sender, self._language(sender), help_, key)
        if isinstance(verdict, Refuse):
            raise self._refusal(verdict, sender, help_)

    async def lets_leave(
        self, facts: EventFacts, sender: Party, key: str, attempt: dict[str, Any]
    ) -> bool:
        """As `judge`, for a leave with words: False where it goes on without them (invariant 6)."""
        try:
            await self.judge(facts, sender, key, attempt)
        except SynapseError as refusal:
            rules = answers.rules_of(refusal)
            if leaving.goes_on(facts, rules, self.policy, datetime.now(UTC)):
                return False
            raise
        return True

    async def reported(self, attempt: dict[str, Any], key: str, *, only_danger: bool) -> None:
        """Put on record what somebody reported, for somebody in charge to answer.

        Errors: the refusal, where it can be kept nowhere now.
        """
        flags = watch.unjudged(attempt)
        if flags or not only_danger:
            sender = self.lens().party(str(attempt["sender"]))
            await self._act(Flag((watch.REPORTED, *flags)), sender, key, attempt)

    async def flag(self, reason: Reason, sender: Party, attempt: dict[str, Any]) -> None:
        """Put on record what was seen only after the event had passed."""
        await self._record(Flag((reason,)), sender, uuid.uuid4().hex, attempt, answered=True)

    def _help(self, verdict: Verdict, sender: Party, *, kept: bool) -> str:
        """What the sender is told at once where there is danger; else empty."""
        known = kept and self.registry().age_seconds <= self.policy.stale_after_seconds
        return watch.words(flags_of(verdict), sender, self.snapshot, self.policy, known=known)

    def judge_request(self, facts: AccessFacts, sender: Party, address: str | None) -> None:
        """As `judge`, with no I/O before the answer: what is recorded is recorded after it."""
        verdict = self._decide(facts)
        if isinstance(verdict, Allow):
            return
        self._record_in_background(verdict, facts, address)
        if isinstance(verdict, Refuse):
            raise self._refusal(verdict, sender)

    async def turn_away(self, facts: DoorFacts, attempt: dict[str, Any], *, same: str) -> NoReturn:
        """Raise the refusal of a closed way; attempts that are the `same` are on record once a
        minute, since clients ask many times.
        """
        key, sender = uuid.uuid4().hex, facts.party
        try:
            verdict = decide(facts, self.policy, datetime.now(UTC))
        except Exception:
            raise await self.failed("a closed way", key, attempt) from None
        if not isinstance(verdict, Refuse):
            raise self.broken("a closed way")
        if self._notices.due(sender.user_id, f"door:{same}"):
            kept = await self._record(verdict, sender, key, attempt)
            if help_ := self._help(verdict, sender, kept=kept):
                flagged, language = Flag(verdict.flags), self._language(sender)
                self._telling.begin(flagged, sender, language, help_, key)
                raise self._refusal(verdict, sender, help_)
        raise self._refusal(verdict, sender)

    def judge_stranger(self, address: str) -> None:
        """Raise where nobody at all could sign in from this address."""
        day = self.lens().day

        def trusted(role: Role) -> bool:
            return self.snapshot.trusts(address, [role], day)

        policy, guardians = self.policy, bool(self.snapshot.guardians)
        if reason := nobody_could(trusted, policy, datetime.now(UTC), guardians=guardians):
            raise answers.error(Refuse((reason,)), self.policy.version, "en")

    def refuse_sign_on(
        self,
        way: str,
        *,
        claimed: str,
        user_id: str = "",
        fits: GroupFit = "fit",
        groups: Sequence[str] = (),
    ) -> str:
        """In words, to whoever signs on and may not; recorded once a minute. `user_id` is whose
        account the claim names, empty for nobody of the roster; `fits`, what the groups say.
        """
        party = self.lens().party(user_id) if user_id else Party(user_id="")
        facts = AccessFacts(
            registry=self.registry(),
            party=party,
            address_trusted=None,
            action=Action.SIGN_IN,
            groups=fits,
        )
        verdict = self._decide(facts)
        if not isinstance(verdict, Refuse):
            raise self.broken("sign-on")
        if self._notices.due(user_id, f"{way}:{claimed}:{fits}"):
            attempt = {
                "sender": user_id,
                "sign_on": way,
                "claimed": claimed,
                **({"groups": list(groups)} if groups else {}),
            }
            self._api.run_as_background_process(
                "homeroom_record", self._record, verdict, party, uuid.uuid4().hex, attempt
            )
        return " / ".join(answers.text(verdict, language) for language in LANGUAGES)

    def _decide(self, facts: Facts) -> Verdict:
        try:
            return decide(facts, self.policy, datetime.now(UTC))
        except Exception:
            raise self.broken("decide") from None

    def broken(self, where: str) -> SynapseError:
        """An error of ours is a refusal; the log has its number and its kind."""
        return answers.error(Refuse((self._alarm(where),)), self.policy.version, "en")

    def _alarm(self, where: str) -> Reason:
        error_id, trace = secrets.token_hex(4), sys.exc_info()
        places = [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(trace[2])]
        kind = getattr(trace[0], "__name__", "")
        logger.critical("ALARM judging %s failed: %s %s, id %s", where, kind, places, error_id)
        return Reason(rule="error", clause="", details={"error_id": error_id})

    async def _record(
        self,
        verdict: Flag | Refuse,
        sender: Party,
        key: str,
        attempt: dict[str, Any],
        *,
        answered: bool = False,
    ) -> bool:
        """Durable before it is answered, the alert with it; False where the database is away.

        Then it waits on disk, as what will be answered (what may not be said unless it is kept
        is refused), or as what has been `answered` already.
        """
        decided = self._decided(verdict, sender, key, attempt)
        try:
            await self._in_thread(self._watch.record, decided)
        except Exception as error:
            logger.critical("ALARM decision not recorded: %s", type(error).__name__)
            stands = verdict if answered else _unrecorded(verdict)
            await self._keep(self._decided(stands, sender, key, attempt, waits=True))
            return False
        return True

    async def _keep(self, decided: Decided) -> None:
        try:
            await self._api.defer_to_threadpool(self._disk, self._keep_in_thread, decided)
        except Exception as error:
            logger.critical("ALARM decision not kept on disk: %s", type(error).__name__)

    def _keep_in_thread(self, decided: Decided) -> None:
        slip = None
        try:
            if decided.alert is not None:
                slip = watch.slip(decided.alert, self.snapshot)
        except Exception as error:
            logger.critical("ALARM nobody on call was found: %s", type(error).__name__)
        self._watch.keep(decided, slip)

    def _decided(
        self,
        verdict: Flag | Refuse,
        sender: Party,
        key: str,
        attempt: dict[str, Any],
        *,
        waits: bool = False,
    ) -> Decided:
        version = self.policy.version
        flags = verdict.flags if isinstance(verdict, Refuse) else ()
        content = {
            "verdict": type(verdict).__name__.lower(),
            "reasons": [answers.described(r, version) for r in verdict.reasons],
            "flags": [answers.described(r, version) for r in flags],
            "policy_version": version,
            "registry_seq": self.snapshot.seq,
            "attempt": attempt,
            "told": answers.text(verdict, self._language(sender)),
            "process": self._recorder.process,
            **({"decided_at": datetime.now(UTC).isoformat()} if waits else {}),
        }
        alert = watch.raised(key, content, sender, flags_of(verdict), self.snapshot)
        notice = watch.marked(key, attempt, sender, verdict, self.snapshot)
        return Decided(key=key, payload=content, alert=alert, notice=notice)

    async def designate(self, venue: Venue, maker: str) -> None:
        """Put a room that a user makes into the registry."""
        await self._in_thread(self._recorder.made_venue, venue, maker)

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await self._api.defer_to_threadpool(self._threads, work, *arguments)

    def _refusal(self, verdict: Refuse, sender: Party, help_: str = "") -> SynapseError:
        return answers.error(
            verdict,
            self.policy.version,
            self._language(sender),
            help_=help_,
            portal=self._portal,
        )

    # -- in the background -------------------------------------------------------------------

    def _record_in_background(
        self, verdict: Flag | Refuse, facts: AccessFacts, address: str | None
    ) -> None:
        """A refused request is on record once a minute a user and rule: clients ask many times.

        One that passed with a flag, once an hour a user, rule, action and address.
        """
        user_id, what = facts.party.user_id, f"request:{verdict.reasons[0].rule}"
        if isinstance(verdict, Refuse):
            due = self._notices.due(user_id, what)
        else:
            what = f"{what}:{facts.action.value}:{address}"
            due = self._notices.due(user_id, what, PASSED_AGAIN_AFTER)
        if due:
            attempt = {
                "sender": user_id,
                "request": True,
                "action": facts.action.value,
                "address": address,
            }
            self._api.run_as_background_process(
                "homeroom_record",
                self._record,
                verdict,
                facts.party,
                uuid.uuid4().hex,
                attempt,
                answered=True,
            )

    def _language(self, party: Party) -> Language:
        person = self.snapshot.person(party.user_id)
        return person.language if person else "en"


def _without_leave(facts: Facts) -> Facts:
    return replace(facts, leave=None) if isinstance(facts, EventFacts) else facts


def _unrecorded(verdict: Flag | Refuse) -> Refuse:
    """What becomes of a verdict that could not be written down: nothing new is said."""
    if isinstance(verdict, Refuse):
        return verdict
    return Refuse((Reason(rule="unrecorded", clause="archive"),), verdict.reasons)
