"""The comparison of numbers that are already there, such as those of a page that keeps sums only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, numbers, same_length, weights_of, within_reach
from regulars.methods.comparison.compare_items import ItemComparison
from regulars.methods.comparison.comparison import Comparison, judge
from regulars.methods.comparison.given import names_of, sizes_of
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.moments import Estimates, Moments
from regulars.methods.comparison.settings import Settings
from regulars.methods.comparison.tested import Tested, of_estimates
from regulars.methods.errors import MethodError, OptionError, OutOfScaleError, TooFewAnswersError


def compare_estimates(
    names: IntoColumn,
    value: IntoColumn,
    variance: IntoColumn | None,
    n: IntoColumn,
    *,
    measure: str = "mean",
    scale: tuple[float, float] | None = None,
    n_effective: IntoColumn | None = None,
    against: str = "all",
    margin: float | None = None,
    adjust: str = "bh",
    confidence: float = 0.95,
) -> Comparison:
    """``compare`` from estimates of groups that do not share respondents: the same numbers, where nothing was weighted.

    Parameters:
        names: of the groups, in their order.
        value: the mean; the share, 0 to 1; or the NPS in points. Missing where ``n`` is 0.
        variance: of each value, in the square of its unit. ``None`` for shares without weights: it follows.
        n: answers of each group.
        measure: as in ``compare``.
        scale: of a mean, where there is one: limits are cut at its ends.
        n_effective: how many answers without weights and clusters would know as much; ``n`` where omitted, for
            shares what follows from ``variance``.
        against: as in ``compare``.
        margin: as in ``compare``.
        adjust: as in ``compare``.
        confidence: as in ``compare``.

    Source: as in ``compare``.

    >>> result = compare_estimates(["new", "old"], [45, 25], [7.399324**2, 8.291562**2], [100, 100], measure="nps")
    >>> round(float(result.statistic[0]), 6), result.verdict[0].value
    (1.799685, 'no clear difference')
    """
    settings = Settings.of(measure, scale if measure == "mean" else None, 1, against, margin, adjust, confidence)
    tested = _tested(names, GroupEstimates(value, variance, n, n_effective), settings)
    [judged] = judge([(tested.contrasts, tested.enough)], adjust=adjust, confidence=confidence, margin=margin)
    return tested.result(settings, judged)


@dataclass(frozen=True)
class GroupEstimates:
    """What is known of one item, group by group: the columns of ``compare_estimates``."""

    value: IntoColumn
    variance: IntoColumn | None
    n: IntoColumn
    n_effective: IntoColumn | None = None


def compare_item_estimates(
    items: Mapping[str, GroupEstimates],
    names: IntoColumn,
    *,
    measure: str = "mean",
    scale: tuple[float, float] | None = None,
    against: str = "all",
    margin: float | None = None,
    adjust: str = "bh",
    confidence: float = 0.95,
) -> ItemComparison:
    """``compare_estimates`` of many items; the adjustment counts all pairs of all items.

    Parameters:
        items: name of each -> its estimates, in the order of ``names``.
        names: of the groups, the same for all items.

    The others are as in ``compare_estimates``. ``n`` counts the answers to all items together.

    Source: as in ``compare``.

    >>> spring_and_autumn = {
    ...     "room": GroupEstimates([81, 80], [1.2, 1.1], [400, 420]),
    ...     "staff": GroupEstimates([86, 79], [1.0, 1.3], [390, 410]),
    ... }
    >>> result = compare_item_estimates(spring_and_autumn, ["spring", "autumn"], scale=(0, 100), against="before")
    >>> [(item, first, verdict.value) for item, first, _, verdict in result.clear]
    [('staff', 'autumn', 'clearly lower')]
    """
    if not items:
        raise OptionError(message("There is no item to compare. Name at least one column."))
    settings = Settings.of(measure, scale if measure == "mean" else None, 1, against, margin, adjust, confidence)
    tested = {name: _tested(names, given, settings) for name, given in items.items()}
    judged = judge(
        [(one.contrasts, one.enough) for one in tested.values()], adjust=adjust, confidence=confidence, margin=margin
    )
    found = {name: one.result(settings, verdict) for (name, one), verdict in zip(tested.items(), judged, strict=True)}
    return ItemComparison(
        items=found,
        n_tested=judged[0].n_tested,
        adjust=adjust,
        n=sum(one.n for one in found.values()),
        n_missing=0,
        confidence=confidence,
        interval=next(iter(found.values())).interval,
    )


def _tested(names: IntoColumn, given: GroupEstimates, settings: Settings) -> Tested:
    kind = settings.measure
    found = within_reach(numbers(given.value, name="value"), name="value")
    if given.n is None:
        raise OptionError(message("Give n: how many answers each group has."))
    sizes = sizes_of(given.n, len(found)).astype(np.float64)
    titles = names_of(names, len(found))
    if len(titles) < 2:
        raise TooFewAnswersError(
            message("A comparison needs at least two groups; there are {count}.", count=len(titles))
        )
    _check(found, sizes, titles, kind)
    own = _estimates(found, given.variance, sizes, given.n_effective, kind, titles)
    rest = _moments(own).rest().estimates(ddof=kind.ddof) if settings.against == "rest" else None
    return of_estimates(own, rest, settings, titles)


def _check(value: Floats, n: Floats, names: tuple[str, ...], measure: Measure) -> None:
    if len(set(names)) < len(names):
        raise MethodError(message("Each group has a name of its own; some stand here twice."))
    low, high = measure.bounds
    for place, name in enumerate(names):
        if n[place] and not low <= value[place] <= high:
            raise OutOfScaleError(
                message(
                    "The value of {name} is {value}. It lies between {low} and {high} where there are answers.",
                    name=name,
                    value=float(value[place]),
                    low=low,
                    high=high,
                )
            )


def _estimates(
    value: Floats, variance: Any, n: Floats, n_effective: Any, measure: Measure, names: tuple[str, ...]
) -> Estimates:
    value = np.where(n > 0, value, np.nan)
    size = weights_of(n_effective, len(n), name="n_effective", needed=n > 0)
    size = n if size is None else np.where(n > 0, size, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure.kind == "share":
            spread = value * (1 - value)
            known = None if variance is None else _variance(variance, n, names)
            if known is not None and n_effective is None:
                size = np.where((known > 0) & (spread > 0), np.minimum(n, spread / known), n)
            return Estimates(n, value, spread, spread / size, size, size - 1, np.full(len(n), np.nan))
        if variance is None:
            raise OptionError(message("Give the variance of each value; only that of a share follows from n."))
        known = _variance(variance, n, names)
        spread = known * size * np.where(n > 0, (n - measure.ddof) / n, 1.0)
    return Estimates(n, value, spread, known, size, size - 1, np.full(len(n), np.nan))


def _variance(variance: IntoColumn, n: Floats, names: tuple[str, ...]) -> Floats:
    found = within_reach(numbers(variance, name="variance"), name="variance")
    same_length(len(n), ("variance", found))
    bad = np.flatnonzero((n > 0) & ~(found >= 0))
    # One answer has no variance; it cannot be judged either.
    bad = bad[~(np.isnan(found[bad]) & (n[bad] == 1))]
    if bad.size:
        raise OptionError(
            message(
                "The variance of {name} is {value}. It is 0 or more, in the square of the value’s unit.",
                name=names[bad[0]],
                value=float(found[bad[0]]),
            )
        )
    return np.where(n > 0, found, np.nan)


def _moments(own: Estimates) -> Moments:
    """As if each group’s answers had one weight that costs what its effective n says."""
    held = own.n > 0
    value, spread = (np.where(held, np.nan_to_num(column), 0.0) for column in (own.value, own.spread))
    with np.errstate(invalid="ignore", divide="ignore"):
        weight2 = np.where(held, own.n**2 / own.n_effective, 0.0)
    centre = float(own.n @ value / own.n.sum()) if held.any() else 0.0
    about = value - centre
    return Moments(centre, own.n, own.n, weight2, own.n * about, own.n * (spread + about**2))
