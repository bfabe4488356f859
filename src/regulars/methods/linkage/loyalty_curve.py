"""What satisfaction does to loyalty: the curve from own data, never assumed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale, ratings, same_length
from regulars.methods.errors import DependentColumnsError, OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.linkage.curves import POINTS, Curve, Groups, Shape, compared, curve_of, names_of
from regulars.methods.linkage.levels import Levels, Places, levels_of, means_within
from regulars.methods.linkage.spline import knots_of
from regulars.methods.linkage.steps import Cliff, Steps, cliff_of, steps_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import finite


@dataclass(frozen=True, kw_only=True)
class LoyaltyCurve(Result):
    """``measure`` is "share" (0 to 1 who are loyal) or "mean" (on ``loyalty_scale``); all loyalty is in its unit.

    ``loyalty`` is what was found at each of the ``levels``, with interval; ``curve`` the smooth curve over ``at``,
    ``line`` the straight one. ``rise``: gain for each point of satisfaction along that line. ``bend``: what the
    upper half of the range gains more than the lower half. ``step_…``: from each level of enough answers to the next.
    ``cliff_…``: the steepest of these, clear where no other is as steep. The arrays of ``group_…`` have one entry for
    each group, ``group_curve`` and its limits one row. ``p_groups`` asks whether all groups share one curve,
    ``p_shapes`` whether their curves are parallel.
    """

    minimum_n = 100

    measure: str
    levels: Floats
    level_n: Ints
    loyalty: Floats
    loyalty_low: Floats
    loyalty_high: Floats
    level_too_few: tuple[bool, ...]
    at: Floats
    curve: Floats
    curve_low: Floats
    curve_high: Floats
    line: Floats
    rise: float
    rise_low: float
    rise_high: float
    p_linear: float
    shape: Shape
    bend: float
    bend_low: float
    bend_high: float
    step_from: Floats
    step_to: Floats
    step_gain: Floats
    step_gain_low: Floats
    step_gain_high: Floats
    cliff_from: float
    cliff_to: float
    cliff_gain: float
    cliff_gain_low: float
    cliff_gain_high: float
    cliff_clear: bool
    cliff_p_value: float
    group_names: tuple[str, ...]
    group_n: tuple[int, ...]
    group_too_few: tuple[bool, ...]
    group_rise: Floats
    group_rise_low: Floats
    group_rise_high: Floats
    group_p_linear: Floats
    group_shape: tuple[Shape, ...]
    group_curve: Floats
    group_curve_low: Floats
    group_curve_high: Floats
    group_loyalty: Floats
    p_groups: float
    p_shapes: float
    banded: bool
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What stands against reading more into the curve."""
        found = []
        if any(self.level_too_few):
            few = tuple(f"{level:g}" for level, little in zip(self.levels, self.level_too_few, strict=True) if little)
            found.append(message("Too few answers at satisfaction {levels} to judge a step there.", levels=few))
        if len(self.levels) < 3:
            found.append(message("With two levels of satisfaction every curve is a straight line."))
        if any(self.group_too_few):
            groups = tuple(name for name, few in zip(self.group_names, self.group_too_few, strict=True) if few)
            found.append(message("Too few answers for a curve of their own: {groups}.", groups=groups))
        return tuple(found)


@method(
    message("What does satisfaction do to loyalty: how much, in a straight line or not, and where most?"),
    rows=("M38",),
    minimum_n=LoyaltyCurve.minimum_n,
)
def loyalty_curve(
    satisfaction: IntoColumn,
    loyalty: IntoColumn,
    *,
    scale: Scale = (1, 5),
    loyalty_scale: Scale | None = None,
    loyal_from: float | None = None,
    bands: int | None = None,
    groups: IntoColumn | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    loyalty_missing: Collection[Any] | None = None,
    confidence: float = 0.95,
) -> LoyaltyCurve:
    """Loyalty at each level of satisfaction, a smooth curve through all of it, and where it rises most.

    Loyalty is a share where it is yes or no, or where ``loyal_from`` says who counts as loyal; else the mean answer.
    Each level has its own interval, Wilson's or Student's. The curve is a natural cubic spline of four knots
    spread evenly over the answers, with pointwise interval; ``p_linear`` tests whether a straight line would do.
    Whoever gave only one of the two answers is counted in ``n_missing``.

    Parameters:
        satisfaction: answers on ``scale``.
        loyalty: what the customer did or means to do: bought again (1 and 0, yes and no), or an intention on
            ``loyalty_scale``.
        scale: lowest and highest answer of satisfaction.
        loyalty_scale: lowest and highest answer of loyalty; yes or no when omitted.
        loyal_from: answers of at least this much count as loyal.
        bands: put satisfaction into so many bands of equal width; by itself only beyond 21 different answers (10).
        groups: the segment of each respondent, such as markets with more or less competition.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in both columns.
        loyalty_missing: those of loyalty, where they are others: a code of one scale may be an answer on the other.
        confidence: level of the intervals; 1 less it is the level of the tests.

    Source: [jones1995], [anderson2000]; spline [hastie2009]; spread [mackinnon1985], [bell2002]; [wilson1927],
    [student1908], [zou2008].

    >>> again = [10, 20, 30, 40, 90]
    >>> result = loyalty_curve([1, 2, 3, 4, 5] * 2, [1] * 5 + [0] * 5, counts=again + [100 - n for n in again])
    >>> result.loyalty.tolist(), (result.cliff_from, result.cliff_to, round(result.cliff_gain, 4), result.cliff_clear)
    ([0.1, 0.2, 0.3, 0.4, 0.9], (4.0, 5.0, 0.5, True))
    >>> result.shape.value, round(result.rise, 2)
    ('steeper at the top', 0.18)
    """
    check_confidence(confidence)
    x = ratings(satisfaction, name="satisfaction", scale=scale, missing=missing)
    y, span, share = _measured(
        loyalty, loyalty_scale, loyal_from, missing if loyalty_missing is None else loyalty_missing
    )
    same_length(len(x), ("loyalty", y))
    sample = Sample.of(np.where(np.isnan(x), np.nan, y), weights=weights, counts=counts, clusters=clusters)
    if np.ptp(sample.values) == 0:
        raise DependentColumnsError(
            message("Every answer of {column} is the same: there is nothing to explain.", column="loyalty")
        )
    x, named = x[sample.rows], names_of(groups, len(x), sample)
    places = Places.of(x, sample, bands)
    own = levels_of(sample, places, share=share, scale=span, confidence=confidence)
    steps = steps_of(own)
    # Whichever step is the steepest was chosen for it: its interval must hold for all of them at once.
    all_at_once = 1 - (1 - confidence) / max(len(steps.gain), 1)
    wide = levels_of(sample, places, share=share, scale=span, confidence=all_at_once)
    cliff = cliff_of(wide, confidence)
    at = np.linspace(x.min(), x.max(), POINTS)
    curve = curve_of(x, sample, knots_of(np.unique(x)), at, span, confidence)
    split = compared(named, x, sample, at, span, confidence)
    by_group = [means_within(sample, places, here) for here in split.inside]
    return _result(share, sample, places, own, steps, cliff, at, curve, split, by_group, confidence)


