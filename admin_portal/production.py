"""Making copies of records in the background: one at a time, watched by the request's page."""

from __future__ import annotations

import logging
import threading

from homeroom.config import HomeroomConfig
from homeroom.disclosure.produce import run_production

log = logging.getLogger(__name__)


class Producer:
    """Runs productions in the background. What goes wrong is noted at the production itself."""

    def __init__(self, config: HomeroomConfig) -> None:
        self._config = config
        self._one_at_a_time = threading.Lock()

    def start(self, production: int) -> None:
        """Begin; a process that ends takes its production with it, and the page says so."""
        name = f"production-{production}"
        threading.Thread(target=self._run, args=(production,), name=name, daemon=True).start()

    def _run(self, production: int) -> None:
        with self._one_at_a_time:
            try:
                run_production(self._config, production)
            except Exception as error:
                kind = type(error).__name__
                log.error("production failed", extra={"production": production, "fault": kind})
