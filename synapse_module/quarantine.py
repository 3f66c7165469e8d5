"""Takes sealed images out of Synapse: it gives a quarantined file to nobody, in any size.

Synapse's own way is its administration's; there is no administrator here, so the module calls what
that calls. It runs in one process, and again where a file came later with the same bytes.
"""

from __future__ import annotations

import logging
from typing import Any

from synapse.module_api import ModuleApi

from homeroom.archive.media import split
from homeroom.registry.model import SealedImage
from synapse_module.guard.contract import Pin
from synapse_module.judge import Judge

logger = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
PINS = (
    Pin(
        place="synapse.storage.databases.main.room:RoomWorkerStore.quarantine_media_by_id",
        digest="339f1405c47df9cc",
        why="sealed images are taken out by it",
    ),
)


class Quarantine:
    """`settle` is called again and again; it acts where an image was sealed, or unsealed."""

    def __init__(self, api: ModuleApi, judge: Judge, system: str) -> None:
        self._api = api
        self._judge = judge
        self._system = system
        self._settled: dict[str, SealedImage] = {}

    async def settle(self) -> None:
        """Do what is missing. What fails is logged by its kind, and done the next time."""
        images = self._judge.snapshot.states.get(SealedImage.SUBJECT, {})
        for key, image in images.items():
            if _same(self._settled.get(key), image):
                continue
            try:
                await self._take_out(image)
            except Exception as error:
                logger.critical("ALARM sealed image not taken out: %s", type(error).__name__)
                return
            self._settled[key] = image

    async def _take_out(self, image: SealedImage) -> None:
        store: Any = self._api._hs.get_datastores().main
        by = None if image.lifted else self._system
        for mxc in image.media:
            await store.quarantine_media_by_id(*split(mxc), by)
        logger.info("sealed image %s %s", image.id, "back" if image.lifted else "out")


def _same(before: SealedImage | None, now: SealedImage) -> bool:
    return before is not None and (before.media, before.lifted) == (now.media, now.lifted)
