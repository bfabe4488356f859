"""What a lens is, and what every lens looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.report import ChartKind, Report, Section, Words
from regulars.insights.satisfaction.counts import pair_sums
from regulars.insights.satisfaction.layers import INDEX_SCALE, group_table, groups_in_words, groups_of
from regulars.insights.satisfaction.specify import Question
from regulars.language import Estimate, Message
from regulars.methods import WeightedIndex, weighted_index
from regulars.survey import Item, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope
    from regulars.survey.touchpoints import Register


@dataclass(frozen=True)
class Seen:
    """One set of answers. ``report``: what the results say of it; ``register``: the touchpoints of the company."""

    facts: Facts
    scope: Scope
    question: Question
    report: Report
    register: Register
    seed: int

    @cached_property
    def known(self) -> Mapping[str, Section]:
        """The parts of the results."""
        return {section.key: section for section in self.report.sections}

    def parts(self, *keys: str) -> list[Section]:
        """Those of them that there are, each with its sentence: the results leave out that of their first line."""
        there = [self.known[key] for key in keys if key in self.known]
        return [replace(one, sentence=one.sentence or self.report.conclusion) for one in there]

    @cached_property
    def index(self) -> WeightedIndex | None:
        """The index of all attributes, weighted as in the results: by importance, where it is known, else equally."""
        items = self.question.attributes
        drawn = self.known["priorities"].table if "priorities" in self.known else None
        cells = {row.key: row.cells[1] for row in drawn.rows} if drawn else {}
        weights = {key: cell.value for key, cell in cells.items() if isinstance(cell, Estimate)}
        importance = [weights.get(item.key, 0.0) for item in items]
        if not items:
            return None
        sums = pair_sums(self.question.answers, items)
        weight = np.array(importance) if any(importance) else np.ones(len(items))
        return weighted_index(sums, weight, scale=INDEX_SCALE) if sums.n else None

    def attributes(self, groups: Mapping[str, Iterable[Item]]) -> dict[str, tuple[Item, ...]]:
        """Of each group what was rated and may be shown; groups without any are left out."""
        there = {item.key for item in self.question.attributes}
        found = {key: tuple(item for item in own if item.key in there) for key, own in groups.items()}
        return {key: own for key, own in found.items() if own}

    def by_groups(
        self,
        key: str,
        title: Message,
        head: Message,
        groups: Mapping[str, Iterable[Item]],
        names: Mapping[str, Words],
        *,
        nothing: Message,
        definition: Message,
    ) -> Section | None:
        """An index of each group of attributes, the worst first, against the index of all."""
        found = groups_of(self.question, self.index, self.attributes(groups), names)
        if found is None or not any(one.index for one in found.layers):
            return None
        return Section(
            key,
            title,
            groups_in_words(found, nothing),
            table=group_table(key, head, found),
            chart=ChartKind.BARS,
            definition=definition,
        )


@dataclass(frozen=True)
class Lens:
    """``asks``: the question or the tag that would fill it; ``fits``: whether a survey asks what it needs."""

    key: str
    title: Message
    asks: Message
    fits: Callable[[Survey, Register], bool]
    sections: Callable[[Seen], Iterable[Section | None]]


def unsaid(sections: Iterable[Section], said: Message) -> tuple[Section, ...]:
    """What the first line of a page says its parts do not say again."""
    return tuple(replace(one, sentence=None) if one.sentence == said and one.chart else one for one in sections)
