"""Where we stand against competitors, and whether it matters: importance against relative performance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.attributes.axes import Axis, Lines, line_of, lines_of
from regulars.methods.attributes.brands import Brands
from regulars.methods.attributes.derived import STATED, Derived, outcome_column
from regulars.methods.attributes.drivers import answers_of
from regulars.methods.attributes.measures import measure_of
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, groups, same_length, text_of
from regulars.methods.comparison.many import adjusted
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, check_seed, limits
from regulars.methods.result import Result

ALL = "all"
EACH_BRAND = 30  # ratings; with fewer a difference that is not clear says nothing
LINES = (Lines.MEANS, Lines.MEDIANS)


class Standing(StrEnum):
    """What an attribute is in competition; level with competitors counts as ahead, on the line as important."""

    ADVANTAGE = "advantage"  # important, ahead
    DISADVANTAGE = "disadvantage"  # important, behind
    MINOR_ADVANTAGE = "minor_advantage"  # less important, ahead
    MINOR_DISADVANTAGE = "minor_disadvantage"  # less important, behind


@dataclass(frozen=True, kw_only=True)
class CompetitivePosition(Result):
    """Arrays in the order of the columns; ``brand_means`` shape (attributes, brands), ``brand_n`` over ``brands``.

    ``performance`` is ours, ``rivals`` that of the competitors in ``against``, both means on the scale;
    ``difference`` = ours − theirs, with ``low`` and ``high``; ``relative`` = ours / theirs. ``p_adjusted`` allows for
    the number of attributes. ``clear``: ahead or behind, and important or not, both beyond chance. Where all of our
    own rows say the same, derived importance is 0, never clear, and stays out of the line.
    """

    minimum_n = 200

    names: tuple[str, ...]
    own: str
    against: str
    brands: tuple[str, ...]
    brand_n: Ints
    brand_means: Floats
    performance: Floats
    rivals: Floats
    difference: Floats
    low: Floats
    high: Floats
    relative: Floats
    p_value: Floats
    p_adjusted: Floats
    importance: Floats
    importance_low: Floats
    importance_high: Floats
    importance_line: float
    standing: tuple[Standing, ...]
    clear: NDArray[np.bool_]
    clear_difference: NDArray[np.bool_]
    clear_importance: NDArray[np.bool_]
    source: str
    lines: str
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def few(self) -> tuple[str, ...]:
        """Of ourselves and those we are held against, the brands that too few rated."""
        return tuple(
            name
            for name, n in zip(self.brands, self.brand_n.tolist(), strict=True)
            if n < EACH_BRAND and (name == self.own or self.against in (ALL, name))
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to say where nothing stands out."""
        if self.clear_difference.any() or not self.n_resamples:
            return ()
        if self.few:
            return (
                message(
                    "Too few ratings to judge: {brands}. It takes {needed} of each brand.",
                    brands=self.few,
                    needed=EACH_BRAND,
                ),
            )
        return (message("No clear difference from {against} in any attribute.", against=_said(self.against)),)


