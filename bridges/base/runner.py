"""Puts a bridge together and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bridges.base.bridge import Worker
from bridges.base.config import NetworkConfig, section
from bridges.base.database import Database, Lease
from bridges.base.freshness import Freshness
from bridges.base.homeserver import Homeserver
from bridges.base.incoming import Incoming
from bridges.base.media import MediaFolder
from bridges.base.network import Network
from bridges.base.opening import Opener
from bridges.base.outgoing import Sender
from bridges.base.registration import read_registration
from bridges.base.rooms import Rooms
from bridges.base.service import DurableService
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError

log = logging.getLogger(__name__)


async def serve(
    config: HomeroomConfig, network: Network, settings: NetworkConfig, stop: asyncio.Event
) -> None:
    """Serve webhooks and transactions, and work, until `stop` is set."""
    engine = connect(config, DatabaseRole.BRIDGE, pool_size=10)
    database = Database(engine)
    registration = read_registration(config, network.name)
    service = DurableService(config, registration, network, database)
    freshness = Freshness()
    homeserver = Homeserver(service, freshness)
    worker = _worker(config, network, settings, database, homeserver, freshness)
    service.health = worker.health
    listen = section(config, network.name).listen
    try:
        await service.start(listen.host, listen.port)
    except OSError as error:
        raise InputError(f"port {listen.port} of {listen.host}: {error.strerror}") from None
    try:
        await homeserver.register_bot(stop)
        await worker.work(Lease(engine, network.name), service.arrived, stop)
    finally:
        await service.stop()
        await network.close()
        database.close()


def _worker(
    config: HomeroomConfig,
    network: Network,
    settings: NetworkConfig,
    database: Database,
    homeserver: Homeserver,
    freshness: Freshness,
) -> Worker:
    folder = MediaFolder(config.data / "bridges" / network.name / "media")
    rooms = Rooms(network, database, homeserver, freshness)
    settle = timedelta(seconds=settings.settle_seconds)
    return Worker(
        network,
        database,
        settings,
        opener=Opener(network=network, settle=settle, own=homeserver.own),
        incoming=Incoming(network, database, homeserver, rooms=rooms, folder=folder),
        sender=Sender(network, database, homeserver, settings),
        freshness=freshness,
    )
