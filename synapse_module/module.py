"""What Synapse loads: puts the judge together, and registers its gates."""

from __future__ import annotations

import logging
import secrets
from functools import partial
from typing import Any

from synapse.events import EventBase
from synapse.module_api import ModuleApi
from synapse.types import StateMap
from twisted.internet import reactor
from twisted.python.threadpool import ThreadPool

from homeroom.config import HomeroomConfig, load
from homeroom.danger.slips import Slips
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from synapse_module import (
    accounts,
    authorize,
    config,
    delegation,
    dispatch,
    elsewhere,
    forgetting,
    forwarded,
    polls,
    quarantine,
    rooms,
    urgent_shape,
    widgets,
)
from synapse_module.authorize import AuthorizeResource
from synapse_module.forks import Forks
from synapse_module.gates.access import AccessGate
from synapse_module.gates.closed import ClosedGate
from synapse_module.gates.events import EventGate
from synapse_module.gates.media import MediaGate
from synapse_module.guard import callers, contract, doors, ephemeral, passwords
from synapse_module.guard import settings as settings_
from synapse_module.guard.doors import Doors
from synapse_module.guard.ephemeral import Ephemeral
from synapse_module.inspections import Inspections
from synapse_module.judge import Judge
from synapse_module.notices import Notices
from synapse_module.pace import Pace
from synapse_module.reading import Reader
from synapse_module.recorder import Recorder
from synapse_module.rooms import Rooms
from synapse_module.sign_on.emergency import Emergencies
from synapse_module.sign_on.roster import JUDGES
from synapse_module.snapshot import REFRESH_SECONDS, SnapshotHolder
from synapse_module.spool import Spool
from synapse_module.watch import Watch

logger = logging.getLogger(__name__)
THREADS = 4
RECORDED_WITHIN = 10.0
"""Seconds after which a database that takes no record is as good as away."""
INSPECTING = 2
"""Files looked at at once; none keeps the registry from being refreshed."""
READING = 1
"""Long texts read at once: the more there are, the longer everybody waits for the interpreter."""
PINS = (
    *callers.PINS,
    *doors.PINS,
    *ephemeral.PINS,
    *passwords.PINS,
    *dispatch.PINS,
    *elsewhere.PINS,
    *rooms.PINS,
    *accounts.PINS,
    *quarantine.PINS,
    *forgetting.PINS,
    *urgent_shape.PINS,
)
"""What the module leans on in Synapse."""