@method(
    message("Where are we ahead of our competitors, and where behind?"),
    rows=("M19",),
    minimum_n=CompetitivePosition.minimum_n,
)
def competitive_position(
    X: Any,
    brands: IntoColumn,
    y: IntoColumn | None = None,
    *,
    own: Any,
    against: Any = ALL,
    importance: str | Sequence[float] | Mapping[str, float] = "johnson",
    lines: str = "means",
    names: Sequence[str] | None = None,
    scale: Scale = (1, 5),
    outcome_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> CompetitivePosition:
    """Our performance less that of competitors, attribute by attribute, against how much each matters.

    One row is what one respondent said of one brand. Means are taken over those who answered the attribute; of several
    competitors each counts once, however many rated it. Importance is derived from the rows of our own brand with every
    answer, or stated. Limits, lines and distances come from the same seeded bootstrap; where people rated several
    brands, name them in ``clusters``. An attribute is called clear only where the difference stays beyond chance with
    all attributes allowed for, and its importance is clearly on one side of the line.

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array); answers on ``scale``.
        brands: which brand the row is about.
        y: overall satisfaction with that brand; needed for derived importance.
        own: our brand.
        against: one competitor, or "all" of them.
        importance: "johnson" or "lmg" derives it; a number for each attribute states it.
        lines: importance is high from the "means" of the attributes on, or their "medians".
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes.
        outcome_scale: lowest and highest answer of ``y``; that of the attributes when omitted.
        weights: one non-negative survey weight for each row; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who answered, where a respondent rated several brands.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples; 0 leaves the limits NaN and nothing clear.
        seed: the same seed gives the same limits.

    Source: [yavas1997], [gale1994]; derived importance [johnson2000]; [benjamini1995]; interval [efron1993].

    >>> X = {"room": [4, 5, 3, 3], "price": [2, 2, 4, 3]}
    >>> result = competitive_position(X, ["us", "us", "them", "them"], own="us", importance=[2, 1], n_resamples=0)
    >>> result.difference.tolist(), [str(standing) for standing in result.standing]
    ([1.5, -1.5], ['advantage', 'minor_disadvantage'])
    """
    check_confidence(confidence)
    check_resamples(n_resamples)
    seed = check_seed(seed)
    where = lines_of(lines, LINES)
    attributes = answers_of(X, names=names, scale=scale, missing=missing)
    derived = isinstance(importance, str)
    outcome = None
    if derived:
        measure_of(str(importance))
        outcome = outcome_column(y, attributes, scale=outcome_scale or scale, missing=missing)
    known, code = groups(brands, name="brands")
    same_length(len(next(iter(attributes.values()))), ("brands", code))
    found = Brands.of(
        attributes, outcome, code, len(known), weights=weights, counts=counts, clusters=clusters, known=known, own=own
    )
    ours = found.own
    theirs = _competitors(known, ours, against)
    means = found.means
    shares = _shares(means, known, tuple(attributes), ours, theirs)
    rivals = _mixed(means, shares)
    difference = means[ours] - rivals
    drawn = found.resample(n_resamples, seed)
    needed = (shares > 0) | (np.arange(len(known)) == ours)[:, None]
    whole = np.flatnonzero(~np.isnan(drawn.means[:, needed]).any(axis=1))
    counted = everything = np.ones(len(attributes), dtype=bool)
    if drawn.ours is None:
        values, usable = importance_of(importance, tuple(attributes)), np.arange(len(drawn.means))
        importances = np.tile(values, (len(usable), 1))
    else:
        weighed = Derived.of(*drawn.ours, str(importance))
        values, importances, usable, counted = weighed.values, weighed.draws, weighed.usable, weighed.counted
    kept = np.isin(usable, whole)
    brand_draws = drawn.means[usable[kept]]
    up = Axis(difference, brand_draws[:, ours] - _mixed(brand_draws, shares), _level, everything)
    across = Axis(values, importances[kept], line_of(where), counted)
    p_value = _p_values(up, found.degrees(theirs))
    p_adjusted = adjusted(p_value)
    low, high = limits(up.draws, confidence)
    importance_low, importance_high = limits(across.draws, confidence)
    clear_difference = up.clear(confidence) & (np.nan_to_num(p_adjusted, nan=1.0) <= 1 - confidence)
    clear_importance = across.clear(confidence)
    return CompetitivePosition(
        names=tuple(attributes),
        own=known[ours],
        against=ALL if text_of(against) == ALL else known[theirs[0]],
        brands=known,
        brand_n=found.brand_n,
        brand_means=means.T,
        performance=means[ours],
        rivals=rivals,
        difference=difference,
        low=low,
        high=high,
        relative=means[ours] / np.where(rivals == 0, np.nan, rivals),
        p_value=p_value,
        p_adjusted=p_adjusted,
        importance=values,
        importance_low=np.where(counted, importance_low, np.nan),
        importance_high=np.where(counted, importance_high, np.nan),
        importance_line=across.crossing,
        standing=tuple(_standing(i, p) for i, p in zip(across.high, up.high, strict=True)),
        clear=clear_difference & clear_importance,
        clear_difference=clear_difference,
        clear_importance=clear_importance,
        source=str(importance) if derived else STATED,
        lines=where.value,
        n=found.n,
        n_missing=found.n_missing,
        n_effective=found.n_effective,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(up.draws),
        seed=seed,
    )


def _level(values: Floats) -> Floats:
    """As good as the competitors."""
    return np.zeros(values.shape[:-1])


def _competitors(known: tuple[str, ...], ours: int, against: Any) -> tuple[int, ...]:
    others = tuple(place for place in range(len(known)) if place != ours)
    if not others:
        raise TooFewAnswersError(message("All rows are about {brand}. There must be a competitor.", brand=known[ours]))
    name = text_of(against)
    if name == ALL:
        return others
    for place in others:
        if known[place] == name:
            return (place,)
    raise OptionError(
        message(
            "There is no competitor {value}. Choose one of: {known}.",
            value=name[:60],
            known=(ALL, *(known[place] for place in others[:12])),
        )
    )


def _shares(
    means: Floats, known: tuple[str, ...], names: tuple[str, ...], ours: int, theirs: tuple[int, ...]
) -> Floats:
    """Part of each brand in the competitors' mean, shape (brands, attributes); who was not asked has none."""
    answered = ~np.isnan(means)
    shares = np.zeros(means.shape)
    shares[list(theirs)] = answered[list(theirs)]
    total = shares.sum(axis=0)
    for at, name in enumerate(names):
        if not answered[ours, at] or not total[at]:
            brand = known[ours] if not answered[ours, at] else known[theirs[0]]
            raise TooFewAnswersError(
                message("Nobody rated {attribute} of {brand}. Leave it out.", attribute=name, brand=brand)
            )
    return np.asarray(shares / total)


def _mixed(means: Floats, shares: Floats) -> Floats:
    """The competitors' mean, shape (..., attributes)."""
    return np.asarray((np.nan_to_num(means) * shares).sum(axis=-2))


def _p_values(up: Axis, degrees: float) -> Floats:
    """Two-sided, Student's, from the standard error over the resamples; a difference without spread is certain.

    Resamples of n spread as if divided by n, Student's error is divided by n − 1.
    """
    if len(up.draws) < 2 or not degrees > 0:
        return np.full(len(up.values), np.nan)
    error = up.draws.std(axis=0, ddof=1) * np.sqrt((degrees + 1) / degrees)
    t = np.abs(up.values) / np.maximum(error, 1e-12)
    return np.asarray(np.minimum(1.0, 2 * scipy.special.stdtr(degrees, -t)))


def _standing(important: bool, ahead: bool) -> Standing:
    if important:
        return Standing.ADVANTAGE if ahead else Standing.DISADVANTAGE
    return Standing.MINOR_ADVANTAGE if ahead else Standing.MINOR_DISADVANTAGE


def _said(against: str) -> Any:
    return message("the competitors") if against == ALL else against
