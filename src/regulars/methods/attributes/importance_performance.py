"""Importance-performance analysis: what to improve first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.attributes.axes import Axis, Lines, line_of, lines_of
from regulars.methods.attributes.cases import Cases
from regulars.methods.attributes.derived import STATED, Derived, outcome_column
from regulars.methods.attributes.drivers import answers_of
from regulars.methods.attributes.measures import measure_of
from regulars.methods.attributes.moments import Moments
from regulars.methods.columns import Floats, IntoColumn, Scale
from regulars.methods.errors import OptionError
from regulars.methods.importance import importance_of, of_each_respondent
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.resampling import check_seed, limits
from regulars.methods.result import Result


class Quadrant(StrEnum):
    """What to do about an attribute; on a line counts as high."""

    CONCENTRATE = "concentrate"  # important, performs low
    KEEP_UP = "keep_up"  # important, performs high
    LOW_PRIORITY = "low_priority"  # less important, performs low
    OVERKILL = "overkill"  # less important, performs high

    @classmethod
    def of(cls, *, important: bool, performs: bool) -> Quadrant:
        """Where both are known."""
        if important:
            return cls.KEEP_UP if performs else cls.CONCENTRATE
        return cls.OVERKILL if performs else cls.LOW_PRIORITY


@dataclass(frozen=True, kw_only=True)
class ImportancePerformance(Result):
    """Everything in the order of the columns.

    ``performance`` is on the scale of the answers, ``index`` the same from 0 to 100. ``importance`` is a
    share of R² where it is derived, else as stated. Distances are value less line; ``clear`` says that both
    of their intervals exclude zero, by more than another seed would change. ``lines`` names where the line of
    performance runs, ``importance_lines`` that of importance. ``covariance`` shape (attributes, 2, 2) of
    (performance, importance).
    """

    minimum_n = 200

    names: tuple[str, ...]
    performance: Floats
    performance_low: Floats
    performance_high: Floats
    index: Floats
    index_low: Floats
    index_high: Floats
    importance: Floats
    importance_low: Floats
    importance_high: Floats
    quadrant: tuple[Quadrant, ...]
    clear: NDArray[np.bool_]
    clear_performance: NDArray[np.bool_]
    clear_importance: NDArray[np.bool_]
    performance_line: float
    importance_line: float
    performance_distance: Floats
    performance_distance_low: Floats
    performance_distance_high: Floats
    importance_distance: Floats
    importance_distance_low: Floats
    importance_distance_high: Floats
    covariance: Floats
    r_squared: float
    source: str
    lines: str
    importance_lines: str
    dropped: tuple[str, ...]
    n_effective: float
    n_resamples: int
    seed: int


@method(message("What should we improve first?"), rows=("M16",), minimum_n=ImportancePerformance.minimum_n)
def importance_performance(
    X: Any,
    y: IntoColumn | None = None,
    *,
    importance: str | Sequence[float] | Mapping[str, float] | Any = "johnson",
    lines: str = "means",
    names: Sequence[str] | None = None,
    scale: Scale = (1, 5),
    outcome_scale: Scale | None = None,
    importance_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> ImportancePerformance:
    """Performance and importance of each attribute, and which of four quadrants it stands in.

    Performance is the mean rating. Importance is derived from ``y`` (share of R²) or stated. Two lines cut
    the plane into "concentrate" (important, performs low), "keep_up", "low_priority" and "overkill"; on a
    line counts as high. Every attribute has its position; it is ``clear`` only where the intervals of both
    distances to the lines exclude zero. Values, lines and distances come from the same seeded bootstrap, the
    lines drawn anew in each resample; from 1,000 respondents on the sums of a resample are drawn from their normal
    distribution. Only rows with every answer are used; the others are counted in
    ``n_missing``. An attribute that never varies has derived importance 0 and is never clear.

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array); answers on ``scale``.
            Or the ``Moments`` of such a frame with ``y`` as its last column: the same numbers, from sums.
        y: overall satisfaction; needed for derived importance.
        importance: "johnson" or "lmg" derives it from ``y``; a number for each attribute states it; so does a
            frame of the respondents' own importance ratings, with the columns of ``X`` in their order.
        lines: "means" of the attributes, their "medians", or the "midpoint" of the scale. Importance that is
            derived or given as numbers has no scale: its midpoint is the mean, an equal share for each.
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes.
        outcome_scale: lowest and highest answer of ``y``; that of the attributes when omitted.
        importance_scale: lowest and highest importance rating; that of the attributes when omitted.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples; 0 leaves the limits NaN and nothing clear.
        seed: the same seed gives the same limits.

    Source: [martilla1977]; derived importance [johnson2000], [groemping2006]; interval [efron1993].

    >>> X = {"room": [4, 5, 4, 3, 5, 4], "breakfast": [1, 3, 2, 1, 5, 4]}
    >>> result = importance_performance(X, [2, 4, 2, 1, 5, 4], n_resamples=0)
    >>> [str(quadrant) for quadrant in result.quadrant]
    ['overkill', 'concentrate']
    """
    check_confidence(confidence)
    seed = check_seed(seed)
    where = lines_of(lines, tuple(Lines))
    if isinstance(X, Moments):
        return _of_moments(X, importance, where, scale, confidence, n_resamples, seed)
    attributes = answers_of(X, names=names, scale=scale, missing=missing)
    source = importance if isinstance(importance, str) else STATED
    more: dict[str, Floats] = {}
    if isinstance(importance, str):
        measure_of(importance)
        more = outcome_column(y, attributes, scale=outcome_scale or scale, missing=missing)
    elif of_each_respondent(importance):
        ratings = answers_of(importance, names=None, scale=importance_scale or scale, missing=missing)
        more = _beside(attributes, ratings)
    cases = Cases.of({**attributes, **more}, weights=weights, counts=counts, clusters=clusters)
    resamples = cases.resample(n_resamples, seed)
    p = len(attributes)
    all_counted = np.ones(p, dtype=bool)
    if isinstance(importance, str):
        derived = Derived.of(cases, resamples, importance)
        across, usable = Axis(derived.values, derived.draws, line_of(where), derived.counted), derived.usable
    elif more:
        middle = sum(importance_scale or scale) / 2
        across = Axis(cases.means[p:], resamples.means[:, p:], line_of(where, middle), all_counted)
        usable = np.arange(n_resamples)
    else:
        stated = importance_of(importance, tuple(attributes))
        across = Axis(stated, np.tile(stated, (n_resamples, 1)), line_of(where), all_counted)
        usable = np.arange(n_resamples)
    up = Axis(cases.means[:p], resamples.means[usable, :p], line_of(where, sum(scale) / 2), all_counted)
    rated = bool(more) and source == STATED
    return _result(tuple(attributes), cases, up, across, source, where, scale, confidence, seed, rated=rated)


def _of_moments(
    moments: Moments, importance: Any, lines: Lines, scale: Scale, confidence: float, n_resamples: int, seed: int
) -> ImportancePerformance:
    if not isinstance(importance, str):
        raise OptionError(message("From sums, importance is derived: choose johnson or lmg."))
    measure_of(importance)
    p = len(moments.names) - 1
    resamples = moments.resample(n_resamples, seed)
    derived = Derived.of(moments, resamples, importance)
    across = Axis(derived.values, derived.draws, line_of(lines), derived.counted)
    drawn = resamples.means[derived.usable, :p]
    up = Axis(moments.means[:p], drawn, line_of(lines, sum(scale) / 2), np.ones(p, dtype=bool))
    return _result(moments.names[:-1], moments, up, across, importance, lines, scale, confidence, seed)


def _result(
    names: tuple[str, ...],
    cases: Cases | Moments,
    up: Axis,
    across: Axis,
    source: str,
    lines: Lines,
    scale: Scale,
    confidence: float,
    seed: int,
    *,
    rated: bool = False,
) -> ImportancePerformance:
    def index(values: Floats) -> Floats:
        return 100 * (values - scale[0]) / (scale[1] - scale[0])

    performance_low, performance_high = limits(up.draws, confidence)
    importance_low, importance_high = limits(across.draws, confidence)
    up_low, up_high = up.distance_limits(confidence)
    across_low, across_high = across.distance_limits(confidence)
    return ImportancePerformance(
        names=names,
        performance=up.values,
        performance_low=performance_low,
        performance_high=performance_high,
        index=index(up.values),
        index_low=index(performance_low),
        index_high=index(performance_high),
        importance=across.values,
        importance_low=np.where(across.counted, importance_low, np.nan),
        importance_high=np.where(across.counted, importance_high, np.nan),
        quadrant=tuple(Quadrant.of(important=i, performs=p) for i, p in zip(across.high, up.high, strict=True)),
        clear=up.clear(confidence) & across.clear(confidence),
        clear_performance=up.clear(confidence),
        clear_importance=across.clear(confidence),
        performance_line=up.crossing,
        importance_line=across.crossing,
        performance_distance=up.distance,
        performance_distance_low=up_low,
        performance_distance_high=up_high,
        importance_distance=across.distance,
        importance_distance_low=across_low,
        importance_distance_high=across_high,
        covariance=_covariance(up.draws, across.draws),
        r_squared=float("nan") if source == STATED else float(across.values.sum()),
        source=source,
        lines=lines.value,
        importance_lines=(Lines.MEANS if lines is Lines.MIDPOINT and not rated else lines).value,
        dropped=tuple(name for name, counted in zip(names, across.counted, strict=True) if not counted),
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=cases.n_effective,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(up.draws),
        seed=seed,
    )


def _covariance(performance: Floats, importance: Floats) -> Floats:
    if len(performance) < 2:
        return np.full((performance.shape[1], 2, 2), np.nan)
    both = np.stack([performance - performance.mean(axis=0), importance - importance.mean(axis=0)])
    return np.asarray(np.einsum("abj,cbj->jac", both, both) / (len(performance) - 1))


def _beside(attributes: Mapping[str, Floats], ratings: Mapping[str, Floats]) -> dict[str, Floats]:
    if len(ratings) != len(attributes):
        raise OptionError(
            message(
                "There are importance ratings for {found} attributes, and performance ratings for {size}.",
                found=len(ratings),
                size=len(attributes),
            )
        )
    names = tuple(attributes) if set(ratings) == set(attributes) else tuple(ratings)
    return {_free(f"importance of {name}", attributes): ratings[name] for name in names}


def _free(name: str, taken: Mapping[str, Floats]) -> str:
    """The name, or one like it that no attribute has."""
    while name in taken:
        name += "_"
    return name
