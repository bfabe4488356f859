"""The smooth curve, the straight line beside it, and the same for each group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, same_length
from regulars.methods.columns import groups as groups_of
from regulars.methods.linkage.regression import Regression, fit
from regulars.methods.linkage.spline import full_rank, knots_of, spline
from regulars.methods.sample import Sample

POINTS = 41
GROUP_MINIMUM = 30


class Shape(StrEnum):
    """What may be said of the curve."""

    LATE = "steeper at the top"
    EARLY = "flatter at the top"
    BENT = "not a straight line"
    UNCLEAR = "no clear difference from a straight line"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True)
class Curve:
    """A smooth curve over ``at`` with interval, the line's slope, and what the test of straightness says."""

    value: Floats
    low: Floats
    high: Floats
    slope: tuple[float, float, float]
    line: Floats
    bend: tuple[float, float, float]
    p_linear: float

    def shape(self, confidence: float) -> Shape:
        """Bent only where a straight line is refused; where, only where that is clear too."""
        if math.isnan(self.p_linear):
            return Shape.TOO_FEW
        if self.p_linear > 1 - confidence:
            return Shape.UNCLEAR
        _, low, high = self.bend
        if low > 0:
            return Shape.LATE
        return Shape.EARLY if high < 0 else Shape.BENT


def curve_of(x: Floats, sample: Sample, knots: Floats, at: Floats, scale: Scale, confidence: float) -> Curve:
    """The curve of these respondents; NaN where there are too few different answers for one."""
    straight = fit(np.column_stack([np.ones(len(x)), x - knots[0]]), sample.values, sample)
    slope = straight.value(np.array([0.0, 1.0]), confidence)
    line = straight.beta[0] + straight.beta[1] * (at - knots[0])
    line = np.where((line >= scale[0]) & (line <= scale[1]), line, math.nan)  # no answer lies beyond the scale
    design = spline(x, knots)
    if len(knots) < 3 or not full_rank(design):
        nothing = np.full(len(at), math.nan)
        return Curve(nothing, nothing, nothing, slope, line, (math.nan,) * 3, math.nan)
    bent = fit(design, sample.values, sample)
    value, low, high = along(bent, spline(at, knots), scale, confidence)
    return Curve(value, low, high, slope, line, _bend(bent, knots, confidence), _p_linear(bent))


def along(model: Regression, design: Floats, scale: Scale, confidence: float) -> tuple[Floats, Floats, Floats]:
    """Value and limits at each row of a design, cut at the ends of the scale."""
    value, low, high = np.array([model.value(row, confidence) for row in design]).T
    return np.clip(value, *scale), np.clip(low, *scale), np.clip(high, *scale)


def _bend(model: Regression, knots: Floats, confidence: float) -> tuple[float, float, float]:
    """What the upper half of the range gains more than the lower half."""
    first, middle, last = spline(np.array([knots[0], (knots[0] + knots[-1]) / 2, knots[-1]]), knots)
    return model.value(first - 2 * middle + last, confidence)


def _p_linear(model: Regression) -> float:
    return model.p_zero(np.eye(len(model.beta))[2:])


@dataclass(frozen=True)
class Groups:
    """The curves side by side. ``p_same``: all groups have one curve; ``p_parallel``: one shape, higher or lower."""

    names: tuple[str, ...] = ()
    inside: tuple[NDArray[np.bool_], ...] = ()
    n: tuple[int, ...] = ()
    too_few: tuple[bool, ...] = ()
    curves: tuple[Curve, ...] = ()
    p_same: float = math.nan
    p_parallel: float = math.nan


def compared(
    named: tuple[tuple[str, ...], Ints] | None, x: Floats, sample: Sample, at: Floats, scale: Scale, confidence: float
) -> Groups:
    """The curve of each group, over the range of its own answers, and whether the curves differ."""
    if named is None:
        return Groups()
    names, own = named
    knots = knots_of(np.unique(x))
    inside = tuple(own == code for code in range(len(names)))
    parts = [sample.over(np.where(here, sample.values, np.nan)) for here in inside]
    judged = [_judged(part, x[here], knots) for part, here in zip(parts, inside, strict=True)]
    curves = [
        _within(curve_of(x[here], part, knots, at, scale, confidence), x[here], at) if enough else _nothing(at)
        for part, here, enough in zip(parts, inside, judged, strict=True)
    ]
    enough = [here for here, known in zip(inside, judged, strict=True) if known]
    p_same, p_parallel = _differ(enough, x, sample, knots)
    return Groups(
        names, inside, tuple(part.n for part in parts), tuple(not enough for enough in judged), tuple(curves),
        p_same, p_parallel,
    )  # fmt: skip


def names_of(groups: IntoColumn | None, size: int, sample: Sample) -> tuple[tuple[str, ...], Ints] | None:
    """The groups of those who count, and the place of each; whoever gave no answer needs no group."""
    if groups is None:
        return None
    named = as_array(groups).astype(object)
    same_length(size, ("groups", named))
    answered = np.zeros(size, dtype=bool)
    answered[sample.rows] = True
    names, codes = groups_of(np.where(answered, named, "-"), name="groups")
    present, own = np.unique(codes[sample.rows], return_inverse=True)
    return tuple(names[code] for code in present.tolist()), own.astype(np.int64)


def _judged(part: Sample, x: Floats, knots: Floats) -> bool:
    alone = part.n_clusters is not None and part.n_clusters < 2
    return part.n_effective >= GROUP_MINIMUM and not alone and len(knots) > 1 and full_rank(spline(x, knots))


def _nothing(at: Floats) -> Curve:
    empty = np.full(len(at), math.nan)
    return Curve(empty, empty, empty, (math.nan,) * 3, empty, (math.nan,) * 3, math.nan)


def _within(curve: Curve, x: Floats, at: Floats) -> Curve:
    """Not drawn beyond the answers of the group."""
    there = (at >= x.min() - 1e-9) & (at <= x.max() + 1e-9)
    value, low, high, line = (np.where(there, c, math.nan) for c in (curve.value, curve.low, curve.high, curve.line))
    return Curve(value, low, high, curve.slope, line, curve.bend, curve.p_linear)


def _differ(inside: list[NDArray[np.bool_]], x: Floats, sample: Sample, knots: Floats) -> tuple[float, float]:
    """P-values of one curve for all, and of one shape for all."""
    if len(inside) < 2:
        return math.nan, math.nan
    someone = np.any(inside, axis=0)
    part = sample.over(np.where(someone, sample.values, np.nan))
    basis = spline(x[someone], knots)
    model = fit(np.hstack([basis * here[someone][:, None] for here in inside]), part.values, part)
    k = basis.shape[1]
    against: Floats = np.kron(np.hstack([np.eye(len(inside) - 1), -np.ones((len(inside) - 1, 1))]), np.eye(k)).astype(
        np.float64
    )
    shape = np.arange(len(against)) % k > 0
    return model.p_zero(against), model.p_zero(against[shape])
