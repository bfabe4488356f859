"""How many next: counts of the periods to come, with the range that they will lie in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, within_reach
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import whole

# Root of the counts so far, length of a season, periods ahead -> the roots expected.
Rule: TypeAlias = Callable[[Floats, int, int], Floats]
WEIGHTS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
DAMPED = 0.9
LEAST_ORIGINS = 6


@dataclass(frozen=True, kw_only=True)
class CountForecast(Result):
    """Arrays over the periods ahead. ``forecast_rule`` is "naive", "level" or "trend", whichever erred least in the
    past.

    ``error_share`` is its mean absolute error one period ahead, over that of the naive forecast (the count of the same
    period of the last season), both from periods that they had not seen; ``checked`` says whether that is clearly less.
    """

    minimum_n = 24

    forecast_rule: str
    checked: str
    error_share: float
    saved: float
    saved_low: float
    saved_high: float
    n_origins: int
    season: int
    ahead: Ints
    forecast: Floats
    forecast_low: Floats
    forecast_high: Floats
    history: Floats

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the forecast is worth."""
        return (_CHECKED[self.checked],)


_CHECKED = {
    "better": message("In the past it erred clearly less than simply taking the last season again."),
    "no clear difference": message("In the past it was not clearly better than simply taking the last season again."),
    "worse": message("In the past it erred more than simply taking the last season again; take that."),
}


