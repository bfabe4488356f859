"""Did it get better? A metric in the wave before an action and in the first wave after it, with a test.

The baseline is never the wave in which somebody saw the weakness: of many numbers the worst is partly so by chance, and
would rise by itself (regression to the mean).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.insights.answers import Answers, read_answers
from regulars.insights.errors import BaselineError, ScopeError
from regulars.insights.points import NONE
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least
from regulars.insights.scope import Privacy
from regulars.insights.wording import change_in_words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import compare
from regulars.methods.comparison import Verdict
from regulars.survey import Item, ItemKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from regulars.facts import Facts
    from regulars.insights.scope import Scope

MINIMUM = {"share": 20, "nps": 30}
MARGINS = {"share": 0.03, "nps": 5.0}  # about the same, as in the trend


@dataclass(frozen=True)
class WaveDays:
    """A wave with its first and last day; None where its answers have none."""

    name: str
    first: date | None
    last: date | None
    n: int


@dataclass(frozen=True)
class BeforeAfter:
    """``measure``: ``share`` of the best answers, or ``nps``. ``change`` in points of 100; None where too few."""

    item: Item
    measure: str
    baseline: str
    after: str
    before: Estimate | None
    now: Estimate | None
    n_before: int
    n_now: int
    change: Estimate | None
    verdict: Verdict
    weighted: bool

    @property
    def sentence(self) -> Message:
        """What the wave after the action says."""
        if self.change is None:
            return message(
                "Too few have answered to judge: {before} in {baseline}, {now} in {after}.",
                before=Count(self.n_before),
                now=Count(self.n_now),
                baseline=self.baseline,
                after=self.after,
            )
        said = change_in_words(self.verdict, self.change, Text.of(self.baseline))
        return message("{after}: {change}.", after=self.after, change=said)


def measures_of(item: Item) -> str | None:
    """By what a question is followed; None for one that cannot be."""
    if item.kind is ItemKind.NPS:
        return "nps"
    return "share" if item.kind is ItemKind.RATING and item.scale is not None else None


def waves_of(facts: Facts, survey: str, *, scope: Scope) -> list[WaveDays]:
    """The waves of a survey, in order of time."""
    answers = read_answers(facts, survey, scope)
    found = []
    for name in answers.waves_in_order():
        own = answers.in_wave(name)
        found.append(WaveDays(name, own.first_day, own.as_of, len(own)))
    return found


def before_after(
    facts: Facts,
    survey: str,
    item: str,
    *,
    selected: str,
    baseline: str,
    after: str,
    scope: Scope,
    units: Collection[str] | None = None,
    least: Least = DEFAULT_LEAST,
) -> BeforeAfter:
    """A metric before and after an action, with the test of their difference.

    Parameters:
        facts: where the answers lie.
        survey: name of the survey.
        item: the question that the action is to better: a rating, followed by the share of its two best answers, or a
            recommendation, followed by its NPS.
        selected: the wave in which the weakness was seen; it may be neither of the two.
        baseline: a wave before the action took effect.
        after: a wave after it.
        scope: units, privacy class and purpose of the question.
        units: where the action was taken; everywhere when omitted.
        least: how many answers a number needs.

    Answers count by their weights, where both waves are weighted or one of them. Raises ``BaselineError``,
    ``UnknownWaveError``, ``UnknownSurveyError``, and ``ScopeError`` where nobody may be told apart and units are named.
    """
    if selected in (baseline, after) or baseline == after:
        raise BaselineError(
            message(
                "The baseline is a wave of its own, other than {selected}, which showed the weakness, and than the "
                "wave after the action. Of many numbers the worst is partly so by chance and would rise by itself.",
                selected=selected,
            )
        )
    answers = read_answers(facts, survey, scope)
    privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
    if privacy.hides and units is not None:
        raise ScopeError(
            message(
                "{survey} promised that nobody can be told apart: an action is followed over all units.",
                survey=answers.survey.title,
            )
        )
    found = next((one for one in answers.survey.items if one.key == item), None)
    measure = None if found is None else measures_of(found)
    if found is None or measure is None or found.key not in answers.columns:
        raise BaselineError(message("There is no question {item} that could be followed.", item=item))
    parts = [answers.in_wave(name).in_units(units) for name in (baseline, after)]
    weighted = any(part.weighed is not None for part in parts)
    values, weights = _given(parts, found)
    sizes = [int((~np.isnan(value)).sum()) for value in values]
    shown: dict[str, Any] = {
        "item": found,
        "measure": measure,
        "baseline": baseline,
        "after": after,
        "weighted": weighted,
    }
    if min(sizes) < max(least.whole(privacy), MINIMUM[measure]):
        return BeforeAfter(
            **shown, before=None, now=None, n_before=sizes[0], n_now=sizes[1], change=None, verdict=Verdict.TOO_FEW
        )
    low, high = ends(found)
    result = compare(
        np.concatenate(values),
        ["before"] * len(values[0]) + ["after"] * len(values[1]),
        measure=measure,
        scale=(low, high),
        top=2 if high - low >= 3 else 1,
        against="first",
        order=["before", "after"],
        margin=MARGINS[measure],
        weights=np.concatenate(weights) if weighted else None,
    )
    unit = 100.0 if measure == "share" else 1.0
    kind = Kind.SHARE if measure == "share" else Kind.POINTS
    return BeforeAfter(
        **shown,
        before=Estimate(float(result.value[0]), float(result.low[0]), float(result.high[0]), kind),
        now=Estimate(float(result.value[1]), float(result.low[1]), float(result.high[1]), kind),
        n_before=sizes[0],
        n_now=sizes[1],
        change=Estimate(
            unit * float(result.difference[0]),
            unit * float(result.difference_low[0]),
            unit * float(result.difference_high[0]),
            Kind.POINTS,
        ),
        verdict=result.verdict[0],
    )


def _given(parts: list[Answers], item: Item) -> tuple[list[Any], list[Any]]:
    values = [np.where(part.item(item) == NONE, np.nan, part.item(item)) for part in parts]
    weights = [np.ones(len(part)) if part.weighed is None else part.weighed for part in parts]
    return values, weights