def _measured(
    loyalty: IntoColumn, scale: Scale | None, loyal_from: float | None, missing: Collection[Any]
) -> tuple[Floats, Scale, bool]:
    """The answers, the range that they can have, and whether their mean is a share."""
    if scale is None:
        if loyal_from is not None:
            raise OptionError(message("loyal_from is a point of a scale. Give loyalty_scale too, such as (0, 10)."))
        return happened(loyalty, name="loyalty", missing=missing), (0.0, 1.0), True
    low, high = check_scale(scale)
    y = ratings(loyalty, name="loyalty", scale=scale, missing=missing)
    if loyal_from is None:
        return y, (float(low), float(high)), False
    cut = finite(loyal_from, name="loyal_from")
    if not low < cut <= high:
        raise OptionError(
            message(
                "loyal_from is {value}. It lies above {low} and not beyond {high}.",
                value=cut,
                low=float(low),
                high=float(high),
            )
        )
    return np.where(np.isnan(y), np.nan, (y >= cut).astype(np.float64)), (0.0, 1.0), True


def _result(
    share: bool,
    sample: Sample,
    places: Places,
    own: Levels,
    steps: Steps,
    cliff: Cliff,
    at: Floats,
    curve: Curve,
    split: Groups,
    by_group: list[Floats],
    confidence: float,
) -> LoyaltyCurve:
    empty = (0, len(at))
    slopes = np.array([one.slope for one in split.curves]).reshape(-1, 3)
    return LoyaltyCurve(
        measure="share" if share else "mean",
        levels=own.at,
        level_n=own.n,
        loyalty=own.loyalty,
        loyalty_low=own.low,
        loyalty_high=own.high,
        level_too_few=tuple(not enough for enough in own.enough.tolist()),
        at=at,
        curve=curve.value,
        curve_low=curve.low,
        curve_high=curve.high,
        line=curve.line,
        rise=curve.slope[0],
        rise_low=curve.slope[1],
        rise_high=curve.slope[2],
        p_linear=curve.p_linear,
        shape=curve.shape(confidence),
        bend=curve.bend[0],
        bend_low=curve.bend[1],
        bend_high=curve.bend[2],
        step_from=steps.start,
        step_to=steps.end,
        step_gain=steps.gain,
        step_gain_low=steps.low,
        step_gain_high=steps.high,
        cliff_from=cliff.start,
        cliff_to=cliff.end,
        cliff_gain=cliff.gain,
        cliff_gain_low=cliff.low,
        cliff_gain_high=cliff.high,
        cliff_clear=cliff.clear,
        cliff_p_value=cliff.p_value,
        group_names=split.names,
        group_n=split.n,
        group_too_few=split.too_few,
        group_rise=slopes[:, 0],
        group_rise_low=slopes[:, 1],
        group_rise_high=slopes[:, 2],
        group_p_linear=np.array([one.p_linear for one in split.curves]),
        group_shape=tuple(one.shape(confidence) for one in split.curves),
        group_curve=np.array([one.value for one in split.curves]).reshape(-1, empty[1]),
        group_curve_low=np.array([one.low for one in split.curves]).reshape(-1, empty[1]),
        group_curve_high=np.array([one.high for one in split.curves]).reshape(-1, empty[1]),
        group_loyalty=np.array(by_group).reshape(-1, len(own.at)),
        p_groups=split.p_same,
        p_shapes=split.p_parallel,
        banded=places.banded,
        n_effective=sample.effective_n(),
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.WILSON if share else Interval.STUDENT,
    )