@method(
    message("How many customers, purchases or cases will the next periods bring?"),
    rows=("V13",),
    minimum_n=CountForecast.minimum_n,
    samples=False,
)
def forecast_counts(values: IntoColumn, *, periods: int, season: int = 1, confidence: float = 0.95) -> CountForecast:
    """Exponential smoothing of the root of the counts, checked period by period on what it had not seen.

    From the middle of the series on, each rule forecasts from what was known then. The rule with the smallest error in
    the first half of these origins is taken; its errors give the range, the second half the check against the naive
    one.

    Parameters:
        values: the count of each period, oldest first, none missing; zero or more.
        periods: how many periods to look ahead.
        season: periods in a season: 12 for months, 7 for days, 1 for none.
        confidence: of the range in which each single count will lie.

    Source: [hyndman2021]; roots [bartlett1936].

    >>> result = forecast_counts([20, 24, 19, 22, 21, 23, 20, 25, 18, 22] * 3, periods=2)
    >>> result.forecast.round().tolist(), result.n_origins
    ([21.0, 21.0], 14)
    """
    check_confidence(confidence)
    horizon, length = whole(1, periods, name="periods"), whole(1, season, name="season")
    counts = within_reach(numbers(values, name="values"), name="values")
    wrong = np.flatnonzero(~(counts >= 0))
    if wrong.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. A count is zero or more, and no period may be missing; write 0 "
                "where there was nothing.",
                row=int(wrong[0]) + 1,
                column="values",
                value=float(counts[wrong[0]]),
            )
        )
    n = len(counts)
    first = max(2 * length, n // 2, 3)
    origins = np.arange(first, n - horizon + 1)
    if len(origins) < LEAST_ORIGINS:
        raise TooFewAnswersError(
            message(
                "{count} periods are too few to look {ahead} ahead with seasons of {season}. It takes {needed}.",
                count=n,
                ahead=horizon,
                season=length,
                needed=max(2 * length, 3, horizon + LEAST_ORIGINS) + horizon + LEAST_ORIGINS,
            )
        )
    if horizon > n:
        raise OptionError(message("periods is {value}, more than were seen. Look less far ahead.", value=horizon))
    roots = np.sqrt(counts)
    errors = {name: _errors(rule, roots, length, origins, horizon) for name, rule in RULES.items()}
    half = len(origins) // 2
    rule = min(errors, key=lambda name: float(np.abs(errors[name][:half]).mean()))
    ahead = RULES[rule](roots, length, horizon)
    spread = np.maximum.accumulate(np.sqrt((errors[rule] ** 2).mean(axis=0)))
    reach = critical(confidence, len(origins) - 1) * spread * math.sqrt(1 + 1 / len(origins))
    own, naive = (
        np.abs(np.maximum(roots[origins[half:]] - errors[name][half:, 0], 0) ** 2 - counts[origins[half:]])
        for name in (rule, "naive")
    )
    saved = naive - own
    error = float(saved.std(ddof=1)) / math.sqrt(len(saved)) * critical(confidence, len(saved) - 1)
    mean = float(saved.mean())
    return CountForecast(
        forecast_rule=rule,
        checked="better" if mean - error > 0 else "worse" if mean + error < 0 else "no clear difference",
        error_share=float(own.mean() / naive.mean()) if naive.mean() > 1e-9 * max(1.0, counts.mean()) else math.nan,
        saved=mean,
        saved_low=mean - error,
        saved_high=mean + error,
        n_origins=len(origins),
        season=length,
        ahead=np.arange(1, horizon + 1),
        forecast=np.maximum(ahead, 0) ** 2,
        forecast_low=np.maximum(ahead - reach, 0) ** 2,
        forecast_high=np.maximum(ahead + reach, 0) ** 2,
        history=counts,
        n=n,
        confidence=confidence,
        interval=Interval.PREDICTIVE,
    )


def _errors(rule: Rule, roots: Floats, season: int, origins: Ints, horizon: int) -> Floats:
    """What came less what was forecast, for each origin and period ahead."""
    return np.array([roots[at : at + horizon] - rule(roots[:at], season, horizon) for at in origins])


def _naive(roots: Floats, season: int, horizon: int) -> Floats:
    return np.asarray(roots[len(roots) - season + np.arange(horizon) % season])


def _level(roots: Floats, season: int, horizon: int) -> Floats:
    rest, again = _without_season(roots, season, horizon)
    best = min((_smoothed(rest, weight, 0.0) for weight in WEIGHTS), key=lambda found: found[0])
    return best[1] + again


def _trend(roots: Floats, season: int, horizon: int) -> Floats:
    rest, again = _without_season(roots, season, horizon)
    tried = (_smoothed(rest, weight, share * weight) for weight in WEIGHTS for share in (0.1, 0.3))
    _, level, slope = min(tried, key=lambda found: found[0])
    return np.asarray(level + slope * np.cumsum(DAMPED ** np.arange(1, horizon + 1)) + again)


def _without_season(roots: Floats, season: int, horizon: int) -> tuple[Floats, Floats]:
    """The series less what belongs to the place in the season, and that of the periods ahead."""
    if season == 1:
        return roots, np.zeros(horizon)
    size = len(roots) // season * season
    tail = roots[len(roots) - size :].reshape(-1, season)
    own = tail - tail.mean(axis=1, keepdims=True)
    shape = own.mean(axis=0)
    # As far as seasons differ from each other their mean is noise: drawn towards none, as James and Stein do.
    noise = float(((own - shape) ** 2).sum()) / max(len(tail) - 1, 1) / len(tail)
    shape = shape * max(0.0, 1 - noise / max(float(shape @ shape), 1e-300))
    place = (np.arange(len(roots) + horizon) - (len(roots) - size)) % season
    return roots - shape[place[: len(roots)]], shape[place[len(roots) :]]


def _smoothed(series: Floats, weight: float, slope_weight: float) -> tuple[float, float, float]:
    """Sum of squared errors one step ahead, then the last level and slope."""
    level, slope, total = float(series[0]), 0.0, 0.0
    for value in series[1:].tolist():
        ahead = level + DAMPED * slope
        total += (value - ahead) ** 2
        before, level = level, ahead + weight * (value - ahead)
        slope = DAMPED * slope + slope_weight * (level - before - DAMPED * slope) if slope_weight else 0.0
    return total, level, slope


RULES: dict[str, Rule] = {"naive": _naive, "level": _level, "trend": _trend}
