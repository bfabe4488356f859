"""The sentence of the day, by rules: what is worst comes first, and chance alone is never news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regulars.insights.satisfaction.weakest import name_of
from regulars.language import Message, message, plural
from regulars.web.results.today.figures import Survey, Tile, better, worse
from regulars.web.results.today.todo import Promises, Unheard, Waiting

MOST = 3


@dataclass(frozen=True)
class Standing:
    """All that the sentence is written from; None for what the reader does not see."""

    cases: Waiting | None
    promises: Promises | None
    answers: Unheard | None
    survey: Survey | None
    tiles: Sequence[Tile]
    figures: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of at all."""
        counts = [one.open for one in (self.cases, self.promises) if one is not None]
        return not any(counts) and not self.tiles and not (self.answers and self.answers.count)


def sentences(of: Standing) -> list[Message]:
    """The first is the head of the page, the others stand below it."""
    said = list(_said(of))[:MOST]
    return said or [_calm(of)]


def _said(of: Standing) -> Iterator[Message]:
    if of.cases is not None and of.cases.late:
        yield plural("{count} case is overdue.", "{count} cases are overdue.", of.cases.late)
    if of.promises is not None and of.promises.late:
        yield plural("{count} promise is overdue.", "{count} promises are overdue.", of.promises.late)
    yield from worse(list(of.tiles))
    if of.answers is not None and of.answers.count:
        yield plural(
            "{count} low answer of the last seven days has no case yet.",
            "{count} low answers of the last seven days have no case yet.",
            of.answers.count,
        )
    section = of.survey.weakest.sections[0] if of.survey is not None and of.figures else None
    if section is not None and (name := name_of(section)) is not None:
        yield message("{plank} is clearly the weakest plank.", plank=name)
    if of.cases is not None and of.cases.today:
        yield plural("{count} case is due today.", "{count} cases are due today.", of.cases.today)
    yield from better(list(of.tiles))


def _calm(of: Standing) -> Message:
    if of.empty:
        return message("There is nothing to tell yet.")
    signs = {one.change.sign for one in of.tiles}
    if signs & {"noise", "unclear"}:
        if "early" in signs:
            return message("No clear change, as far as there is something to compare with.")
        return message("No clear change: what varies, chance explains.")
    if of.tiles:
        return message("Too early to say whether anything changed.")
    return message("Nothing is overdue.")
