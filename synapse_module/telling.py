"""Tells a sender, in the background, where help is and why something was refused."""

from __future__ import annotations

import logging

from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from homeroom.policy.facts import Party
from homeroom.policy.verdict import Flag, Refuse, flags_of
from homeroom.policy.wording import Language
from synapse_module import answers
from synapse_module.notices import INTERVAL_SECONDS, Notices
from synapse_module.recorder import Recorder

logger = logging.getLogger(__name__)


class Telling:
    """One a process."""

    def __init__(
        self,
        api: ModuleApi,
        recorder: Recorder,
        notices: Notices,
        threads: ThreadPool,
        portal: str,
    ) -> None:
        self._api = api
        self._recorder = recorder
        self._notices = notices
        self._threads = threads
        self._portal = portal

    def begin(
        self, verdict: Flag | Refuse, sender: Party, language: Language, help_: str, key: str
    ) -> None:
        """Help first, then why it was refused; each rule at most once a minute."""
        if sender.person is None:
            return
        reasons = verdict.reasons if isinstance(verdict, Refuse) else ()
        due = [r for r in reasons if self._notices.due(sender.user_id, r.rule)]
        dangers = [flag.rule for flag in flags_of(verdict) if flag.danger]
        offered = bool(help_) and self._notices.due(sender.user_id, ",".join(dangers))
        lines = [(",".join(dangers), help_)] if offered else []
        lines += [(reason.rule, answers.line(reason, language, self._portal)) for reason in due]
        if lines:
            page = answers.review(key, language, self._portal) if due else ""
            self._api.run_as_background_process(
                "homeroom_notice",
                self._tell,
                sender.user_id,
                language,
                lines,
                page,
                key,
                bg_start_span=False,
            )

    async def _tell(
        self,
        user_id: str,
        language: Language,
        lines: list[tuple[str, str]],
        page: str,
        key: str,
    ) -> None:
        """One notice a decision at most, kept under the same key, and once in the whole homeserver:
        another process may have refused the same just now.

        Where that cannot be known, twice is better than never.
        """
        rules = [rule for rule, _ in lines]
        try:
            mine = await self._api.defer_to_threadpool(
                self._threads, self._recorder.claim, user_id, rules, INTERVAL_SECONDS
            )
        except Exception as error:
            logger.error("notice not claimed: %s", type(error).__name__)
            mine = set(rules)
        if not mine:
            return
        said = [*(line for rule, line in lines if rule in mine), *([page] if page else [])]
        sent = await self._notices.tell(user_id, said, language)
        named = [each for rule in rules if rule in mine for each in rule.split(",")]
        content = {"to": user_id, "rules": named, "sent": sent, "told": "\n".join(said)}
        await self._api.defer_to_threadpool(self._threads, self._recorder.notice, key, content)