class HomeroomModule:
    """One instance a Synapse process."""

    parse_config = staticmethod(config.parse)

    def __init__(self, settings: config.ModuleConfig, api: ModuleApi) -> None:
        if settings.permissive:
            permit_everything(api)
            return
        contract.check(PINS)
        settings_.check(api._hs, api.get_qualified_user_id(settings.system_account))
        self._api = api
        district = load(settings.data)
        delegation.check(api._hs.config, district.gateway)
        engine = connect(district, DatabaseRole.MODULE, pool_size=2 + INSPECTING)
        self._holder = SnapshotHolder(engine)
        self._incarnation = secrets.token_hex(4)
        writing = connect(
            district, DatabaseRole.MODULE, pool_size=THREADS, answers_within=RECORDED_WITHIN
        )
        self._recorder = Recorder(writing, api.worker_name or "main")
        self._watch = Watch(
            self._recorder.write,
            Spool(district.path(district.synapse.spool)),
            Slips(district.path(district.synapse.slips)),
        )
        self._threads = _threads("homeroom", THREADS)
        system = api.get_qualified_user_id(settings.system_account)
        self._judge = Judge(
            api,
            system_account=system,
            holder=self._holder,
            recorder=self._recorder,
            watch_=self._watch,
            notices=Notices(api, system),
            threads=self._threads,
            disk=_threads("homeroom-disk", 1),
            portal=district.public_portal,
        )
        self._refresh_in_thread()  # Synapse does not start on a registry that cannot be read
        api.looping_background_call(
            self._refresh,
            REFRESH_SECONDS * 1000,
            desc="homeroom_refresh",
            run_on_all_instances=True,
        )
        JUDGES[settings.data] = self._judge
        inspections = Inspections(api, engine, _threads("homeroom-files", INSPECTING))
        reader = Reader(api, _threads("homeroom-reading", READING))
        access = AccessGate(self._judge, api, district)
        self._open_gates(inspections, reader, access, district)
        self._close_ways(reader, system, district)
        forwarded.believe_only(district.gateway.trusted_proxies)
        polls.limit(api, settings.longest_poll_seconds, access.is_user_expired)
        api.looping_background_call(
            accounts.Accounts(
                api, self._judge, system, recorder=self._recorder, threads=self._threads
            ).settle,
            accounts.EVERY_SECONDS * 1000,
            desc="homeroom_accounts",
        )
        api.looping_background_call(
            forgetting.Forgetting(api, engine, self._threads).look,
            forgetting.EVERY_SECONDS * 1000,
            desc="homeroom_forgetting",
            run_on_all_instances=True,
        )
        api.looping_background_call(
            widgets.Widgets(api, self._judge, system).settle,
            widgets.EVERY_SECONDS * 1000,
            desc="homeroom_widgets",
        )
        api.looping_background_call(
            quarantine.Quarantine(api, self._judge, system).settle,
            quarantine.EVERY_SECONDS * 1000,
            desc="homeroom_quarantine",
        )

    def _open_gates(
        self,
        inspections: Inspections,
        reader: Reader,
        access: AccessGate,
        district: HomeroomConfig,
    ) -> None:
        """What Synapse asks us before it acts."""
        api = self._api
        forks = Forks(api, self._judge)
        pace = Pace()
        urgent_shape.give(api, self._judge)
        elsewhere.Elsewhere(api, self._judge, pace).listen()
        rooms_ = Rooms(api._hs)
        EventGate(self._judge, inspections, reader, rooms_, pace, forks).register(api)
        MediaGate(self._judge, inspections).register(api)
        if district.gateway.authorizes:
            resource = AuthorizeResource(api, self._judge, access, district.secret("gateway"))
            api.register_web_resource(authorize.PATH, resource)
        access.register(api)
        passwords.explain_locked(access.refusal)
        in_thread = partial(api.defer_to_threadpool, self._threads)
        passwords.first(Emergencies(api, self._judge, self._recorder, in_thread).check)
        ClosedGate(self._judge).register(api)

    def _close_ways(self, reader: Reader, system: str, district: HomeroomConfig) -> None:
        """What Synapse asks nobody about."""
        alone = district.secret("gateway") if self._api._hs.config.mas.enabled else None
        Doors(self._api, self._judge, reader, system, alone).install()
        Ephemeral(self._api, self._judge).install()

    async def _refresh(self) -> None:
        try:
            await self._api.defer_to_threadpool(self._threads, self._refresh_in_thread)
        except Exception as error:
            logger.error("registry not refreshed: %s", type(error).__name__)

    def _refresh_in_thread(self) -> None:
        seq = self._holder.refresh()
        if self._holder.held.capture != "working":
            logger.critical("ALARM capture trigger is %s", self._holder.held.capture)
        if self._holder.held.behind:
            logger.critical("ALARM the archive is far behind: nothing more is taken")
        self._watch.again()
        if seq is not None:
            self._recorder.adoption(seq, self._judge.policy.version, self._incarnation)


def _threads(name: str, most: int) -> ThreadPool:
    """Threads of our own for the database and for files, stopped with Synapse."""
    threads = ThreadPool(1, most, name=name)
    threads.start()
    reactor.callWhenRunning(reactor.addSystemEventTrigger, "during", "shutdown", threads.stop)
    return threads


def permit_everything(api: ModuleApi) -> None:
    """Callbacks that allow: for running other suites with the module loaded."""

    async def allow(
        event: EventBase, state: StateMap[EventBase]
    ) -> tuple[bool, dict[str, Any] | None]:
        return True, None

    api.register_third_party_rules_callbacks(check_event_allowed=allow)
