"""Units beside each other, with what chance makes of small ones taken out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length, within_reach
from regulars.methods.comparison.given import errors_of, names_of, sizes_of
from regulars.methods.comparison.many import discoveries
from regulars.methods.comparison.shrinkage import Posterior, between_interval, between_variance, centre_of
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.result import Result
from regulars.methods.sampling.settings import whole

DRAWS = 10_000


@dataclass(frozen=True, kw_only=True)
class League(Result):
    """One entry a unit, in the order given, or by name where it comes from answers; all in the unit of the values.

    ``value`` with ``low`` and ``high``: each unit by itself, from ``unit_n`` answers. ``expected``: what its kind of
    customers gives on average; ``adjusted``: value − expected + overall (the same as ``value`` without case mix),
    with ``standard_error``. ``shrunken`` with limits: what is to be believed of the unit, between its own value and the
    ``centre``; ``reliability``, 0 to 1, is the weight of its own. ``rank`` 1 is the highest, with limits;
    ``chance_best`` and ``chance_worst``: chance to be it. ``clear``: "above" or "below" the centre beyond chance, or
    "". ``between``: standard deviation of what the units really are, with limits; 0 where chance explains all.
    """

    minimum_n = 50

    names: tuple[str, ...] = field(compare=False)
    unit_n: Ints = field(compare=False)
    value: Floats = field(compare=False)
    low: Floats = field(compare=False)
    high: Floats = field(compare=False)
    expected: Floats = field(compare=False)
    adjusted: Floats = field(compare=False)
    standard_error: Floats = field(compare=False)
    shrunken: Floats = field(compare=False)
    shrunken_low: Floats = field(compare=False)
    shrunken_high: Floats = field(compare=False)
    reliability: Floats = field(compare=False)
    rank: Ints = field(compare=False)
    rank_low: Ints = field(compare=False)
    rank_high: Ints = field(compare=False)
    chance_best: Floats = field(compare=False)
    chance_worst: Floats = field(compare=False)
    clear: tuple[str, ...]
    centre: float
    between: float
    between_low: float
    between_high: float
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to say where no unit stands out."""
        if any(self.clear):
            return ()
        return (message("No clear difference between the units: chance may explain what there is."),)


@dataclass(frozen=True)
class Units:
    """What is known of each unit before the league: estimates, their standard errors, and where values can lie."""

    names: tuple[str, ...]
    n: Ints
    value: Floats
    error: Floats
    expected: Floats
    adjusted: Floats
    adjusted_error: Floats
    degrees: float | None = None
    lowest: float = -math.inf
    highest: float = math.inf


def league_of(
    names: IntoColumn,
    value: IntoColumn,
    standard_error: IntoColumn,
    n: IntoColumn,
    *,
    expected: IntoColumn | None = None,
    pooled: bool = False,
    confidence: float = 0.95,
    seed: int = 0,
    n_resamples: int = DRAWS,
) -> League:
    """A league of units from estimates that are already there: shrunken, ranked, with the chance of it.

    A small unit is first or last by chance alone. Each value is drawn towards the centre by as much as chance explains
    of the differences; where it explains all of them, every unit has the value of the centre.

    Parameters:
        names: of the units, each once.
        value: estimate of each unit, high is good: a mean, a share, points of NPS.
        standard_error: of each value. One of 0 (all answers alike) is taken from the answers of all units.
        n: answers of each unit, one or more.
        expected: what the kind of customers of each unit gives on average, in the same unit: the value is adjusted by
            what it differs from the mean expectation.
        pooled: take every error from the answers of all units, as ``league`` does. The own error of a share or an NPS
            is small where the value happens to lie near an end of the scale, and draws the centre there; better pooled,
            unless weights or clusters cost some units far more than others.
        confidence: level of all intervals; Benjamini and Hochberg judge at 1 less this.
        seed: the same seed gives the same rank limits and chances.
        n_resamples: draws that ranks and chances are counted in.

    Differences between units by Paule and Mandel; intervals and ranks from the posterior with a uniform shrinkage
    prior, which accounts for what is not known of those differences; clear by Benjamini and Hochberg's rule,
    where the shrunken interval leaves out the centre too.

    Source: [paule1982]; [morris1983]; [daniels1999]; ranks [goldstein1996]; [benjamini1995].

    >>> result = league_of(["a", "b", "c", "d"], [4.5, 4.0, 4.1, 3.5], [0.2, 0.05, 0.05, 0.05], [10, 160, 160, 160])
    >>> [round(value, 2) for value in result.shrunken.tolist()], result.rank.tolist(), result.clear
    ([4.4, 4.0, 4.1, 3.51], [1, 3, 2, 4], ('', '', '', 'below'))
    """
    y = within_reach(numbers(value, name="value"), name="value")
    label = names_of(names, len(y))
    check_units(label)
    if n is None:
        raise OptionError(message("Give n: how many answers each unit has."))
    sizes = sizes_of(n, len(y))
    _present(y, sizes, label)
    given = np.ones(len(y), dtype=bool)
    s = errors_of(standard_error, given, sizes, label, pooled=pooled)
    overall = float(y @ sizes / sizes.sum())
    about = np.full(len(y), overall)
    if expected is not None:
        about = within_reach(numbers(expected, name="expected"), name="expected")
        same_length(len(y), ("expected", about))
        if np.isnan(about).any():
            raise MethodError(
                message(
                    "{unit} has no expected value. Give one for each unit.",
                    unit=label[int(np.flatnonzero(np.isnan(about))[0])],
                )
            )
    shift = about - float(about @ sizes / sizes.sum()) if expected is not None else np.zeros(len(y))
    units = Units(label, sizes, y, s, about, y - shift, s)
    return ranked(units, n_effective=float(sizes.sum()), confidence=confidence, seed=seed, n_resamples=n_resamples)


