"""Touchpoints: which meetings with customers to mend first, when not everybody meets all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.attributes.axes import Axis, Lines, line_of, lines_of
from regulars.methods.attributes.derived import STATED, outcome_column
from regulars.methods.attributes.importance_performance import Quadrant
from regulars.methods.attributes.met import Met
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale, weights_of
from regulars.methods.errors import (
    ColumnLengthError,
    DependentColumnsError,
    MethodError,
    OptionError,
    TooFewAnswersError,
)
from regulars.methods.grouping import grouped
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.items import answers_on
from regulars.methods.registry import method
from regulars.methods.resampling import check_seed, limits
from regulars.methods.result import Result

CORRELATION = "correlation"


class TouchpointKind(StrEnum):
    """What customers meet."""

    PERSON = "person"
    THING = "thing"
    INFORMATION = "information"


@dataclass(frozen=True, kw_only=True)
class Touchpoints(Result):
    """Everything in the order of the columns; ``touchpoint_n`` rated each.

    ``performance`` on the scale of the ratings, ``importance`` a correlation or as stated. ``traffic``: the share of
    customers who met it, with Wilson's limits, or as given, without. ``clear``: the intervals of both distances to
    the lines exclude zero, and enough customers rated it. ``kinds`` are "" where none was named.
    """

    minimum_n = 50

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    touchpoint_n: Ints
    touchpoint_too_few: NDArray[np.bool_]
    performance: Floats
    performance_low: Floats
    performance_high: Floats
    importance: Floats
    importance_low: Floats
    importance_high: Floats
    traffic: Floats
    traffic_low: Floats
    traffic_high: Floats
    quadrant: tuple[Quadrant, ...]
    clear: NDArray[np.bool_]
    performance_line: float
    importance_line: float
    source: str
    lines: str
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def too_few(self) -> bool:
        """Whether no touchpoint at all can be judged."""
        return bool(self.touchpoint_too_few.all())

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to mend first, and what cannot be judged."""
        named = tuple(
            name
            for name, clear, quadrant in zip(self.names, self.clear, self.quadrant, strict=True)
            if clear and quadrant is Quadrant.CONCENTRATE
        )
        found = [message("Mend first: {names}.", names=named)] if named else []
        few = tuple(name for name, small in zip(self.names, self.touchpoint_too_few, strict=True) if small)
        if few:
            found.append(message("Too few customers met {names} to judge.", names=few))
        return tuple(found)


