"""Van Westendorp's price sensitivity meter: the range of prices that customers accept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Scale, numbers, ratings, same_length, within_reach
from regulars.methods.errors import OutOfScaleError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.preference.one_cluster import size_of
from regulars.methods.preference.price_curves import COUNTINGS, CROSSINGS, QUESTIONS, curves
from regulars.methods.preference.price_meter import BEST, Meter, draws_of
from regulars.methods.preference.trial import chances_of
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, limits
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of, whole

_FIRST = np.arange(len(CROSSINGS))
_LAST = _FIRST + len(CROSSINGS)


@dataclass(frozen=True, kw_only=True)
class PriceSensitivity(Result):
    """Prices in the money of the answers. ``n`` are respondents whose four prices rise; the others are in
    ``n_contradictory``.

    ``plateau_from`` and ``plateau_to``: by point, the first and last price at which its curves are equal; the
    same price where they cross in one. The arrays are the curves over ``prices``, as shares; ``trial`` is empty
    and what comes of it NaN where no intentions were given.
    """

    minimum_n = 30

    pmc: float
    pmc_low: float
    pmc_high: float
    pme: float
    pme_low: float
    pme_high: float
    idp: float
    idp_low: float
    idp_high: float
    opp: float
    opp_low: float
    opp_high: float
    pmc_narrow: float
    pmc_narrow_low: float
    pmc_narrow_high: float
    pme_narrow: float
    pme_narrow_low: float
    pme_narrow_high: float
    plateau_from: dict[str, float]
    plateau_to: dict[str, float]
    reach_price: float
    reach_price_low: float
    reach_price_high: float
    reach: float
    reach_low: float
    reach_high: float
    revenue_price: float
    revenue_price_low: float
    revenue_price_high: float
    revenue: float
    revenue_low: float
    revenue_high: float
    intention_n: int
    prices: Floats
    too_cheap: Floats
    cheap: Floats
    expensive: Floats
    too_expensive: Floats
    trial: Floats
    n_contradictory: int
    counting: str
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """Who was left out, and points that are no single price."""
        found = []
        if self.n_contradictory:
            found.append(
                message(
                    "{count} of {n} respondents named prices that do not rise from too cheap to too expensive. "
                    "They are left out.",
                    count=self.n_contradictory,
                    n=self.n + self.n_contradictory,
                )
            )
        for name in CROSSINGS:
            low, high = self.plateau_from[name], self.plateau_to[name]
            if high > low:
                found.append(
                    message(
                        "{point}: the curves are equal from {low} to {high}; any of these prices is it.",
                        point=name,
                        low=low,
                        high=high,
                    )
                )
        return tuple(found)


@method(message("Which prices do customers accept?"), rows=("M18",), minimum_n=PriceSensitivity.minimum_n)
def price_sensitivity(
    too_cheap: IntoColumn,
    cheap: IntoColumn,
    expensive: IntoColumn,
    too_expensive: IntoColumn,
    *,
    counting: str = "inclusive",
    price_range: Scale | None = None,
    intention_cheap: IntoColumn | None = None,
    intention_expensive: IntoColumn | None = None,
    intention_scale: Scale = (1, 5),
    calibration: Sequence[float] | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> PriceSensitivity:
    """Crossing points of four price questions (van Westendorp), and with intentions the best prices.

    ``pmc`` (marginal cheapness) and ``pme`` (marginal expensiveness) bound the acceptable range, ``idp`` is the
    price that as many call cheap as expensive, ``opp`` the one that fewest refuse. Between the prices named the
    curves are straight; where two coincide over a range the point is its middle, and its interval reaches from where
    such ranges begin to where they end. Whoever left out a price counts
    in ``n_missing``; whose prices do not rise strictly from the first question to the last is left out too, and
    counted in ``n_contradictory``. Intervals are percentiles of the bootstrap.

    Parameters:
        too_cheap: price at which the quality is doubted, in any one currency; 0 or more.
        cheap: price that is a bargain.
        expensive: price that is getting expensive.
        too_expensive: price at which nobody would buy.
        counting: how an answer exactly at price p counts. "inclusive": in all four curves (too cheap and cheap are
            the shares that named p or more); "exclusive": not in the falling ones (more than p); "psm": as R's
            pricesensitivitymeter 1.3, with the start of a plateau as the point.
        price_range: lowest and highest price that can be meant; a code such as 9999 beyond it raises.
        intention_cheap: how likely a purchase is at the respondent's cheap price, on ``intention_scale``; then
            reach and revenue are estimated after Newton, Miller and Smith.
        intention_expensive: the same at the expensive price.
        intention_scale: lowest and highest answer; high is sure to buy.
        calibration: chance of a purchase for each point of that scale, lowest first; 0, 0.1, 0.3, 0.5, 0.7 unless
            given.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples, at least 100; 0 gives no intervals.
        seed: the same seed gives the same intervals.

    Source: [westendorp1976]; reach and revenue [newton1993]; bootstrap [efron1993].

    >>> tc, c = [5, 6, 6, 7, 7, 8, 8, 9, 10, 10], [8, 9, 9, 10, 10, 11, 12, 12, 13, 14]
    >>> e, te = [12, 13, 14, 14, 15, 16, 16, 17, 18, 20], [15, 16, 18, 18, 20, 20, 22, 22, 25, 28]
    >>> result = price_sensitivity(tc, c, e, te)
    >>> round(result.pmc, 4), result.pme, result.idp, result.opp
    (9.6667, 17.0, 13.0, 12.5)
    >>> result.plateau_from["opp"], result.plateau_to["opp"], result.n_contradictory
    (11.0, 14.0, 0)
    """
    check_confidence(confidence)
    one_of(COUNTINGS, counting, name="counting")
    check_resamples(n_resamples)
    start = whole(0, seed, name="seed")
    answers = _answers((too_cheap, cheap, expensive, too_expensive), price_range, missing)
    chances = chances_of(
        intention_cheap,
        intention_expensive,
        len(answers),
        scale=intention_scale,
        calibration=calibration,
        missing=missing,
    )
    asked = Sample.of(answers.mean(axis=1), weights=weights, counts=counts, clusters=clusters)
    rising = (np.diff(answers[asked.rows], axis=1) > 0).all(axis=1)
    sample = asked.over(np.where(rising, asked.values, np.nan))
    if not sample.n:
        raise TooFewAnswersError(
            message(
                "In none of the {count} answers do the four prices rise. Check the order of the columns.", count=asked.n
            )
        )
    meter = Meter.of(sample, answers, chances, counting)
    everybody = np.arange(len(sample.rows)), (sample.weights * sample.counts)[None]
    found = meter.estimate(*everybody)[0]
    drawn_low, drawn_high = limits(draws_of(meter, sample, found, n_resamples, start), confidence)
    first, last, best = np.split(found, [len(CROSSINGS), 2 * len(CROSSINGS)])
    points = first if counting == "psm" else (first + last) / 2
    # Every price of a plateau is the point: the interval reaches from where plateaus begin to where they end.
    columns = {
        "": np.concatenate([points, best]),
        "_low": np.delete(drawn_low, _LAST),
        "_high": np.delete(drawn_high, _FIRST),
    }
    values: dict[str, Any] = {
        name + end: float(value)
        for end, column in columns.items()
        for name, value in zip((*CROSSINGS, *BEST), column, strict=True)
    }
    shares = curves(meter.tallies(*everybody), counting)
    return PriceSensitivity(
        **values,
        plateau_from={name: float(price) for name, price in zip(CROSSINGS, first, strict=True)},
        plateau_to={name: float(price) for name, price in zip(CROSSINGS, last, strict=True)},
        intention_n=0 if meter.trial is None else int(sample.counts @ meter.trial.known),
        prices=meter.prices.grid,
        **{question: shares[question][0] for question in QUESTIONS},
        trial=np.empty(0) if meter.trial is None else meter.trial.curve(*everybody)[0],
        n_contradictory=sample.n_missing,
        counting=counting,
        n=sample.n,
        n_missing=asked.n_missing,
        n_effective=size_of(sample),
        n_resamples=int(n_resamples),
        seed=start,
        confidence=confidence,
        interval=Interval.BOOTSTRAP if n_resamples else "",
    )


def _answers(columns: tuple[IntoColumn, ...], price_range: Scale | None, missing: Collection[Any]) -> Floats:
    """The four prices of each row, NaN where there is none."""
    found: list[Floats] = []
    for name, column in zip(QUESTIONS, columns, strict=True):
        if price_range is not None:
            prices = ratings(column, name=name, scale=price_range, missing=missing)
        else:
            prices = within_reach(numbers(column, name=name, missing=missing), name=name)
        below = np.flatnonzero(prices < 0)
        if below.size:
            raise OutOfScaleError(
                message(
                    "Row {row} of {column}: {value} is no price. If it means “no answer”, name it as missing.",
                    row=int(below[0]) + 1,
                    column=name,
                    value=float(prices[below[0]]),
                )
            )
        same_length(len(found[0]) if found else len(prices), (name, prices))
        found.append(prices)
    return np.column_stack(found)
