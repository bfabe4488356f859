"""The course of a score over time: what chance explains of it, and each step against the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from regulars.insights.satisfaction.groups import StepScore, steps_of
from regulars.insights.satisfaction.hiding import Hiding
from regulars.insights.satisfaction.scores import KINDS, RANGES, Measure, Score, measures
from regulars.insights.satisfaction.specify import Question
from regulars.language import Estimate, Kind
from regulars.methods import ControlChart, compare_estimates, control_chart
from regulars.methods.comparison import Verdict

# Two scores that differ by less, for sure, are about the same: in points of 100.
MARGINS = {Measure.SATISFIED: 3.0, Measure.RECOMMENDED: 5.0}


@dataclass(frozen=True)
class Change:
    """A step against the one before; ``estimate`` in points of 100."""

    before: str
    verdict: Verdict
    estimate: Estimate


@dataclass(frozen=True)
class Course:
    """One score over the steps that have it. ``changes``: key of a step -> its change, from the second one on."""

    measure: Measure
    keys: tuple[str, ...] = ()
    chart: ControlChart | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """Steps that have a score."""
        return len(self.keys)

    @property
    def limited(self) -> bool:
        """Whether there are limits: steps enough to know what chance does, and some difference between them."""
        return self.chart is not None and bool(np.isfinite(self.chart.high - self.chart.low).any())

    def limits(self, key: str) -> tuple[float, float, float] | None:
        """Centre and limits of a step, within what a score can be."""
        if self.chart is None or key not in self.keys:
            return None
        place, (lowest, highest) = self.keys.index(key), RANGES[KINDS[self.measure]]
        low, high = float(self.chart.low[place]), float(self.chart.high[place])
        return float(self.chart.centre), max(lowest, low), min(highest, high)

    def signal(self, key: str) -> str:
        """``above``, ``below``, ``run`` or nothing."""
        if self.chart is None or key not in self.keys:
            return ""
        return str(self.chart.signal[self.keys.index(key)])

    def signalling(self, side: str) -> tuple[str, ...]:
        """The steps of one kind of signal."""
        return tuple(key for key in self.keys if self.signal(key) == side)

    def mark(self, key: str) -> str:
        """The side on which a signal lies."""
        signal = self.signal(key)
        if signal != "run" or self.chart is None:
            return signal
        return "above" if self.chart.value[self.keys.index(key)] > self.chart.centre else "below"


@dataclass(frozen=True)
class Trend:
    """Steps in order of time, and the course of each score; ``hidden`` counts the steps that are not shown."""

    steps: tuple[StepScore, ...] = ()
    hidden: int = 0
    courses: Mapping[Measure, Course] = field(default_factory=dict)


def trend_of(question: Question, hidden: Hiding) -> Trend:
    """The trend of every score that the survey asks for."""
    steps = steps_of(question, hidden)
    return Trend(steps, len(hidden.steps), {measure: _course(steps, measure) for measure in measures(question)})


def _course(steps: Sequence[StepScore], measure: Measure) -> Course:
    found = {one.period.key: score for one in steps if (score := one.score(measure)) is not None}
    if len(found) < 2:
        return Course(measure, tuple(found))
    return Course(measure, tuple(found), _limits(found, measure), _changes(found, measure))


def _limits(found: Mapping[str, Score], measure: Measure) -> ControlChart:
    value = np.array([score.value for score in found.values()])
    n = np.array([score.judged_n for score in found.values()])
    if measure is Measure.SATISFIED:
        return control_chart(value, n, kind="p", names=list(found))
    error = np.array([score.standard_error for score in found.values()])
    return control_chart(value, n, kind="xmr", standard_error=error, names=list(found))


def _changes(found: Mapping[str, Score], measure: Measure) -> dict[str, Change]:
    """In points of 100, whatever the measure; tested all at once, so that many steps find no more by chance."""
    names, scores = list(found), list(found.values())
    unit = 100.0 if measure is Measure.SATISFIED else 1.0
    result = compare_estimates(
        names,
        [score.value for score in scores],
        None if measure is Measure.SATISFIED else [score.standard_error**2 for score in scores],
        [score.n for score in scores],
        n_effective=[score.n_effective for score in scores],
        measure="share" if measure is Measure.SATISFIED else "nps",
        against="before",
        margin=MARGINS[measure] / unit,
    )
    limits = np.column_stack([result.difference, result.difference_low, result.difference_high]) * unit
    return {
        step: Change(before, verdict, Estimate(value, low, high, Kind.POINTS))
        for step, before, verdict, (value, low, high) in zip(
            result.first, result.second, result.verdict, limits.tolist(), strict=True
        )
    }
