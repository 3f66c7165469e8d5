"""The gate of uploads: each file is looked at before it is taken, and judged where it is named."""

from __future__ import annotations

import io
import logging
from typing import Any, Literal

from synapse.api.errors import Codes, SynapseError
from synapse.media._base import FileInfo
from synapse.media.media_storage import ReadableFileWrapper
from synapse.module_api import ModuleApi

from homeroom.policy.verdict import Reason, Refuse
from synapse_module import answers
from synapse_module.inspections import Inspections
from synapse_module.judge import Judge

logger = logging.getLogger(__name__)


class MediaGate:
    """Files on their way in."""

    def __init__(self, judge: Judge, inspections: Inspections) -> None:
        self._judge = judge
        self._inspections = inspections

    def register(self, api: ModuleApi) -> None:
        api.register_spam_checker_callbacks(check_media_file_for_spam=self.check_media)

    async def check_media(
        self, file: ReadableFileWrapper, info: FileInfo
    ) -> Literal["NOT_SPAM"] | tuple[Codes, dict[str, Any]]:
        """Files from elsewhere are refused; Synapse's own thumbnails are of a file known here."""
        if info.server_name is not None or info.url_cache:
            return Codes.FORBIDDEN, {}
        if info.thumbnail is not None:
            return "NOT_SPAM"
        content = io.BytesIO()
        await file.write_chunks_to(content.write)
        try:
            await self._inspections.look_at(info.file_id, content.getvalue())
        except Exception as error:
            logger.critical("ALARM file not inspected: %s", type(error).__name__)
            raise self._unrecorded() from None
        return "NOT_SPAM"

    def _unrecorded(self) -> SynapseError:
        refused = Refuse((Reason(rule="unrecorded", clause="archive"),))
        return answers.error(refused, self._judge.policy.version, "en")
