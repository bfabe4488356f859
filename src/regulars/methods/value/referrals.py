"""Referrals: who came through whom, what they are worth, and whether those who say they recommend do."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Count, Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, ratings, same_length, within_reach
from regulars.methods.comparison.difference import Verdict, difference
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson, wilson_of_each
from regulars.methods.patterns.lines import keys_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import NOTHING, Mean, mean_of
from regulars.methods.value.effective import effective_customers

FEW, FEW_REFERRERS = 30, 15
CLASSES = ("promoters", "passives", "detractors")


@dataclass(frozen=True, kw_only=True)
class Referrals(Result):
    """Shares 0 to 1, money as in ``value``.

    ``referred`` is the share of customers who came through another one, ``referring`` of those who brought one.
    ``more`` is the mean value of the referred less that of the others, ``worth_verdict`` what that may be called.
    ``referrer_names`` with ``brought_n`` and ``brought_value``: what came through each, the most value first.
    ``class_*``: of promoters, passives and detractors, how many brought somebody; empty without ``recommend``.
    """

    minimum_n = 2 * FEW

    referred: float
    referred_low: float
    referred_high: float
    referring: float
    referring_low: float
    referring_high: float
    mean_referred: float
    mean_referred_low: float
    mean_referred_high: float
    mean_others: float
    mean_others_low: float
    mean_others_high: float
    more: float
    more_low: float
    more_high: float
    worth_verdict: str
    brought_total: float
    brought_share: float
    n_referred: int
    n_effective: float
    n_unknown_referrers: int
    referrer_names: tuple[str, ...]
    brought_n: Ints
    brought_value: Floats
    class_names: tuple[str, ...]
    class_n: Ints
    class_referring: Floats
    class_referring_low: Floats
    class_referring_high: Floats

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the comparison is worth, and what it must not be used for."""
        found = []
        if self.worth_verdict == Verdict.TOO_FEW:
            found.append(
                message(
                    "Fewer than {few} customers came by referral, fewer than {few} otherwise, or through fewer than "
                    "{referrers} people: too few to compare what they are worth.",
                    few=FEW,
                    referrers=FEW_REFERRERS,
                )
            )
        if self.n_unknown_referrers:
            found.append(
                message(
                    "{count} were referred by somebody who is not in the table; what they brought is nobody's here.",
                    count=Count(self.n_unknown_referrers),
                )
            )
        found.append(
            message(
                "Who is referred differs from others in more than that: the difference is no proof of what a further "
                "referral would bring. Thank those who refer; never press them."
            )
        )
        return tuple(found)


