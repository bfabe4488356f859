"""Share of wallet: how much of what a customer spends on such things is spent with us."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, numbers, same_length, within_reach
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of, share_of
from regulars.methods.value.effective import effective_customers

Three: TypeAlias = tuple[float, float, float]  # a value and its limits


@dataclass(frozen=True, kw_only=True)
class ShareOfWallet(Result):
    """Shares 0 to 1. ``mean`` is the mean of the customers' shares, ``low`` and ``high`` its limits.

    ``wallet_share`` is our part of all wallets together, ``headroom`` what they spend elsewhere (both NaN where
    ranks were given). ``sole`` is the share of the customers who buy from us only. ``each`` holds the share of
    each customer, in the order given, and ``room`` what each spends elsewhere.
    """

    minimum_n = 50
    kept_back = ("each", "room")

    mean: float
    low: float
    high: float
    wallet_share: float
    wallet_share_low: float
    wallet_share_high: float
    sole: float
    sole_low: float
    sole_high: float
    headroom: float
    headroom_low: float
    headroom_high: float
    by_rank: bool
    n_effective: float
    each: Floats = field(compare=False, repr=False)
    room: Floats = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the numbers rest on."""
        found = []
        if self.by_rank:
            found.append(message("From ranks: the shares follow from a rule, not from what was spent."))
        found.append(
            message("What is spent elsewhere is no promise: much of it goes elsewhere for good reasons. Ask which.")
        )
        return tuple(found)


@method(
    message("How much of what customers spend on such things do they spend with us?"),
    rows=("L09", "V18"),
    minimum_n=ShareOfWallet.minimum_n,
    samples=False,
)
def share_of_wallet(
    spent: IntoColumn | None = None,
    wallet: IntoColumn | None = None,
    *,
    rank: IntoColumn | None = None,
    brands: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ShareOfWallet:
    """Share of each customer's spending in the category, from amounts or from the rank that we hold.

    From amounts the share is spent / wallet. From ranks it is the wallet allocation rule, (1 - rank / (N + 1)) · 2 / N
    for a customer who uses N brands, whose shares add up to 1 over the brands; brands that tie share the mean of
    their ranks.

    Parameters:
        spent: what each customer spends with us in a period.
        wallet: what the customer spends on such things altogether, with us and others, in the same period.
        rank: instead of amounts, the place that the customer gives us among the brands in use; 1 is the best.
        brands: how many brands the customer uses.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the intervals.

    Intervals: of means Student's [student1908], of ``sole`` Wilson's [wilson1927], of the share of all wallets
    and of the headroom linearised [cochran1977].

    Source: [keiningham2011].

    >>> found = share_of_wallet(rank=[1, 2, 1], brands=[2, 3, 1])
    >>> found.each.round(3).tolist()
    [0.667, 0.333, 1.0]
    >>> share_of_wallet([50, 20], [100, 80]).headroom
    110.0
    """
    check_confidence(confidence)
    amounts = spent is not None and wallet is not None and rank is None and brands is None
    ranks = rank is not None and brands is not None and spent is None and wallet is None
    if amounts:
        own = within_reach(numbers(spent, name="spent", missing=missing), name="spent")
        all_of_it = within_reach(numbers(wallet, name="wallet", missing=missing), name="wallet")
        same_length(len(own), ("wallet", all_of_it))
        each = _of_amounts(own, all_of_it)
    elif ranks:
        own = np.full(0, np.nan)
        all_of_it = own
        each = _of_ranks(rank, brands, missing)
    else:
        raise OptionError(message("Give spent and wallet, or rank and brands."))
    sample = Sample.of(each)
    mean = mean_of(sample, confidence, scale=(0, 1))
    sole = share_of(sample, (sample.values >= 1).astype(np.float64), confidence)
    whole: Three = (math.nan, math.nan, math.nan)
    room: Three = (math.nan, math.nan, math.nan)
    if amounts:
        whole, room = _together(own[sample.rows], all_of_it[sample.rows], confidence)
    return ShareOfWallet(
        mean=mean.mean,
        low=mean.low,
        high=mean.high,
        wallet_share=whole[0],
        wallet_share_low=whole[1],
        wallet_share_high=whole[2],
        sole=sole.share,
        sole_low=sole.low,
        sole_high=sole.high,
        headroom=room[0],
        headroom_low=room[1],
        headroom_high=room[2],
        by_rank=ranks,
        n_effective=effective_customers(all_of_it[sample.rows]) if amounts else float(sample.n),
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.STUDENT,
        each=each,
        room=all_of_it - own if amounts else np.full(len(each), np.nan),
    )


def _of_amounts(own: Floats, wallet: Floats) -> Floats:
    wrong = np.flatnonzero((own < 0) | (wallet < own))
    if wrong.size:
        row = int(wrong[0])
        raise MethodError(
            message(
                "Row {row}: {own} spent with us of {wallet} altogether. The first is 0 or more, the second at least as "
                "much; do both cover the same period?",
                row=row + 1,
                own=float(own[row]),
                wallet=float(wallet[row]),
            )
        )
    # An empty wallet has no share.
    return np.asarray(np.divide(own, wallet, out=np.full(len(own), np.nan), where=wallet > 0))


def _of_ranks(rank: IntoColumn, brands: IntoColumn, missing: Collection[Any]) -> Floats:
    place, used = numbers(rank, name="rank", missing=missing), numbers(brands, name="brands", missing=missing)
    same_length(len(place), ("brands", used))
    wrong = np.flatnonzero((used < 1) | (used % 1 > 0) | (place < 1) | (place > used))
    if wrong.size:
        row = int(wrong[0])
        raise MethodError(
            message(
                "Row {row}: rank {rank} of {brands} brands. A rank goes from 1 to the number of brands in use.",
                row=row + 1,
                rank=float(place[row]),
                brands=float(used[row]),
            )
        )
    return np.asarray((1 - place / (used + 1)) * 2 / used)


def _together(own: Floats, wallet: Floats, confidence: float) -> tuple[Three, Three]:
    """Our part of all wallets, and what is spent elsewhere, each with limits."""
    n, share, room = len(own), float(own.sum() / wallet.sum()), wallet - own
    if n < 2:
        return (share, math.nan, math.nan), (float(room.sum()), math.nan, math.nan)
    reach = critical(confidence, n - 1) / math.sqrt(n)
    error = reach * float((own - share * wallet).std(ddof=1)) / float(wallet.mean())
    margin = reach * float(room.std(ddof=1)) * n
    total = float(room.sum())
    return (share, max(0.0, share - error), min(1.0, share + error)), (total, max(0.0, total - margin), total + margin)