def ranked(
    units: Units, *, n_effective: float, n_missing: int = 0, confidence: float, seed: int, n_resamples: int
) -> League:
    """The league of units whose estimates and standard errors are known."""
    check_confidence(confidence)
    draws, start = whole(100, n_resamples, name="n_resamples"), whole(0, seed, name="seed")
    y, s = units.adjusted, units.adjusted_error
    tau2 = between_variance(y, s)
    centre, _ = centre_of(y, s, tau2)
    reliability = tau2 / (s**2 + tau2)
    # Written so that it is the centre itself, and not nearly so, where the units do not differ.
    shrunken = centre + reliability * (y - centre)
    posterior = Posterior.of(y, s)
    tail = (1 - confidence) / 2
    low = np.minimum(np.maximum(posterior.quantiles(tail), units.lowest), shrunken)
    high = np.maximum(np.minimum(posterior.quantiles(1 - tail), units.highest), shrunken)
    drawn = posterior.ranks(draws, start)
    rank = _places(shrunken, posterior.mean())
    rank_low, rank_high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="inverted_cdf").astype(np.int64)
    reach = critical(confidence, units.degrees) * units.error
    between_low, between_high = between_interval(y, s, confidence)
    return League(
        n=int(units.n.sum()),
        n_missing=n_missing,
        n_effective=n_effective,
        names=units.names,
        unit_n=units.n,
        value=units.value,
        low=np.maximum(units.value - reach, units.lowest),
        high=np.minimum(units.value + reach, units.highest),
        expected=units.expected,
        adjusted=y,
        standard_error=s,
        shrunken=shrunken,
        shrunken_low=low,
        shrunken_high=high,
        reliability=reliability,
        rank=rank,
        rank_low=np.minimum(rank_low, rank),
        rank_high=np.maximum(rank_high, rank),
        chance_best=(drawn == 1).mean(axis=0),
        chance_worst=(drawn == len(y)).mean(axis=0),
        clear=_clear(y, s, tau2, units.degrees, 1 - confidence, (low > centre) | (high < centre)),
        centre=centre,
        between=math.sqrt(tau2),
        between_low=math.sqrt(between_low),
        between_high=math.sqrt(between_high),
        n_resamples=draws,
        seed=start,
        confidence=confidence,
        interval=Interval.POSTERIOR,
    )


def _clear(
    y: Floats, s: Floats, tau2: float, degrees: float | None, rate: float, apart: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Each unit against the centre of the others as they are; none is clear where chance explains all differences.

    Clear needs both, as a comparison does: the test, and ``apart``, a shrunken interval that leaves out the centre.
    """
    weight = 1 / (s**2 + tau2)
    others, noise = weight.sum() - weight, (weight * s) ** 2
    away = y - (weight @ y - weight * y) / others
    z = np.abs(away) / np.sqrt(s**2 + (noise.sum() - noise) / others**2)
    p = 2 * (scipy.special.ndtr(-z) if degrees is None else scipy.special.stdtr(degrees, -z))
    found = discoveries(p, level=rate) & (tau2 > 0) & apart
    return tuple("" if not one else "above" if side > 0 else "below" for one, side in zip(found, away, strict=True))


def _places(shrunken: Floats, believed: Floats) -> Ints:
    """Rank 1 for the highest; where shrinking leaves no difference by what is believed; equal units share a rank."""
    order = np.lexsort((-believed, -shrunken))
    place = np.arange(1, len(order) + 1)
    for at in range(1, len(order)):
        one, before = order[at], order[at - 1]
        if shrunken[one] == shrunken[before] and believed[one] == believed[before]:
            place[at] = place[at - 1]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = place
    return rank


def check_units(names: tuple[str, ...]) -> None:
    """Two units or more, each once."""
    if len(names) < 2:
        raise TooFewAnswersError(message("A league needs at least two units; there are {count}.", count=len(names)))
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise MethodError(message("{unit} stands twice among the units. Each stands once.", unit=name))
        seen.add(name)


def _present(y: Floats, sizes: Ints, names: tuple[str, ...]) -> None:
    empty = np.flatnonzero(np.isnan(y) | (sizes < 1))
    if empty.size:
        raise MethodError(message("{unit} has no value, or no answers. Leave the unit out.", unit=names[int(empty[0])]))