@method(
    message("Who came through other customers, what are they worth, and who brings them?"),
    rows=("L24", "L04"),
    minimum_n=Referrals.minimum_n,
    samples=False,
)
def referrals(
    customer: IntoColumn,
    referred_by: IntoColumn,
    value: IntoColumn,
    *,
    recommend: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Referrals:
    """Share and worth of referred customers, the value that came through each, and referrals by readiness to recommend.

    The value brought by a customer is the sum of the values of those who came through him directly; it is theirs too,
    so own and brought values must not be added up over all. The comparison takes those whom one person brought as one
    cluster; it needs 30 customers on each side and 15 people who brought some.

    Parameters:
        customer: the id of each customer, each once.
        referred_by: the id of the customer through whom each came, as a referral code tells; empty for none.
        value: what each customer is worth, in one currency; past or expected.
        recommend: how likely each would recommend us, 0 to 10; empty for who was not asked.
        missing: codes that mean "not known", in all columns.
        confidence: level of the intervals.

    Customers without id or value stay out and count in ``n_missing``.

    Intervals: shares Wilson's [wilson1927], means Student's over clusters [kish1965], the difference by MOVER
    [zou2008].

    Source: [kumar2010].

    >>> found = referrals(["ann", "bo", "cy", "di"], ["", "ann", "ann", None], [50, 80, 70, 40])
    >>> found.referred, found.referrer_names, found.brought_value.tolist(), found.more
    (0.5, ('ann',), [150.0], 30.0)
    """
    check_confidence(confidence)
    who, through = keys_of(customer, missing=missing), keys_of(referred_by, missing=missing)
    worth = within_reach(numbers(value, name="value", missing=missing), name="value")
    size = len(who.codes)
    same_length(size, ("referred_by", through.codes), ("value", worth))
    asked = np.full(size, np.nan)
    if recommend is not None:
        asked = ratings(recommend, name="recommend", scale=(0, 10), missing=missing, whole=True)
        same_length(size, ("recommend", asked))
    known = (who.codes >= 0) & ~np.isnan(worth)
    if not known.any():
        raise TooFewAnswersError(message("No customer has an id and a value: {count} rows.", count=size))
    _once(who.codes, who.names)
    place = {who.names[code]: row for row, code in enumerate(who.codes.tolist()) if code >= 0}
    named = np.array([place.get(name, -1) for name in through.names] or [-1], dtype=np.int64)
    referrer = np.where(through.codes >= 0, named[through.codes], -1)
    _not_oneself(referrer, who.codes)
    came = known & (through.codes >= 0)
    inside = came & (referrer >= 0)
    brought_n = np.bincount(referrer[inside], minlength=size)
    brought: Floats = np.bincount(referrer[inside], weights=worth[inside], minlength=size).astype(np.float64)
    order = [row for row in np.lexsort((np.arange(size), -brought_n, -brought)).tolist() if brought_n[row]]
    n, total = int(known.sum()), float(worth[known].sum())
    own = mean_of(Sample.of(worth[came]), confidence) if came.any() else NOTHING
    if came.any() and len(np.unique(through.codes[came])) > 1:
        own = mean_of(Sample.of(worth[came], clusters=through.codes[came]), confidence)
    others = mean_of(Sample.of(worth[known & ~came]), confidence) if (known & ~came).any() else NOTHING
    # Of each side as many customers of equal value as its money rests on; twice the smaller number.
    rests_on = 2 * min(effective_customers(worth[side]) for side in (came, known & ~came))
    few = rests_on < 2 * FEW or len(np.unique(through.codes[came])) < FEW_REFERRERS
    more, verdict = _more(own, others, few)
    z = critical(confidence)
    referred, referring = float(came[known].mean()), float((brought_n[known] > 0).mean())
    came_in, brings_in = wilson(referred, n, z), wilson(referring, n, z)
    return Referrals(
        referred=referred,
        referred_low=came_in[0],
        referred_high=came_in[1],
        referring=referring,
        referring_low=brings_in[0],
        referring_high=brings_in[1],
        mean_referred=own.mean,
        mean_referred_low=own.low,
        mean_referred_high=own.high,
        mean_others=others.mean,
        mean_others_low=others.low,
        mean_others_high=others.high,
        more=more[0],
        more_low=more[1],
        more_high=more[2],
        worth_verdict=verdict.value,
        brought_total=float(worth[came].sum()),
        brought_share=float(worth[came].sum()) / total if total > 0 else math.nan,
        n_referred=int(came.sum()),
        n_effective=rests_on,
        n_unknown_referrers=int((came & (referrer < 0)).sum()),
        referrer_names=tuple(who.names[who.codes[row]] for row in order),
        brought_n=brought_n[order],
        brought_value=brought[order],
        **_by_class(asked, known, brought_n > 0, z, given=recommend is not None),
        n=n,
        n_missing=int((~known).sum()),
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _more(own: Mean, others: Mean, few: bool) -> tuple[tuple[float, float, float], Verdict]:
    if any(math.isnan(end) for end in (own.low, own.high, others.low, others.high)):
        return (own.mean - others.mean, math.nan, math.nan), Verdict.TOO_FEW
    found = difference((own.mean, own.low, own.high), (others.mean, others.low, others.high))
    return (found.value, found.low, found.high), Verdict.TOO_FEW if few else found.verdict


def _by_class(
    asked: Floats, known: NDArray[np.bool_], brings: NDArray[np.bool_], z: float, *, given: bool
) -> dict[str, Any]:
    inside = [known & (asked >= 9), known & (asked >= 7) & (asked <= 8), known & (asked <= 6)]
    counts = np.array([int(part.sum()) for part in inside])
    shares = np.array([float(brings[part].mean()) if part.any() else math.nan for part in inside])
    low, high = wilson_of_each(shares, counts.astype(np.float64), z)
    some = len(CLASSES) if given else 0
    return {
        "class_names": CLASSES[:some],
        "class_n": counts[:some],
        "class_referring": shares[:some],
        "class_referring_low": low[:some],
        "class_referring_high": high[:some],
    }


def _once(codes: Ints, names: tuple[str, ...]) -> None:
    often = np.bincount(codes[codes >= 0], minlength=max(len(names), 1))
    if often.max() > 1:
        code = int(np.argmax(often > 1))
        raise MethodError(
            message(
                "Row {row} of {column}: “{value}” has a row already. Give each customer one row.",
                row=int(np.flatnonzero(codes == code)[1]) + 1,
                column="customer",
                value=names[code][:60],
            )
        )


def _not_oneself(referrer: Ints, codes: Ints) -> None:
    own = np.flatnonzero((referrer == np.arange(len(referrer))) & (codes >= 0))
    if own.size:
        raise MethodError(
            message(
                "Row {row} of {column}: nobody comes through himself. Leave the cell empty.",
                row=int(own[0]) + 1,
                column="referred_by",
            )
        )
