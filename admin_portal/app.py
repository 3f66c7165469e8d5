"""The portal as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from admin_portal import errors
from admin_portal.attempts import SANDBOX, Limits
from admin_portal.boundary import Boundary
from admin_portal.homeserver import Homeserver
from admin_portal.page import Portal
from admin_portal.pages import ROUTERS
from admin_portal.production import Producer
from admin_portal.register import Register
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import due

WORKERS = 12
"""Threads for handlers, and as many database connections: no handler waits for one."""


def build(config: HomeroomConfig) -> FastAPI:
    """The application for a district's configuration; it opens nothing until it serves."""
    app = FastAPI(
        title="Homeroom", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    app.state.portal = Portal(
        config=config,
        engine=connect(config, DatabaseRole.PORTAL, pool_size=WORKERS),
        homeserver=Homeserver(config.homeserver),
        producer=Producer(config),
        register=Register(),
        limits=SANDBOX if config.sandbox else Limits(),
        clocks=due.clocks(config),
    )
    for router in ROUTERS:
        app.include_router(router)
    errors.install(app)
    app.add_middleware(Boundary, refuse=errors.refused, fault=errors.fault)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = WORKERS
    portal: Portal = app.state.portal
    try:
        yield
    finally:
        portal.homeserver.close()
        portal.engine.dispose()
