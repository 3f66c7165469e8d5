"""What Synapse loads: registers the callbacks, judges, records, answers.

The one gate that nobody evades, for events born here, is `check_event_allowed`; each callback
here fails closed: an error of ours is a refusal with a number that IT can look up in the log.
"""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from synapse.api.errors import Codes, SynapseError
from synapse.events import EventBase
from synapse.logging.context import current_context
from synapse.module_api import ModuleApi
from synapse.spam_checker_api import RegistrationBehaviour
from synapse.types import StateMap
from twisted.internet import reactor
from twisted.python.threadpool import ThreadPool

from homeroom.config import load
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.policy.decide import decide
from homeroom.policy.facts import AccessFacts, Facts, Party, Registry
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse
from homeroom.policy.wording import Language
from synapse_module import answers, config
from synapse_module.facts import SIDE_DOORS, VENUE_MARK, Lens, event_facts, room_facts
from synapse_module.notices import Notices
from synapse_module.recorder import Recorder
from synapse_module.snapshot import REFRESH_SECONDS, SnapshotHolder
from synapse_module.unjudged import STRICTEST

logger = logging.getLogger(__name__)
THREADS = 4


class HomeroomModule:
    """One instance a Synapse process."""

    parse_config = staticmethod(config.parse)

    def __init__(self, settings: config.ModuleConfig, api: ModuleApi) -> None:
        self._api = api
        if settings.permissive:
            permit_everything(api)
            return
        self._system = api.get_qualified_user_id(settings.system_account)
        engine = connect(load(settings.data), DatabaseRole.MODULE, pool_size=THREADS)
        self._holder = SnapshotHolder(engine)
        self._process = api.worker_name or "main"
        self._incarnation = secrets.token_hex(4)
        self._recorder = Recorder(engine, self._process)
        self._notices = Notices(api, self._system)
        self._told: dict[tuple[str, str], float] = {}
        self._threads = ThreadPool(1, THREADS, name="homeroom")
        self._threads.start()
        reactor.callWhenRunning(
            reactor.addSystemEventTrigger, "during", "shutdown", self._threads.stop
        )
        self._refresh_in_thread()  # Synapse does not start on a registry that cannot be read
        api.looping_background_call(
            self._refresh,
            REFRESH_SECONDS * 1000,
            desc="homeroom_refresh",
            run_on_all_instances=True,
        )
        api.register_third_party_rules_callbacks(
            check_event_allowed=self.check_event_allowed,
            on_create_room=self.on_create_room,
            check_can_deactivate_user=self.never_erase,
            check_can_shutdown_room=self.never_shut_down,
        )
        api.register_spam_checker_callbacks(
            check_login_for_spam=self.check_login,
            check_registration_for_spam=self.check_registration,
            user_may_create_room_alias=self.may_name_rooms,
            user_may_publish_room=self.may_name_rooms_of,
        )
        api.register_account_validity_callbacks(is_user_expired=self.is_user_expired)

    # -- what Synapse asks -------------------------------------------------------------------

    async def check_event_allowed(
        self, event: EventBase, state: StateMap[EventBase]
    ) -> tuple[bool, dict[str, Any] | None]:
        """Every event born here, state and membership included."""
        try:
            facts = event_facts(event, state, self._lens())
        except Exception:
            raise self._broken("event") from None
        await self._judge(facts, facts.sender, event.event_id, _attempt(event))
        return True, None

    async def on_create_room(self, requester: Any, request: dict[str, Any], is_admin: bool) -> None:
        """The whole request, which the events that come of it do not show."""
        user_id = requester.user.to_string()
        try:
            facts = room_facts(user_id, request, self._lens())
        except Exception:
            raise self._broken("room") from None
        attempt = {"sender": user_id, "create_room": request}
        await self._judge(facts, facts.creator, uuid.uuid4().hex, attempt)
        if Role.SYSTEM not in facts.creator.roles:
            made_as = request.get("creation_content")
            kept = made_as if isinstance(made_as, dict) else {}
            request["creation_content"] = {**kept, VENUE_MARK: "direct"}
            # Invitations are sent one by one, each judged: the supervisor's comes first.
            supervisors = {p.user_id for p in facts.invited if Role.SUPERVISOR in p.roles}
            request["invite"] = sorted(request["invite"], key=lambda u: str(u) not in supervisors)

    async def check_login(
        self,
        user_id: str,
        device_id: str | None,
        device_name: str | None,
        request_info: Collection[tuple[str | None, str]],
        auth_provider: str | None = None,
    ) -> Literal["NOT_SPAM"] | tuple[Codes, dict[str, Any]]:
        """Sign-in: a school account, on a trusted network."""
        addresses = [address for _, address in request_info]
        try:
            facts = self._access(user_id, addresses[-1] if addresses else None, signing_in=True)
            attempt = {"sender": user_id, "sign_in_from": addresses}
            await self._judge(facts, facts.party, uuid.uuid4().hex, attempt)
        except SynapseError as refused:
            return Codes.FORBIDDEN, {"error": refused.msg, **refused._additional_fields}
        return "NOT_SPAM"

    async def is_user_expired(self, user_id: str) -> bool | None:
        """Each authenticated request: no I/O, a 403 and never a 401."""
        request = getattr(current_context(), "request", None)
        facts = self._access(user_id, request.ip_address if request else None)
        if request and SIDE_DOORS.match(f"{request.method} {request.url}"):
            facts = replace(facts, side_door=True)
        verdict = decide(facts, self._policy, datetime.now(UTC))
        if isinstance(verdict, Refuse):
            self._record_in_background(verdict, facts.party)
            raise self._refusal(verdict, facts.party)
        return None

    async def check_registration(
        self,
        email: dict[str, Any] | None,
        username: str | None,
        request_info: Collection[tuple[str | None, str]],
        auth_provider: str | None = None,
    ) -> RegistrationBehaviour:
        """Nobody registers; sign-on may make the account of somebody on the roster."""
        if not request_info:
            return RegistrationBehaviour.ALLOW
        user_id = self._api.get_qualified_user_id(username or "")
        person = self._holder.held.snapshot.person(user_id)
        known = person is not None and person.active
        return RegistrationBehaviour.ALLOW if known else RegistrationBehaviour.DENY

    async def may_name_rooms(self, user_id: str, alias: Any) -> bool:
        """Aliases are the district's."""
        return Role.SYSTEM in self._lens().party(user_id).roles

    async def may_name_rooms_of(self, user_id: str, room_id: str) -> bool:
        """No room is published in a directory."""
        return False

    async def never_erase(self, user_id: str, by_admin: bool) -> bool:
        """Accounts are locked through the roster; deactivation would erase what must be kept."""
        return False

    async def never_shut_down(self, admin_user_id: str | None, room_id: str) -> bool:
        """Rooms are archived through the registry; shutting one down would destroy its record."""
        return False

    # -- judging -----------------------------------------------------------------------------

    async def _judge(self, facts: Facts, sender: Party, key: str, attempt: dict[str, Any]) -> None:
        """Raise the refusal, once it is recorded; return where nothing stands against it."""
        try:
            verdict = decide(facts, self._policy, datetime.now(UTC))
        except Exception:
            raise self._broken("decide") from None
        if isinstance(verdict, Allow):
            return
        await self._record(verdict, key, attempt)
        if isinstance(verdict, Refuse):
            self._tell_in_background(verdict, sender)
            raise self._refusal(verdict, sender)

    async def _record(self, verdict: Flag | Refuse, key: str, attempt: dict[str, Any]) -> None:
        """Durable before it is answered; what cannot be recorded is refused all the same."""
        content = {
            "verdict": type(verdict).__name__.lower(),
            "reasons": [answers.described(r, self._policy.version) for r in verdict.reasons],
            "policy_version": self._policy.version,
            "registry_seq": self._holder.held.snapshot.seq,
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
                raise answers.error(unrecorded, self._policy.version, "en") from None

    def _refusal(self, verdict: Refuse, sender: Party) -> SynapseError:
        return answers.error(verdict, self._policy.version, self._language(sender))

    def _broken(self, where: str) -> SynapseError:
        """An error of ours is a refusal; the log has its number and its kind."""
        error_id, trace = secrets.token_hex(4), sys.exc_info()
        places = [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(trace[2])]
        kind = getattr(trace[0], "__name__", "")
        logger.critical("ALARM judging %s failed: %s %s, id %s", where, kind, places, error_id)
        reason = Reason(rule="error", clause="", details={"error_id": error_id})
        return answers.error(Refuse((reason,)), self._policy.version, "en")

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

    def _record_in_background(self, verdict: Refuse, party: Party) -> None:
        """A refused request is on record once a minute a user and rule: clients ask many times."""
        if self._notices.due(party.user_id, f"request:{verdict.reasons[0].rule}"):
            attempt = {"sender": party.user_id, "request": True}
            self._api.run_as_background_process(
                "homeroom_record", self._record, verdict, uuid.uuid4().hex, attempt
            )

    async def _refresh(self) -> None:
        try:
            await self._api.defer_to_threadpool(self._threads, self._refresh_in_thread)
        except Exception as error:
            logger.error("registry not refreshed: %s", type(error).__name__)

    def _refresh_in_thread(self) -> None:
        seq = self._holder.refresh()
        if self._holder.held.capture != "working":
            logger.critical("ALARM capture trigger is %s", self._holder.held.capture)
        if seq is not None:
            self._recorder.adoption(seq, self._policy.version, self._incarnation)

    # -- what is known -----------------------------------------------------------------------

    @property
    def _policy(self) -> Any:
        return self._holder.held.snapshot.policy or STRICTEST

    def _lens(self) -> Lens:
        held = self._holder.held
        return Lens(
            snapshot=held.snapshot,
            registry=self._registry(),
            server_name=self._api.server_name,
            system_account=self._system,
            day=datetime.now(ZoneInfo(self._policy.hours.timezone)).date(),
        )

    def _registry(self) -> Registry:
        held = self._holder.held
        return Registry(
            age_seconds=self._holder.age,
            policy_known=held.snapshot.policy is not None,
            capture_working=held.capture == "working",
        )

    def _access(
        self, user_id: str, address: str | None, *, signing_in: bool = False
    ) -> AccessFacts:
        party = self._lens().party(user_id)
        trusted = None if address is None else self._lens().snapshot.trusts(address, party.roles)
        return AccessFacts(
            registry=self._registry(), party=party, address_trusted=trusted, signing_in=signing_in
        )

    def _language(self, party: Party) -> Language:
        person = self._holder.held.snapshot.person(party.user_id)
        return person.language if person else "en"


def _attempt(event: EventBase) -> dict[str, Any]:
    """What somebody tried to send, whole: the record keeps what the room never saw."""
    attempt = {"sender": event.sender, "room_id": event.room_id, "type": event.type}
    state_key = event.get_state_key()
    return {
        **attempt,
        **({} if state_key is None else {"state_key": state_key}),
        "content": event.get_dict()["content"],
    }


def permit_everything(api: ModuleApi) -> None:
    """Callbacks that allow: for running other suites with the module loaded."""

    async def allow(
        event: EventBase, state: StateMap[EventBase]
    ) -> tuple[bool, dict[str, Any] | None]:
        return True, None

    api.register_third_party_rules_callbacks(check_event_allowed=allow)
