"""The list of blocks as the editor shows it: what each asks, whom, on which page, and what to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.language import Message, plural
from regulars.survey import Questionnaire
from regulars.survey.conditions import Vocabulary, in_words
from regulars.survey.lint import Finding, lint, seconds
from regulars.web.research.editing.kinds import KINDS
from regulars.web.research.history import title_of


@dataclass(frozen=True)
class Line:
    """One block of the list."""

    at: int
    number: int
    title: Any
    kind: Message
    when: Message | None
    page: int
    begins: bool
    shuffle: bool
    findings: tuple[Finding, ...]

    @property
    def marks(self) -> Message:
        """How much there is to look at again."""
        return plural("{count} remark", "{count} remarks", len(self.findings))


@dataclass(frozen=True)
class Overview:
    """The whole. ``findings``: those about no block in particular."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    minutes: int
    pages: int
    asked: int


def overview(one: Questionnaire) -> Overview:
    """Of a draft."""
    found, known, lines = lint(one), Vocabulary(), []
    pages = {at: number for number, page in enumerate(one.pages, 1) for at in page}
    firsts = {page[0] for page in one.pages}
    for at, block in enumerate(one.blocks):
        shape = KINDS.get(block.kind)
        lines.append(
            Line(
                at=at,
                number=at + 1,
                title=title_of(block.to_dict()),
                kind=shape.label if shape else block.kind,
                when=None if block.when is None else in_words(block.when, known),
                page=pages[at],
                begins=len(one.pages) > 1 and at in firsts,
                shuffle=block.shuffle,
                findings=tuple(finding for finding in found if finding.place[:2] == ("blocks", at)),
            )
        )
        known |= Vocabulary.of(block.known())
    rest = tuple(finding for finding in found if len(finding.place) < 2 or finding.place[0] != "blocks")
    return Overview(tuple(lines), rest, max(1, round(seconds(one) / 60)), len(one.pages), len(one.fields))
