"""Serves a process's metrics to Prometheus; every path answers with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server

from homeroom.config import Endpoint
from homeroom.errors import InputError


@contextmanager
def served(registry: CollectorRegistry, at: Endpoint, key: str) -> Iterator[None]:
    """Serve on this address; `InputError` names the configuration's `key` if it is in use."""
    try:
        server, thread = start_http_server(at.port, addr=at.host, registry=registry)
    except OSError as error:
        raise InputError(
            f"{key}: {at.host}:{at.port}: {error.strerror}; choose another port"
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
