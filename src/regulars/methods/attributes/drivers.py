"""Key drivers: how much of overall satisfaction goes with each attribute."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.attributes.cases import Cases, check_regression
from regulars.methods.attributes.moments import Resamples
from regulars.methods.attributes.relative_weights import LMG_MOST, johnson, lmg
from regulars.methods.columns import Floats, IntoColumn, Scale, frame_columns, numbers, ratings
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method as enter_method
from regulars.methods.resampling import limits
from regulars.methods.result import Result

MEASURES: dict[str, Callable[[Floats], Floats]] = {"lmg": lmg, "johnson": johnson}


@dataclass(frozen=True, kw_only=True)
class Drivers(Result):
    """Shares of R² in the order of the columns; a column in ``dropped`` never varies and has importance 0."""

    minimum_n = 200

    names: tuple[str, ...]
    importance: Floats
    low: Floats
    high: Floats
    r_squared: float
    r_squared_low: float
    r_squared_high: float
    method: str
    dropped: tuple[str, ...]
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the reader should know about columns that were dropped."""
        return tuple(
            message("{column} has the same answer in every complete row; it can explain nothing.", column=name)
            for name in self.dropped
        )


@enter_method(message("Which attributes go with overall satisfaction?"), rows=("M16",), minimum_n=Drivers.minimum_n)
def drivers(
    X: Any,
    y: IntoColumn,
    method: str = "lmg",
    *,
    names: Sequence[str] | None = None,
    scale: Scale | None = None,
    outcome_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> Drivers:
    """Importance of each attribute for overall satisfaction: its share of R², from 0 to 1, summing to R².

    "lmg" averages the increase in R² over all orders of entry (up to 15 columns); "johnson" gives relative
    weights, close to LMG and quick for any number. Both say "associated with", not "caused by". Only rows
    with every answer are used; the others are counted in ``n_missing``. A column that never varies is
    dropped and named; columns that depend on each other raise ``DependentColumnsError``. The interval is the
    percentile interval of a seeded bootstrap over respondents, or over clusters; from 1,000 respondents on the
    sums of a resample are drawn from their normal distribution. An importance cannot be
    negative, so its interval never reaches below 0: it does not test whether an attribute matters at all.

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array).
        y: overall satisfaction, or what else is to be explained.
        method: "lmg" or "johnson".
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes; checked when given.
        outcome_scale: lowest and highest answer of ``y``; checked when given.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples; 0 leaves the limits NaN.
        seed: the same seed gives the same limits.

    Source: [lindeman1980], [groemping2006]; [johnson2000], [genizi1993]; interval [efron1993].

    >>> X = {"room": [1, 2, 3, 4, 5, 4], "staff": [2, 1, 4, 3, 5, 5]}
    >>> result = drivers(X, [1, 2, 3, 4, 5, 5], n_resamples=0)
    >>> result.importance.round(4).tolist(), round(result.r_squared, 4)
    ([0.5878, 0.368], 0.9559)
    """
    measure = measure_of(method)
    check_confidence(confidence)
    attributes = answers_of(X, names=names, scale=scale, missing=missing)
    cases = Cases.of(
        {**attributes, outcome_name(attributes): outcome_of(y, outcome_scale, missing)},
        weights=weights,
        counts=counts,
        clusters=clusters,
    )
    dropped = tuple(name for name in cases.constant if name in attributes)
    used = cases.without(dropped)
    check_regression(used)
    check_size(method, len(used.names) - 1)
    kept = np.array([name not in dropped for name in attributes])
    importance = np.zeros(len(kept))
    importance[kept] = measure(used.correlation)
    draws, _ = importance_draws(used.resample(n_resamples, seed), np.arange(len(used.names)), measure)
    low, high = np.full((2, len(kept)), np.nan)
    low[kept], high[kept] = limits(draws, confidence)
    explained = limits(draws.sum(axis=1), confidence)
    return Drivers(
        names=tuple(attributes),
        importance=importance,
        low=low,
        high=high,
        r_squared=float(importance.sum()),
        r_squared_low=float(explained[0]),
        r_squared_high=float(explained[1]),
        method=method,
        dropped=dropped,
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=cases.n_effective,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(draws),
        seed=seed,
    )


def answers_of(
    X: Any, *, names: Sequence[str] | None, scale: Scale | None, missing: Collection[Any]
) -> dict[str, Floats]:
    """The attribute columns, checked; NaN where there is no answer."""
    columns = frame_columns(X, names)
    if not columns:
        raise MethodError(message("The frame has no column: there must be at least one attribute."))
    if scale is None:
        return {name: numbers(column, name=name, missing=missing) for name, column in columns.items()}
    return {name: ratings(column, name=name, scale=scale, missing=missing) for name, column in columns.items()}


def outcome_of(y: IntoColumn, scale: Scale | None, missing: Collection[Any]) -> Floats:
    """The column to be explained, checked; NaN where there is no answer."""
    if scale is None:
        return numbers(y, name="y", missing=missing)
    return ratings(y, name="y", scale=scale, missing=missing)


def outcome_name(attributes: Collection[str]) -> str:
    """A name for the outcome that no attribute has."""
    name = "y"
    while name in attributes:
        name += "_"
    return name


def measure_of(method: str) -> Callable[[Floats], Floats]:
    """The function that divides R²."""
    if method not in MEASURES:
        raise OptionError(
            message("There is no method {method}. Choose one of: {known}.", method=method, known=tuple(MEASURES))
        )
    return MEASURES[method]


def check_size(method: str, count: int) -> None:
    """LMG looks at every subset of the columns; their number doubles with each."""
    if method == "lmg" and count > LMG_MOST:
        raise OptionError(
            message(
                "LMG takes up to {most} attributes; these are {count}. Choose method johnson, which is close to it.",
                most=LMG_MOST,
                count=count,
            )
        )


def importance_draws(resamples: Resamples, columns: Any, measure: Callable[[Floats], Floats]) -> tuple[Floats, Any]:
    """Importance in each resample that allows a regression, shape (resamples, p); and which resamples these are."""
    correlation, usable = resamples.correlations(columns)
    return measure(correlation), usable
