"""How long customers stay: the share still there after each length of time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, numbers, same_length, within_reach
from regulars.methods.columns import groups as group_codes
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.leaving.life_table import Curve, Lives, life_table
from regulars.methods.leaving.log_rank import log_rank
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least

POINTS = 6  # times that are shown where none are asked for
FEW_AT_RISK = 10


class Apart(StrEnum):
    """What the test of several groups found."""

    DIFFERENT = "clear difference"
    UNCLEAR = "no clear difference"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True, kw_only=True)
class Survival(Result):
    """The curve at each time at which somebody left; shares 0 to 1, times in the unit given.

    ``stay`` is the share still there just after a time of ``times``, ``at_risk`` how many were watched just before it.
    ``asked`` are the times asked for, with ``kept`` still there. The median is NaN where fewer than half have left;
    ``by_group`` holds the same for each group.
    """

    minimum_n = 30

    median: float
    median_low: float
    median_high: float
    n_left: int
    n_effective: float
    longest: float
    asked: Floats
    kept: Floats
    kept_low: Floats
    kept_high: Floats
    kept_at_risk: Ints
    times: Floats
    stay: Floats
    stay_low: Floats
    stay_high: Floats
    at_risk: Ints
    events: Ints
    verdict: str | None = None
    p_value: float | None = None
    chi_squared: float | None = None
    degrees: int | None = None
    group_names: tuple[str, ...] = ()
    group_size: tuple[int, ...] = ()
    group_left: tuple[int, ...] = ()
    group_expected: tuple[float, ...] = ()
    group_median: tuple[float, ...] = ()
    group_median_low: tuple[float, ...] = ()
    group_median_high: tuple[float, ...] = ()
    group_too_few: tuple[bool, ...] = ()
    by_group: dict[str, Survival] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Where the curve hangs on few customers."""
        found = []
        thin = self.asked[self.kept_at_risk < FEW_AT_RISK]
        if len(thin):
            found.append(
                message(
                    "From {time} on fewer than {few} customers are still watched: the curve hangs on single ones "
                    "there.",
                    time=float(thin[0]),
                    few=FEW_AT_RISK,
                )
            )
        most, half = int(self.at_risk.max(initial=0)), len(self.at_risk) // 2
        early = np.flatnonzero(self.at_risk[:half] < min(FEW_AT_RISK, most / 2))
        if len(early) and most >= FEW_AT_RISK:
            found.append(
                message(
                    "At {time} only {count} customers were watched, as the others came in later. All of the curve "
                    "hangs on them.",
                    time=float(self.times[early[0]]),
                    count=int(self.at_risk[early[0]]),
                )
            )
        return tuple(found)


@method(
    message("How long do customers stay, and does it differ between groups?"),
    rows=("V10", "L26"),
    minimum_n=Survival.minimum_n,
    samples=False,
)
def survival(
    durations: IntoColumn,
    left: IntoColumn,
    *,
    groups: IntoColumn | None = None,
    entry: IntoColumn | None = None,
    yes: Any = None,
    at: Sequence[float] = (),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Survival:
    """Kaplan-Meier curve with intervals on the scale log(-log), the median, and the log-rank test of groups.

    Who is still there is watched up to his duration and counts as at risk until then, at that very time too. Whoever
    came into view later (an import that begins with the customers of that day) has an ``entry``: he is at risk after
    it only. Leaving must not hang together with the end of watching.

    Parameters:
        durations: time from the start to leaving, or to the last day known; zero or more, in one unit.
        left: whether the customer left at that time; yes and no, 1 and 0.
        groups: the group of each customer, where groups are compared.
        entry: the time since the start at which each customer came into view, below the duration.
        yes: the value of ``left`` that means yes, where it has words of its own.
        at: times to show; six even ones up to the longest when empty.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known", in durations, left and entry.
        confidence: level of the intervals, and of the verdict on the groups.

    Rows without duration or without ``left`` stay out and are counted in ``n_missing``. Until the first one leaves the
    lower limit is Wilson's for "none of those at risk".

    Source: [kaplan1958], [greenwood1926]; limits [kalbfleisch2002]; median [brookmeyer1982]; groups [mantel1966].

    >>> result = survival([1, 2, 2, 3, 5, 5], [1, 1, 0, 1, 0, 0], at=[1, 3])
    >>> result.kept.round(4).tolist(), result.median, result.n_left
    ([0.8333, 0.4444], 3.0, 3)
    """
    check_confidence(confidence)
    time = within_reach(numbers(durations, name="durations", missing=missing), name="durations")
    gone = happened(left, name="left", yes=yes, missing=missing)
    same_length(len(time), ("left", gone))
    start = np.full(len(time), -np.inf)
    if entry is not None:
        start = within_reach(numbers(entry, name="entry", missing=missing), name="entry")
        same_length(len(time), ("entry", start))
    _check_times(time, start if entry is not None else None)
    sample = Sample.of(np.where(np.isnan(gone) | np.isnan(start), np.nan, time), weights=weights, counts=counts)
    weight = sample.weights * (sample.n / float(sample.counts @ sample.weights))
    lives = Lives(sample.values, gone[sample.rows], start[sample.rows], weight, sample.counts)
    asked = _asked(at, lives)
    more = {}
    if groups is not None:
        same_length(len(time), ("groups", as_array(groups)))
        names, code = group_codes(as_array(groups)[sample.rows], name="groups")
        more = _compared(lives, names, code, asked, confidence, weighted=sample.weighted)
    return _curve(lives, asked, confidence, n_missing=sample.n_missing, **more)


def _check_times(time: Floats, entry: Floats | None) -> None:
    below = np.flatnonzero(time < 0)
    if below.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. A duration is zero or more: does the customer leave before he came?",
                row=int(below[0]) + 1,
                column="durations",
                value=float(time[below[0]]),
            )
        )
    if entry is not None:
        late = np.flatnonzero((entry < 0) | (entry >= time))
        if late.size:
            raise MethodError(
                message(
                    "Row {row} of {column} is {value}, and the duration is {duration}. A customer comes into view at "
                    "zero or later, and before the end.",
                    row=int(late[0]) + 1,
                    column="entry",
                    value=float(entry[late[0]]),
                    duration=float(time[late[0]]),
                )
            )


