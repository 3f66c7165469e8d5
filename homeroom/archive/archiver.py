"""The archiver: seals what was committed, fetches media, publishes checkpoints.

`python -m homeroom.archive.archiver --data DIR`. One is active by advisory lock; others stand by
and take over within seconds (`standing`).
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from homeroom import metrics_server, process
from homeroom.archive import fetching, metrics, rotation, standing
from homeroom.archive.ahead import Ahead
from homeroom.archive.batch import BATCH
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.fetcher import Fetcher
from homeroom.archive.fetching import Fetched, Store
from homeroom.archive.files.opening import file_store
from homeroom.archive.log import LogState
from homeroom.archive.metrics import Metrics
from homeroom.archive.oversight import Oversight
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import OvertakenError, Sealed, ask_on, seal, seal_batch
from homeroom.archive.standing import STANDBY_SECONDS, Heartbeat
from homeroom.archive.status import status
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import HomeroomError

OBSERVE_SECONDS = 1.0
LONGEST_PAUSE = 5.0

ANY_PENDING = text("SELECT EXISTS (SELECT FROM outbox.entry WHERE district = :district)")

logger = logging.getLogger("homeroom.archiver")


@dataclass(slots=True)
class Archiver:
    """One archiver of one district. `run` returns when `stopping` is set."""

    engine: Engine
    store: Store
    publisher: Publisher
    poll_seconds: float
    publish_seconds: float
    metrics: Metrics
    name: str
    """What its sessions are called at the database: those of this process alone."""
    stopping: threading.Event = field(default_factory=threading.Event)
    active: threading.Event = field(default_factory=threading.Event)
    """Set while this one seals."""
    fetcher: Fetcher = field(init=False)
    ahead: Ahead = field(init=False)
    _known: LogState | None = None
    _published: float = float("-inf")
    _published_size: int = -1
    _observed: float = float("-inf")

    def __post_init__(self) -> None:
        self.ahead = Ahead(district=self.store.district)
        self.fetcher = Fetcher(
            engine=self.engine,
            store=self.store,
            active=self.active,
            stopping=self.stopping,
            every=self.poll_seconds,
        )

    def run(self) -> None:
        """Seal until told to stop, media beside it; `LogError` if the log is not what it was."""
        heartbeat = Heartbeat(engine=self.engine, stopping=self.stopping)
        beside = [
            threading.Thread(target=self.fetcher.run, name="fetcher"),
            threading.Thread(target=heartbeat.run, name="heartbeat"),
        ]
        for thread in beside:
            thread.start()
        try:
            self._run()
        finally:
            self.ahead.end()
            self.stopping.set()
            for thread in beside:
                thread.join()

    def _run(self) -> None:
        pause = 0.5
        while not self.stopping.is_set():
            try:
                with self.engine.connect() as connection, _ended_at_last(connection):
                    pause = 0.5
                    self._serve(connection)
            except (OperationalError, InterfaceError) as error:
                self.ahead.end()
                self._set_active(False)
                logger.warning("the database is away", extra={"error": type(error.orig).__name__})
                self.stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _serve(self, connection: Connection) -> None:
        """Stand by until the lock is ours, then work until stopped or the database is gone."""
        if not self._take_lock(connection):
            return
        self._set_active(True)
        self._known = None
        rotation.settle(
            connection, self.publisher.key, self.publisher.district, self.publisher.folder
        )
        self.publisher.check(connection)
        connection.commit()
        logger.info("active")
        while not self.stopping.is_set():
            if not self.step(connection):
                self.stopping.wait(self.poll_seconds)
        self._publish(connection)
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        self.metrics.active.set(active)
        (self.active.set if active else self.active.clear)()

    def _take_lock(self, connection: Connection) -> bool:
        told = False
        while not self.stopping.is_set():
            if standing.take_lock(connection, self.store.district):
                return True
            if not told:
                logger.info("standing by: another archiver is active")
                told = True
            if not standing.shut_out_if_silent(connection, self.store.district, self.name):
                self.stopping.wait(STANDBY_SECONDS)
        return False

    def step(self, connection: Connection) -> bool:
        """Do what there is to do once; was there anything to seal?"""
        busy = self.seal_some(connection)
        fetched = self._fetch_some(connection)
        if monotonic() - self._published >= self.publish_seconds:
            self._publish(connection)
        if monotonic() - self._observed >= OBSERVE_SECONDS:
            self._observe(connection)
        return busy or fetched

    def seal_some(self, connection: Connection) -> bool:
        """Seal a batch, prepared beside or here; was there anything?"""
        return self._seal_ahead(connection) or self._seal_here(connection)

    def _seal_ahead(self, connection: Connection) -> bool:
        """Seal what was prepared, if there is any; what is not true any more is sealed here."""
        batch = self.ahead.take(ask_on(connection))
        connection.rollback()
        if batch is None:
            return False
        try:
            self._committed(connection, partial(seal_batch, batch=batch))
        except (IntegrityError, OvertakenError) as error:
            logger.info("a batch is sealed anew", extra={"error": type(error).__name__})
            self.ahead.drop()
            return False
        return True

    def _seal_here(self, connection: Connection) -> bool:
        pending = connection.scalar(ANY_PENDING, {"district": self.store.district})
        connection.rollback()
        if not pending:
            return False
        try:
            self.ahead.note(self._seal(connection, limit=BATCH).taken)
        except (HomeroomError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            logger.exception(
                "a batch cannot be sealed whole", extra={"error": type(error).__name__}
            )
            self._seal_one_by_one(connection)
        return True

    def _seal_one_by_one(self, connection: Connection) -> None:
        """A row that cannot be sealed as it is is sealed as text: nothing jams the queue."""
        for _ in range(BATCH):
            try:
                done = self._seal(connection, limit=1)
            except (HomeroomError, OperationalError, InterfaceError):
                raise
            except Exception:
                logger.exception("a row is sealed as bare text")
                done = self._seal(connection, limit=1, plain=True)
            if not done.taken:
                return

    def _seal(self, connection: Connection, *, limit: int, plain: bool = False) -> Sealed:
        return self._committed(connection, partial(seal, limit=limit, plain=plain))

    def _committed(self, connection: Connection, sealing: Callable[..., Sealed]) -> Sealed:
        try:
            done = sealing(connection, self.store.district, self._known)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        self._known = done.state
        self.metrics.sealed.inc(done.made)
        self.metrics.duplicates.inc(done.taken - done.made)
        return done

    def _fetch_some(self, connection: Connection) -> bool:
        """Seal the media that were fetched meanwhile: copying them never holds sealing up."""
        with self.fetcher.fetched() as fetched:
            if not fetched:
                return False
            now = datetime.now(UTC)
            try:
                state = fetching.seal_media(connection, self.store, self._known, fetched, now)
            except OSError as error:
                self._fetch_later(connection, fetched, f"no key can be kept: {error.strerror}")
                return False
            connection.commit()
            self._known = state
            self.metrics.sealed.inc(len(fetched))
        return True

    def _fetch_later(
        self, connection: Connection, fetched: Sequence[Fetched], problem: str
    ) -> None:
        """Of what cannot be kept now it is noted why; sealing goes on."""
        connection.rollback()
        for each in fetched:
            fetching.try_later(connection, self.store, each.mxc, problem)
        connection.commit()
        logger.warning("media wait", extra={"problem": problem})

    def _publish(self, connection: Connection) -> None:
        """Publish if the log grew. A folder that takes nothing is tried again; sealing goes on."""
        self._published = monotonic()
        try:
            published = self.publisher.publish(connection)
        except OSError as error:
            connection.rollback()
            self.metrics.publishing_fails.set(1)
            logger.critical("ALARM no checkpoint can be written", extra={"error": error.strerror})
            return
        connection.commit()
        self.metrics.publishing_fails.set(0)
        if published and published.checkpoint.size != self._published_size:
            self._published_size = published.checkpoint.size
            logger.info("published", extra={"size": published.checkpoint.size})

    def _observe(self, connection: Connection) -> None:
        self._observed = monotonic()
        self.metrics.observe(status(connection))
        connection.commit()


@contextmanager
def _ended_at_last(connection: Connection) -> Iterator[None]:
    """End the session with its lock: back in the pool it would keep it, and nobody could seal."""
    try:
        yield
    finally:
        connection.invalidate()


def create(config: HomeroomConfig, stopping: threading.Event) -> Archiver:
    """The archiver of a data folder, its checkpoint key made if there is none."""
    archive = config.archive
    store = Store(
        district=config.district,
        server_name=config.server_name,
        synapse=config.path(config.synapse.media_store),
        files=file_store(config),
    )
    key = config.path(archive.key)
    load_or_create_key(key, config.district)
    publisher = Publisher(
        key=key, district=config.district, folder=config.path(archive.checkpoints)
    )
    name = standing.process_name(DatabaseRole.ARCHIVER.value)
    return Archiver(
        engine=connect(config, DatabaseRole.ARCHIVER, pool_size=4, name=name),
        name=name,
        store=store,
        publisher=publisher,
        poll_seconds=archive.poll_seconds,
        publish_seconds=archive.publish_seconds,
        metrics=metrics.create(),
        stopping=stopping,
    )


def serve(config: HomeroomConfig, stopping: threading.Event) -> None:
    """Run an archiver with its metrics until `stopping` is set."""
    archiver = create(config, stopping)
    oversight = Oversight(
        engine=archiver.engine,
        metrics=archiver.metrics,
        active=archiver.active,
        stopping=stopping,
        every=timedelta(hours=config.archive.reconcile_hours),
    )
    beside = threading.Thread(target=oversight.run, name="oversight")
    try:
        serving = config.archive.metrics
        with metrics_server.served(archiver.metrics.registry, serving, "archive.metrics"):
            beside.start()
            archiver.run()
    finally:
        stopping.set()
        if beside.ident:
            beside.join()
        archiver.engine.dispose()


if __name__ == "__main__":
    sys.exit(process.run("homeroom.archive.archiver", serve))
