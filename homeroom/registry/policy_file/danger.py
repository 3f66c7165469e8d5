"""`danger:` as it is written."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from homeroom.policy.sections.danger import US_HELP, Danger, DangerKind, HelpLine
from homeroom.registry.policy_file.section import Section, some

Sentence = Annotated[str, Field(min_length=1, max_length=200)]


class HelpSection(Section):
    """One line of help, in both languages."""

    en: Sentence
    es: Sentence
    shown_for: Annotated[frozenset[DangerKind], AfterValidator(some)]

    def rules(self) -> HelpLine:
        """As the rules read it."""
        return HelpLine(en=self.en, es=self.es, kinds=self.shown_for)


class DangerSection(Section):
    """What is shown at once to who writes of self-harm, abuse or violence."""

    help: Annotated[tuple[HelpSection, ...], AfterValidator(some)] | None = None

    def rules(self) -> Danger:
        """As the rules read it; the numbers of the United States where none are written."""
        return Danger(help=US_HELP if self.help is None else tuple(h.rules() for h in self.help))
