"""Judges facts, records what is not simply allowed, and answers: the middle of every gate.

Fails closed: an error of ours is a refusal with a number that IT can look up in the log.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
import uuid
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from synapse.api.errors import SynapseError
from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from homeroom.policy.decide import decide
from homeroom.policy.facts import AccessFacts, DoorFacts, Facts, Party, Registry
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict
from homeroom.policy.wording import LANGUAGES, Language
from homeroom.registry.seeing import Lens
from homeroom.registry.snapshot import Snapshot
from synapse_module import answers
from synapse_module.notices import Notices
from synapse_module.recorder import Recorder
from synapse_module.snapshot import SnapshotHolder

logger = logging.getLogger(__name__)
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
        notices: Notices,
        threads: ThreadPool,
    ) -> None:
        self._api = api
        self._system = system_account
        self._holder = holder
        self._recorder = recorder
        self._notices = notices
        self._threads = threads

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
        now = datetime.now(UTC)
        return Lens(
            snapshot=self.snapshot,
            registry=self.registry(),
            server_name=self._api.server_name,
            system_account=self._system,
            now=now,
            day=now.astimezone(ZoneInfo(self.policy.hours.timezone)).date(),
        )

    def registry(self) -> Registry:
        """How fresh the registry is."""
        return Registry(
            age_seconds=self._holder.age,
            policy_known=self.snapshot.policy is not None,
            capture_working=self._holder.held.capture == "working",
        )

    # -- judging -----------------------------------------------------------------------------

    async def judge(self, facts: Facts, sender: Party, key: str, attempt: dict[str, Any]) -> None:
        """Raise the refusal, once it is recorded; return where nothing stands against it."""
        verdict = self._decide(facts)
        if isinstance(verdict, Allow):
            return
        await self._record(verdict, key, attempt)
        if isinstance(verdict, Refuse):
            self._tell_in_background(verdict, sender)
            raise self._refusal(verdict, sender)

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
        verdict = self._decide(facts)
        if not isinstance(verdict, Refuse):
            raise self.broken("a closed way")
        if self._notices.due(facts.party.user_id, f"door:{same}"):
            await self._record(verdict, uuid.uuid4().hex, attempt)
        raise self._refusal(verdict, facts.party)

    def refuse_sign_on(self, way: str, claimed: str) -> str:
        """In words, to whoever signs on and is nobody of the roster; recorded once a minute."""
        nobody = Party(user_id="")
        facts = AccessFacts(
            registry=self.registry(), party=nobody, address_trusted=None, action=Action.SIGN_IN
        )
        verdict = self._decide(facts)
        if not isinstance(verdict, Refuse):
            raise self.broken("sign-on")
        if self._notices.due("", f"{way}:{claimed}"):
            attempt = {"sender": "", "sign_on": way, "claimed": claimed}
            self._api.run_as_background_process(
                "homeroom_record", self._record, verdict, uuid.uuid4().hex, attempt
            )
        return " / ".join(answers.text(verdict, language) for language in LANGUAGES)

    def broken(self, where: str) -> SynapseError:
        """An error of ours is a refusal; the log has its number and its kind."""
        error_id, trace = secrets.token_hex(4), sys.exc_info()
        places = [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(trace[2])]
        kind = getattr(trace[0], "__name__", "")
        logger.critical("ALARM judging %s failed: %s %s, id %s", where, kind, places, error_id)
        reason = Reason(rule="error", clause="", details={"error_id": error_id})
        return answers.error(Refuse((reason,)), self.policy.version, "en")

    def _decide(self, facts: Facts) -> Verdict:
        try:
            return decide(facts, self.policy, datetime.now(UTC))
        except Exception:
            raise self.broken("decide") from None

    async def _record(self, verdict: Flag | Refuse, key: str, attempt: dict[str, Any]) -> None:
        """Durable before it is answered; what cannot be recorded is refused all the same."""
        version = self.policy.version
        flags = verdict.flags if isinstance(verdict, Refuse) else ()
        content = {
            "verdict": type(verdict).__name__.lower(),
            "reasons": [answers.described(r, version) for r in verdict.reasons],
            "flags": [answers.described(r, version) for r in flags],
            "policy_version": version,
            "registry_seq": self.snapshot.seq,
            "attempt": attempt,
        }
        try:
            await self._api.defer_to_threadpool(
                self._threads, self._recorder.decision, key, content
            )
        except Exception as error:
            logger.critical("ALARM decision not recorded: %s", type(error).__name__)
            if isinstance(verdict, Flag):
                unrecorded = Refuse((Reason(rule="unrecorded", clause="archive"),))
                raise answers.error(unrecorded, version, "en") from None

    def _refusal(self, verdict: Refuse, sender: Party) -> SynapseError:
        return answers.error(verdict, self.policy.version, self._language(sender))

    # -- in the background -------------------------------------------------------------------

    def _tell_in_background(self, verdict: Refuse, sender: Party) -> None:
        if sender.person is None:
            return
        due = [r for r in verdict.reasons if self._notices.due(sender.user_id, r.rule)]
        if due:
            self._api.run_as_background_process(
                "homeroom_notice", self._tell, sender, due, bg_start_span=False
            )

    async def _tell(self, sender: Party, reasons: list[Reason]) -> None:
        await self._notices.tell(sender.user_id, reasons, self._language(sender))
        content = {"to": sender.user_id, "rules": [reason.rule for reason in reasons]}
        await self._api.defer_to_threadpool(
            self._threads, self._recorder.notice, uuid.uuid4().hex, content
        )

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
                "homeroom_record", self._record, verdict, uuid.uuid4().hex, attempt
            )

    def _language(self, party: Party) -> Language:
        person = self.snapshot.person(party.user_id)
        return person.language if person else "en"