@method(
    message("Which touchpoint should we mend first, and how many customers pass it?"),
    rows=("M36",),
    minimum_n=Touchpoints.minimum_n,
)
def touchpoints(
    X: Any,
    y: IntoColumn | None = None,
    *,
    kinds: Mapping[str, Sequence[str]] | None = None,
    traffic: Sequence[float] | Mapping[str, float] | None = None,
    importance: str | Sequence[float] | Mapping[str, float] = CORRELATION,
    lines: str = "means",
    scale: Scale = (1, 5),
    outcome_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> Touchpoints:
    """Importance and satisfaction of each touchpoint over those who met it, and which of four quadrants it stands in.

    Nobody meets everything, so a missing rating means "not met" and no row is lost for it. Importance is stated, or
    the correlation of the rating with overall satisfaction among those who met the touchpoint. Quadrants, lines and
    ``clear`` are those of ``importance_performance``, from a seeded bootstrap over customers. A touchpoint that never
    varies has importance 0 and is never clear. Nor is one that fewer than 50 (effective) customers rated; the lines run
    through the others.

    Parameters:
        X: frame with one column for each touchpoint; answers on ``scale``, missing where it was not met.
        y: overall satisfaction; needed unless importance is stated.
        kinds: the touchpoints that are a "person", a "thing" or "information"; those not named have no kind.
        traffic: how many pass each touchpoint, in order or by name; the share who rated it when omitted.
        importance: "correlation" derives it; a number for each touchpoint states it.
        lines: "means" of the touchpoints, their "medians", or the "midpoint" of the scale (importance: the mean).
        scale: lowest and highest rating.
        outcome_scale: lowest and highest answer of ``y``; that of the ratings when omitted.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: who or which account the customer belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples; 0 leaves the limits NaN and nothing clear.
        seed: the same seed gives the same limits.

    Source: [martilla1977]; interval [efron1993], [wilson1927].

    >>> X = {"desk": [4, 5, 2, 1], "site": [5, None, 4, None]}
    >>> found = touchpoints(X, [4, 5, 2, 1], n_resamples=0)
    >>> found.performance.tolist(), found.traffic.tolist(), found.importance.round(2).tolist()
    ([3.0, 4.5], [1.0, 0.5], [1.0, 1.0])
    """
    check_confidence(confidence)
    low, high = check_scale(scale)
    where = lines_of(lines, tuple(Lines))
    columns = answers_on(X, scale=scale, missing=missing)
    names = tuple(columns)
    of_kind = _kinds(kinds, names)
    passing = None if traffic is None else _traffic(traffic, names)
    overall = None
    if isinstance(importance, str):
        if importance != CORRELATION:
            raise OptionError(
                message(
                    "importance is {value}. Choose {known}, or give a number for each touchpoint.",
                    value=importance[:60],
                    known=CORRELATION,
                )
            )
        ends = check_scale(outcome_scale or scale)
        (answers,) = outcome_column(y, columns, scale=ends, missing=missing).values()
        overall = (answers - ends[0]) / (ends[1] - ends[0])
    unit = {name: (column - low) / (high - low) for name, column in columns.items()}
    met = Met.of(unit, overall, weights=weights, counts=counts, clusters=clusters)
    _everything_met(met, overall is not None)
    means, related = met.estimates()
    few = met.effective < Touchpoints.minimum_n
    # What a handful say of a touchpoint must not move the lines that all others are held against.
    counted = ~few if not few.all() else np.ones(len(names), dtype=bool)
    drawn, drawn_related = met.resample(n_resamples, check_seed(seed), counted)
    varies = np.nanmax(met.values, axis=0) > np.nanmin(met.values, axis=0)
    if overall is None:
        stated = importance_of(importance, names)
        across = Axis(stated, np.tile(stated, (len(drawn), 1)), line_of(where), counted)
    else:
        across = Axis(related, drawn_related, line_of(where), counted & varies if (counted & varies).any() else counted)
    up = Axis(low + (high - low) * means, low + (high - low) * drawn, line_of(where, (low + high) / 2), counted)
    performance, stand = _limits(up.draws, confidence), _limits(across.draws, confidence)
    shown = np.ones(len(names), dtype=bool) if overall is None else varies
    total = met.sample.weights * met.sample.counts
    share = (total @ met.given) / total.sum()
    wilson = wilson_of_each(share, np.full(len(names), met.sample.n_effective), critical(confidence))
    nothing = np.full(len(names), np.nan)
    return Touchpoints(
        names=names,
        kinds=of_kind,
        touchpoint_n=met.touchpoint_n,
        touchpoint_too_few=few,
        performance=up.values,
        performance_low=performance[0],
        performance_high=performance[1],
        importance=across.values,
        importance_low=np.where(shown, stand[0], np.nan),
        importance_high=np.where(shown, stand[1], np.nan),
        traffic=share if passing is None else passing,
        traffic_low=wilson[0] if passing is None else nothing,
        traffic_high=wilson[1] if passing is None else nothing,
        quadrant=tuple(Quadrant.of(important=i, performs=p) for i, p in zip(across.high, up.high, strict=True)),
        clear=up.clear(confidence) & across.clear(confidence) & ~few,
        performance_line=up.crossing,
        importance_line=across.crossing,
        source=STATED if overall is None else CORRELATION,
        lines=where.value,
        n=met.sample.n,
        n_missing=met.sample.n_missing,
        n_effective=float(met.effective.min()),
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(drawn),
        seed=seed,
    )


def _limits(draws: Floats, confidence: float) -> Floats:
    """Limits of each touchpoint over the resamples in which it was met, shape (2, touchpoints)."""
    return np.array([limits(column[~np.isnan(column)], confidence) for column in draws.T]).T


def _everything_met(met: Met, derived: bool) -> None:
    for name, met_by in zip(met.names, met.given.T, strict=True):
        if not met_by.any():
            raise TooFewAnswersError(message("Nobody rated {column}. Leave it out.", column=name))
    if derived and np.ptp(met.outcome) == 0:
        raise DependentColumnsError(message("Every answer of y is the same: no touchpoint can go with it."))


def _kinds(kinds: Mapping[str, Sequence[str]] | None, names: tuple[str, ...]) -> tuple[str, ...]:
    if kinds is None:
        return ("",) * len(names)
    found = [""] * len(names)
    for kind, places in grouped(kinds, names).items():
        if kind not in tuple(TouchpointKind):
            raise OptionError(
                message("There is no kind {value}. Choose of: {known}.", value=kind[:60], known=tuple(TouchpointKind))
            )
        for place in places:
            found[place] = kind
    return tuple(found)


def _traffic(traffic: Any, names: tuple[str, ...]) -> Floats:
    if isinstance(traffic, Mapping):
        for name in names:
            if name not in traffic:
                raise MethodError(message("There is no traffic for {column}.", column=name))
        traffic = [traffic[name] for name in names]
    found = weights_of(traffic, len(np.atleast_1d(np.asarray(traffic, dtype=object))), name="traffic")
    if found is None or len(found) != len(names):
        raise ColumnLengthError(
            message(
                "There are {found} numbers of traffic for {size} touchpoints. Give one for each.",
                found=0 if found is None else len(found),
                size=len(names),
            )
        )
    return found
