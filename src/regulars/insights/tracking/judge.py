"""Has a series changed? From eight periods on by control limits, before that the last one beside all before it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from regulars.insights.tracking.periods import Period
from regulars.insights.tracking.readings import CONFIDENCE, Reading
from regulars.methods import ControlChart, control_chart
from regulars.methods.comparison import Difference, difference
from regulars.methods.comparison.many import discoveries

if TYPE_CHECKING:
    from regulars.insights.tracking.estimate import Point

FALSE_ALARMS = 0.05  # of all comparisons of a page together
Key = TypeVar("Key", bound=Hashable)


class Judged(Protocol):
    """A series as it is judged: its final points, in order; a reading of several of them; what is good."""

    @property
    def judged(self) -> Sequence[Point]:
        """Final points with a reading."""

    @property
    def high_is_good(self) -> bool:
        """Whether more is better."""

    def together(self, points: Sequence[Point]) -> Reading | None:
        """One reading of all their answers."""


class Verdict(StrEnum):
    """What the last period says."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"  # no clear change, which is not the same as none
    UNKNOWN = "unknown"  # nothing to compare with


@dataclass(frozen=True)
class Change:
    """What became of a series.

    ``since``: the first period of the signal. ``lasting``: several periods on one side of the mean, not one beyond
    the limits. ``change``: the last period less all before it, where these are too few for limits.
    """

    verdict: Verdict
    good: bool = False
    since: Period | None = None
    lasting: bool = False
    change: Difference | None = None
    chart: ControlChart | None = None

    @property
    def clear(self) -> bool:
        """Whether something changed beyond chance."""
        return self.verdict in (Verdict.UP, Verdict.DOWN)


def judge(series: Mapping[Key, Judged]) -> dict[Key, Change]:
    """Judge each series by its final points.

    The comparisons of two readings share one chance of a false alarm (Holm); control limits keep their own, which is
    the convention that everybody reads them by.
    """
    found: dict[Key, Change] = {}
    pairs: dict[Key, Difference] = {}
    for key, one in series.items():
        points = one.judged
        chart = _chart(points)
        if chart is not None:
            found[key] = _by_limits(points, chart)
        elif (change := _beside(one)) is not None:
            pairs[key] = change
        else:
            found[key] = Change(Verdict.UNKNOWN)
    p = [change.p_value(CONFIDENCE) for change in pairs.values()]
    clear = discoveries(p, "holm", level=FALSE_ALARMS).tolist() if pairs else []
    for (key, change), sure in zip(pairs.items(), clear, strict=True):
        verdict = Verdict.UNCLEAR if not sure else Verdict.UP if change.value > 0 else Verdict.DOWN
        found[key] = Change(verdict, since=series[key].judged[-1].period, change=change)
    return {key: _good(found[key], high_is_good=one.high_is_good) for key, one in series.items()}


def _good(change: Change, *, high_is_good: bool) -> Change:
    return replace(change, good=change.clear and (change.verdict is Verdict.UP) == high_is_good)


def _chart(points: Sequence[Point]) -> ControlChart | None:
    """Limits for each period's own number of answers; none where there are too few periods."""
    readings = [point.reading for point in points if point.reading is not None]
    if len(readings) < 2:
        return None
    chart = control_chart(
        [reading.value for reading in readings],
        [reading.n for reading in readings],
        kind="xmr",
        standard_error=[reading.standard_error for reading in readings],
        names=[point.period.key for point in points],
    )
    # Periods that never vary have no limits either.
    return None if chart.too_few or not np.isfinite(chart.high).any() else chart


def _by_limits(points: Sequence[Point], chart: ControlChart) -> Change:
    """Signals that hold in the last period: it lies outside the limits, or ends a run."""
    last = len(points) - 1
    values = [point.reading.value for point in points if point.reading is not None]
    if not chart.signal[last]:
        return Change(Verdict.UNCLEAR, chart=chart)
    up = values[last] > chart.centre
    start = last
    while start > 0 and chart.signal[start - 1] and (values[start - 1] > chart.centre) == up:
        start -= 1
    return Change(Verdict.UP if up else Verdict.DOWN, since=points[start].period, lasting=last > start, chart=chart)


def _beside(one: Judged) -> Difference | None:
    """The last period less all before it, taken together; None where there is nothing to compare."""
    points = one.judged
    last, before = (points[-1].reading, one.together(points[:-1])) if len(points) > 1 else (None, None)
    if last is None or before is None:
        return None
    return difference((last.value, last.low, last.high), (before.value, before.low, before.high))
