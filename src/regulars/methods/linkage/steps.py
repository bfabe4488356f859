"""From one level of satisfaction to the next: where is most loyalty gained?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.linkage.levels import Levels


@dataclass(frozen=True)
class Steps:
    """Each step between neighbouring levels of enough answers: where it starts and ends, and what is gained."""

    start: Floats
    end: Floats
    gain: Floats
    low: Floats
    high: Floats


def steps_of(levels: Levels) -> Steps:
    """The gains, each with the interval that those of its two levels give (MOVER). Source: [zou2008]."""
    kept = np.flatnonzero(levels.enough)
    a, b = kept[:-1], kept[1:]
    first, second = levels.loyalty[a], levels.loyalty[b]
    along = np.diag(levels.correlation, 1)

    def reach(of_second: Floats, of_first: Floats) -> Floats:
        return np.sqrt(np.maximum(0, of_second**2 + of_first**2 - 2 * along * of_second * of_first))

    gain = second - first
    return Steps(
        start=levels.at[a],
        end=levels.at[b],
        gain=gain,
        low=gain - reach(second - levels.low[b], levels.high[a] - first),
        high=gain + reach(levels.high[b] - second, first - levels.low[a]),
    )


@dataclass(frozen=True)
class Cliff:
    """The steepest step, with an interval that holds for whichever step is the steepest.

    ``p_value`` asks whether another is as steep.
    """

    start: float
    end: float
    gain: float
    low: float
    high: float
    clear: bool
    p_value: float


NO_CLIFF = Cliff(math.nan, math.nan, math.nan, math.nan, math.nan, False, math.nan)


def cliff_of(wide: Levels, confidence: float) -> Cliff:
    """The step on which most is gained for each point of satisfaction.

    It is clear where the steps are not all alike, where it differs from each of the others (both two-sided at
    1 − confidence) and where loyalty does rise on it. ``wide``: the levels with intervals that hold for all steps at
    once.
    """
    steps = steps_of(wide)
    if not len(steps.gain):
        return NO_CLIFF
    slope = steps.gain / (steps.end - steps.start)
    top = int(np.argmax(np.round(slope, 12)))
    p_value = _p_of_top(wide, steps.end - steps.start, top)
    return Cliff(
        start=float(steps.start[top]),
        end=float(steps.end[top]),
        gain=float(steps.gain[top]),
        low=float(steps.low[top]),
        high=float(steps.high[top]),
        clear=bool(p_value <= 1 - confidence and steps.low[top] > 0),
        p_value=p_value,
    )


def _p_of_top(levels: Levels, width: Floats, top: int) -> float:
    """The largest p-value: of all steps being alike, and of the top one being like any other."""
    if levels.means is None or len(width) < 2:
        return math.nan
    levels_used = len(width) + 1
    # Each row makes of the levels the gain of one step for each point of satisfaction.
    rises = (np.eye(levels_used)[1:] - np.eye(levels_used)[:-1]) / width[:, None]
    against = rises[top] - np.delete(rises, top, axis=0)
    return float(np.max([levels.means.p_zero(against), *(levels.means.p_zero(one[None]) for one in against)]))
