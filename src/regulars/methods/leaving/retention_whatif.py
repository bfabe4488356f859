"""What keeping more customers would be worth, from the company's own margins."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, numbers, same_length, within_reach
from regulars.methods.columns import groups as group_codes
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, limits, resampled_sums
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import finite, share, whole

EVERYBODY = "all"
CLAIM_POINTS, CLAIM = 0.05, (0.25, 0.85)  # the textbook: 5 points more kept bring 25 to 85 % more profit


@dataclass(frozen=True, kw_only=True)
class RetentionWhatIf(Result):
    """Money in the unit of the margins, for one customer unless it says total; arrays over the groups.

    ``value_now`` is the margin expected over ``periods``, ``gain`` what ``points`` more retention add to it before what
    that costs, and so the most that may be spent on one customer; ``gain_share`` is gain / value.
    """

    minimum_n = 100

    total_gain: float
    total_gain_low: float
    total_gain_high: float
    gain_share: float
    gain_share_low: float
    gain_share_high: float
    claim: str | None
    points_added: float
    periods: int
    discount_rate: float
    part_names: tuple[str, ...]
    part_n: Ints
    retention: Floats
    mean_margin: Floats
    value_now: Floats
    gain: Floats
    gain_low: Floats
    gain_high: Floats
    part_capped: tuple[bool, ...]
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """That it is arithmetic, and what the textbook says of it."""
        found = [_LOST if self.points_added < 0 else _REACHED]
        if self.claim is not None:
            found.append(_CLAIMS[self.claim])
        if any(self.part_capped):
            found.append(_NONE_LEFT if self.points_added < 0 else _ALL_KEPT)
        if not (self.value_now > 0).all():
            found.append(message("Customers who bring no margin are worth nothing more if they stay."))
        return tuple(found)


_REACHED = message(
    "This is what the points would be worth if they were reached, not that they can be. What reaching them "
    "costs is not in it."
)
_LOST = message("This is what it would cost to lose the points; it does not say what would lose them.")
_ALL_KEPT = message("Nobody can keep more than all customers: where it says so, fewer points were added.")
_NONE_LEFT = message("Nobody can keep fewer than no customers: where it says so, fewer points were taken.")
_CLAIMS = {
    "below": message("The textbook’s 25 to 85% more profit is more than your margins give."),
    "within": message("Your margins give as much as the textbook says, 25 to 85% more; that is no law."),
    "above": message("Your margins give more than the textbook’s 25 to 85%: retention is low, or the horizon long."),
    "cannot tell": message("Whether it is as much as the textbook’s 25 to 85% cannot be told from these customers."),
}


@method(
    message("What would it be worth to keep more customers?"),
    rows=("L23",),
    minimum_n=RetentionWhatIf.minimum_n,
    samples=False,
)
def retention_whatif(
    retained: IntoColumn,
    margins: IntoColumn,
    *,
    points: float,
    periods: int,
    discount_rate: float,
    groups: IntoColumn | None = None,
    yes: Any = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> RetentionWhatIf:
    """Margin over the periods to come as customers are kept now, and with some points more.

    Value of one customer = margin · Σ (retention / (1 + discount rate))^t over t = 0 … periods - 1: the margin comes at
    the start of each period, the first one now. Period, discount rate and margins belong to the same length of time.

    Parameters:
        retained: whether each customer of the period's start was still there at its end; yes and no, 1 and 0.
        margins: the margin of each customer in one period, what is left after the cost of serving him.
        points: what is added to retention, a share: 0.05 are five points; below 0 what is lost.
        periods: how many periods count.
        discount_rate: for one period, above -1; 0.1 is ten per cent.
        groups: the segment of each customer; each has its own retention and margin.
        yes: the value of ``retained`` that means yes, where it has words of its own.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known".
        confidence: level of the intervals.
        n_resamples: how many resamples, at least 100; 0 gives no interval.
        seed: the same seed gives the same intervals.

    Rows without one of the two are counted in ``n_missing``. The interval says how well retention and margins of these
    customers are known; whether the points can be reached it does not say.

    Source: the claim [reichheld1990]; value [gupta2003]; bootstrap [efron1993].

    >>> result = retention_whatif([1, 1, 1, 0] * 25, [100] * 100, points=0.05, periods=5, discount_rate=0.1)
    >>> round(float(result.value_now[0]), 2), round(float(result.gain[0]), 2), round(result.gain_share, 4)
    (267.98, 24.09, 0.0899)
    """
    check_confidence(confidence)
    check_resamples(n_resamples)
    _check(points, periods, discount_rate)
    known = drawn(
        retained,
        margins,
        groups=groups,
        yes=yes,
        counts=counts,
        missing=missing,
        n_resamples=n_resamples,
        seed=seed,
    )
    return with_points(known, points=points, periods=periods, discount_rate=discount_rate, confidence=confidence)


@dataclass(frozen=True)
class Drawn:
    """Retention and margins of each group, as they are and in each resample: for any number of points."""

    names: tuple[str, ...]
    sums: list[Floats]
    draws: list[Floats]
    n: int
    n_missing: int
    n_resamples: int
    seed: int


def drawn(
    retained: IntoColumn,
    margins: IntoColumn,
    *,
    groups: IntoColumn | None = None,
    yes: Any = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    n_resamples: int = 1000,
    seed: int = 0,
) -> Drawn:
    """The part of :func:`retention_whatif` that does not hang on the points: it takes nearly all of its time."""
    check_resamples(n_resamples)
    start = whole(0, seed, name="seed")
    stayed = happened(retained, name="retained", yes=yes, missing=missing)
    margin = within_reach(numbers(margins, name="margins", missing=missing), name="margins")
    same_length(len(stayed), ("margins", margin))
    sample = Sample.of(np.where(np.isnan(margin), np.nan, stayed), counts=counts)
    names: tuple[str, ...] = (EVERYBODY,)
    code = np.zeros(len(sample.rows), dtype=np.int64)
    if groups is not None:
        same_length(len(stayed), ("groups", as_array(groups)))
        names, code = group_codes(as_array(groups)[sample.rows], name="groups")
    known = np.column_stack([np.ones(len(sample.rows)), sample.values, margin[sample.rows]])
    sums, draws = [], []
    for at in range(len(names)):
        own = code == at
        sums.append(sample.counts[own] @ known[own])
        draws.append(
            resampled_sums(
                known[own],
                key=known[own],
                counts=sample.counts[own],
                clusters=None,
                n_resamples=n_resamples,
                seed=start + at,
            )
        )
    return Drawn(names, sums, draws, sample.n, sample.n_missing, n_resamples, start)


def with_points(
    of: Drawn, *, points: float, periods: int, discount_rate: float, confidence: float = 0.95
) -> RetentionWhatIf:
    """See :func:`retention_whatif`."""
    check_confidence(confidence)
    added, ahead, rate = _check(points, periods, discount_rate)
    sums, draws = of.sums, of.draws
    people = np.array([total[0] for total in sums])
    now, more = _values(np.array(sums)[:, None], added, ahead, rate)
    now_drawn, more_drawn = _values(np.array(draws), added, ahead, rate)
    if not np.isfinite([*now.ravel(), *more.ravel(), *now_drawn.ravel(), *more_drawn.ravel()]).all():
        raise TooFewAnswersError(
            message("The value grows beyond all bounds. Take fewer periods or a higher discount rate.")
        )
    gain, gains = (more - now)[:, 0], more_drawn - now_drawn
    low, high = limits(gains.T, confidence)
    total, value = people @ gain, people @ now[:, 0]
    total_low, total_high = limits((people @ gains)[:, None], confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = (people @ gains) / (people @ now_drawn)
    relative_low, relative_high = limits(parts[:, None], confidence) if value > 0 else (np.full(1, np.nan),) * 2
    rates = np.array([one[1] / one[0] for one in sums])
    return RetentionWhatIf(
        total_gain=float(total),
        total_gain_low=float(total_low[0]),
        total_gain_high=float(total_high[0]),
        gain_share=float(total / value) if value > 0 else math.nan,
        gain_share_low=float(relative_low[0]),
        gain_share_high=float(relative_high[0]),
        claim=_claim(float(relative_low[0]), float(relative_high[0])) if added == CLAIM_POINTS else None,
        points_added=added,
        periods=ahead,
        discount_rate=rate,
        part_names=of.names,
        part_n=people.astype(np.int64),
        retention=rates,
        mean_margin=np.array([one[2] / one[0] for one in sums]),
        value_now=now[:, 0],
        gain=gain,
        gain_low=low,
        gain_high=high,
        part_capped=tuple((np.abs(rates + added - 0.5) > 0.5 + 1e-12).tolist()),
        n_resamples=of.n_resamples,
        seed=of.seed,
        n=of.n,
        n_missing=of.n_missing,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
    )


def _check(points: float, periods: int, discount_rate: float) -> tuple[float, int, float]:
    added, rate = finite(points, name="points"), finite(discount_rate, name="discount_rate")
    share(abs(added), name="points", zero=False)
    if rate <= -1:
        raise OptionError(message("discount_rate is {value}. It lies above −1; ten per cent are 0.1.", value=rate))
    return added, whole(1, periods, name="periods"), rate


def _values(sums: Floats, added: float, ahead: int, rate: float) -> tuple[Floats, Floats]:
    """Value of one customer now and with the points; sums of shape (groups, draws, 3)."""
    kept, margin = sums[..., 1] / sums[..., 0], sums[..., 2] / sums[..., 0]
    now, then = (margin * _annuity(part / (1 + rate), ahead) for part in (kept, np.clip(kept + added, 0.0, 1.0)))
    return now, then


def _annuity(factor: Floats, ahead: int) -> Floats:
    """1 + factor + … + factor^(ahead - 1)."""
    even = np.isclose(factor, 1.0, rtol=0, atol=1e-9)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.where(even, ahead, (1 - factor**ahead) / np.where(even, 1.0, 1 - factor)))


def _claim(low: float, high: float) -> str:
    if math.isnan(low):
        return "cannot tell"
    if high < CLAIM[0]:
        return "below"
    if low > CLAIM[1]:
        return "above"
    return "within" if low >= CLAIM[0] and high <= CLAIM[1] else "cannot tell"