def _asked(at: Any, lives: Lives) -> Floats:
    longest = float(lives.duration.max())
    if not isinstance(at, str | bytes) and hasattr(at, "__iter__"):
        given = [at_least(0, time, name="at") for time in at]
        if given:
            return np.unique(given)
    else:
        raise OptionError(message("at is “{value}”. Give a list of times, such as (12, 24).", value=str(at)[:60]))
    even = longest * np.arange(1, POINTS + 1) / POINTS
    return np.unique(np.floor(even)) if longest >= POINTS else even if longest else np.zeros(1)


def _curve(lives: Lives, asked: Floats, confidence: float, *, n_missing: int = 0, **more: Any) -> Survival:
    curve = Curve.of(lives, confidence)
    table, total = curve.table, lives.weights * lives.counts
    kept, kept_low, kept_high = curve.at(asked)
    return Survival(
        median=curve.first_at_most(table.survival, 0.5),
        median_low=curve.first_at_most(curve.low, 0.5),
        median_high=curve.first_at_most(curve.high, 0.5),
        n_left=int(table.events.sum()),
        n_effective=float(total.sum() ** 2 / (lives.weights @ total)),
        longest=float(lives.duration.max()),
        asked=asked,
        kept=kept,
        kept_low=kept_low,
        kept_high=kept_high,
        kept_at_risk=curve.watched_at(asked),
        times=table.times,
        stay=table.survival,
        stay_low=curve.low,
        stay_high=curve.high,
        at_risk=table.at_risk,
        events=table.events,
        n=int(lives.counts.sum()),
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.LOG_LOG,
        **more,
    )


def _compared(
    lives: Lives, names: tuple[str, ...], code: Ints, asked: Floats, confidence: float, *, weighted: bool
) -> dict[str, Any]:
    """The curve of each group, and what the test of all of them says."""
    present = [at for at in range(len(names)) if (code == at).any()]
    if len(present) < 2:
        raise TooFewAnswersError(
            message("There is one group only, {name}. To compare, there must be two or more.", name=names[present[0]])
        )
    code = np.searchsorted(present, code)
    found = {names[at]: _curve(lives.among(code == place), asked, confidence) for place, at in enumerate(present)}
    test = log_rank(lives, code, len(present), life_table(lives), weighted=weighted)
    if test.too_few:
        verdict = Apart.TOO_FEW
    else:
        verdict = Apart.DIFFERENT if test.p_value < 1 - confidence else Apart.UNCLEAR
    curves = tuple(found.values())
    return {
        "verdict": verdict.value,
        "p_value": test.p_value,
        "chi_squared": test.chi_squared,
        "degrees": test.degrees,
        "group_names": tuple(found),
        "group_size": tuple(curve.n for curve in curves),
        "group_left": tuple(curve.n_left for curve in curves),
        "group_expected": tuple(test.expected.tolist()),
        "group_median": tuple(curve.median for curve in curves),
        "group_median_low": tuple(curve.median_low for curve in curves),
        "group_median_high": tuple(curve.median_high for curve in curves),
        "group_too_few": tuple(curve.too_few for curve in curves),
        "by_group": found,
    }
