"""Penalty and reward: does a low rating cost more than a high one brings?"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.attributes.cases import Cases, check_dependence
from regulars.methods.attributes.drivers import answers_of, outcome_name, outcome_of
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale
from regulars.methods.comparison.many import adjusted
from regulars.methods.errors import DependentColumnsError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.linkage.rated import Cuts, Rated
from regulars.methods.linkage.regression import Regression, fit
from regulars.methods.registry import method
from regulars.methods.result import Result


class AttributeClass(StrEnum):
    """What an attribute does to the overall judgement."""

    BASIC = "basic"
    PERFORMANCE = "performance"
    EXCITEMENT = "excitement"
    UNCLEAR = "no clear class"


@dataclass(frozen=True, kw_only=True)
class PenaltyReward(Result):
    """In the order of the columns, in points of the overall judgement, beside all other attributes.

    ``penalty``: what a low rating goes with, against one in between; ``reward``: the same of a high rating; NaN where
    too few ratings are so low, or so high. ``asymmetry``: reward plus penalty, below 0 where the penalty is larger.
    ``p_value``: that neither matters; ``p_adjusted``: the same, adjusted for the number of attributes (Holm).
    ``same_class``: in how many of the ``other_cuts`` the class is the same, 0 to 1.
    """

    minimum_n = 100

    names: tuple[str, ...]
    category: tuple[AttributeClass, ...]
    penalty: Floats
    penalty_low: Floats
    penalty_high: Floats
    reward: Floats
    reward_low: Floats
    reward_high: Floats
    asymmetry: Floats
    asymmetry_low: Floats
    asymmetry_high: Floats
    p_value: Floats
    p_adjusted: Floats
    rated_low: Ints
    rated_high: Ints
    same_class: Floats
    low_to: float
    high_from: float
    other_cuts: tuple[str, ...]
    r_squared: float
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """Attributes that were never, or hardly ever, rated so low or so high."""
        found = []
        hangs = tuple(
            name
            for name, category, same in zip(self.names, self.category, self.same_class, strict=True)
            if category is not AttributeClass.UNCLEAR and same < 0.5
        )
        if hangs:
            found.append(message("Under most other cuts these have another class, or none: {columns}.", columns=hangs))
        never_low = tuple(name for name, value in zip(self.names, self.penalty, strict=True) if np.isnan(value))
        never_high = tuple(name for name, value in zip(self.names, self.reward, strict=True) if np.isnan(value))
        if never_low:
            found.append(
                message(
                    "Too few low ratings, or too few of others, to measure a penalty: {columns}.", columns=never_low
                )
            )
        if never_high:
            found.append(
                message(
                    "Too few high ratings, or too few of others, to measure a reward: {columns}.", columns=never_high
                )
            )
        return tuple(found)


@method(
    message("Which attributes only cost when they fail, which only please when they excel, and which do both?"),
    rows=("M35", "M38"),
    minimum_n=PenaltyReward.minimum_n,
)
def penalty_reward(
    X: Any,
    y: IntoColumn,
    *,
    names: Sequence[str] | None = None,
    scale: Scale = (1, 5),
    outcome_scale: Scale | None = None,
    low_to: float | None = None,
    high_from: float | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> PenaltyReward:
    """What low and high ratings of each attribute go with, in points of the overall judgement.

    The overall judgement is regressed on two columns for each attribute: rated low, rated high; what lies in between
    is what both are measured from. An attribute has a class only where penalty and reward are not both zero (Holm
    over the attributes): basic where the penalty is clear and clearly larger, excitement where the reward is,
    performance where both are clear and neither is clearly larger. Rows with an answer missing are counted in
    ``n_missing``. All of it says "goes with", not "causes".

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array), on ``scale``.
        y: the overall judgement.
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest rating of the attributes.
        outcome_scale: lowest and highest answer of ``y``; checked when given.
        low_to: ratings up to this are low; a third of the scale when omitted (1 and 2 of five points).
        high_from: ratings from this on are high; a third of the scale when omitted (4 and 5 of five points).
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals; 1 less it is the level of the tests.

    Source: [brandt1987], [mittal1998]; spread [mackinnon1985], [bell2002], [davidson1985]; [holm1979].

    >>> rooms, overall = [1] * 30 + [3] * 30 + [5] * 30, [4, 5, 6] * 10 + [7, 8, 9] * 10 + [7, 8, 9] * 10
    >>> result = penalty_reward({"room": rooms}, overall)
    >>> result.penalty.round(6).tolist(), abs(result.reward).round(6).tolist(), result.category[0].value
    ([-3.0], [0.0], 'basic')
    """
    check_confidence(confidence)
    cuts = Cuts.of(check_scale(scale), low_to, high_from)
    attributes = answers_of(X, names=names, scale=scale, missing=missing)
    columns = {**attributes, outcome_name(attributes): outcome_of(y, outcome_scale, missing)}
    cases = Cases.of(columns, weights=weights, counts=counts, clusters=clusters)
    if cases.names[-1] in cases.constant:
        raise DependentColumnsError(
            message("Every answer of {column} is the same: there is nothing to explain.", column=cases.names[-1])
        )
    found = _Effects.of(cases, cuts, confidence)
    category = found.classes()
    others = [(other, classes) for other in cuts.neighbours(scale) if (classes := _classes(cases, other, confidence))]
    ratings = cases.values[:, :-1]
    repeat = cases.sample.counts
    return PenaltyReward(
        names=tuple(attributes),
        category=category,
        **{
            f"{name}{end}": np.array(values)
            for name, estimates in found.estimates.items()
            for end, values in zip(("", "_low", "_high"), zip(*estimates, strict=True), strict=True)
        },
        p_value=found.p,
        p_adjusted=found.p_adjusted,
        rated_low=repeat @ (ratings <= cuts.low),
        rated_high=repeat @ (ratings >= cuts.high),
        same_class=np.array(
            [np.mean([classes[place] == own for _, classes in others]) if others else math.nan
             for place, own in enumerate(category)]
        ),
        low_to=cuts.low,
        high_from=cuts.high,
        other_cuts=tuple(f"≤ {other.low:g}, ≥ {other.high:g}" for other, _ in others),
        r_squared=found.r_squared,
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=cases.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )  # fmt: skip


@dataclass(frozen=True)
class _Effects:
    """Penalty, reward and asymmetry of each attribute with limits, and what the tests say."""

    estimates: dict[str, list[tuple[float, float, float]]]
    clear: dict[str, list[bool]]
    p: Floats
    p_adjusted: Floats
    r_squared: float
    confidence: float

    @classmethod
    def of(cls, cases: Cases, cuts: Cuts, confidence: float) -> _Effects:
        rated = Rated.of(cases.names[:-1], cases.values[:, :-1], cases.sample, cuts)
        y, k = cases.values[:, -1], rated.design.shape[1]
        if k > 1:
            z = rated.design[:, 1:] - cases.sample.shares @ rated.design[:, 1:]
            covariance = (z * cases.sample.shares[:, None]).T @ z
            scales = np.sqrt(np.diag(covariance))
            check_dependence(rated.named, covariance / np.outer(scales, scales))
        if cases.n_effective < k + 2:
            raise TooFewAnswersError(
                message(
                    "There are {n} complete rows for {count} columns of low and high ratings. At least {least} are "
                    "needed.",
                    n=cases.n,
                    count=k - 1,
                    least=k + 2,
                )
            )
        model = fit(rated.design, y, cases.sample)
        unit = np.vstack([np.eye(k), np.full((1, k), math.nan)])  # the last for a column that is not there
        low, high = unit[list(rated.low_at)], unit[list(rated.high_at)]
        contrasts = {"penalty": low, "reward": high, "asymmetry": low + high}
        estimates = {name: [_value(model, row, confidence) for row in rows] for name, rows in contrasts.items()}
        clear = {
            name: [_clear(model, row, at, confidence) for row, at in zip(rows, estimates[name], strict=True)]
            for name, rows in contrasts.items()
        }
        p = np.array([_joint(model, a, b) for a, b in zip(low, high, strict=True)])
        residual = y - rated.design @ model.beta
        shares = cases.sample.shares
        return cls(
            estimates=estimates,
            clear=clear,
            p=p,
            p_adjusted=adjusted(p, "holm"),
            r_squared=float(1 - shares @ residual**2 / (shares @ (y - cases.sample.mean(y)) ** 2)),
            confidence=confidence,
        )

    def classes(self) -> tuple[AttributeClass, ...]:
        """The class of each attribute; none where chance, or the other class, explains as much."""
        return tuple(self._class(place) for place in range(len(self.p)))

    def _class(self, place: int) -> AttributeClass:
        if not self.p_adjusted[place] <= 1 - self.confidence:
            return AttributeClass.UNCLEAR
        penalty, reward, asymmetry = (self.estimates[name][place][0] for name in ("penalty", "reward", "asymmetry"))
        costs = self.clear["penalty"][place] and penalty < 0
        brings = self.clear["reward"][place] and reward > 0
        if not self.clear["asymmetry"][place]:
            return AttributeClass.PERFORMANCE if costs and brings else AttributeClass.UNCLEAR
        if asymmetry < 0:
            return AttributeClass.BASIC if costs else AttributeClass.UNCLEAR
        return AttributeClass.EXCITEMENT if brings else AttributeClass.UNCLEAR


def _classes(cases: Cases, cuts: Cuts, confidence: float) -> tuple[AttributeClass, ...]:
    """The classes under other cuts; none where these cannot be told apart."""
    try:
        return _Effects.of(cases, cuts, confidence).classes()
    except (DependentColumnsError, TooFewAnswersError):
        return ()


def _value(model: Regression, contrast: Floats, confidence: float) -> tuple[float, float, float]:
    return model.value(contrast, confidence) if np.isfinite(contrast).all() else (math.nan, math.nan, math.nan)


def _clear(model: Regression, contrast: Floats, at: tuple[float, float, float], confidence: float) -> bool:
    """Whether both the interval and the test exclude zero."""
    excluded = at[1] > 0 or at[2] < 0
    return bool(excluded and model.p_zero(contrast[None]) <= 1 - confidence)


def _joint(model: Regression, low: Floats, high: Floats) -> float:
    known = np.array([row for row in (low, high) if np.isfinite(row).all()])
    return model.p_zero(known) if len(known) else math.nan
