"""Each customer's own rhythm of buying, and who is silent for longer than it allows."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, same_length
from regulars.methods.days import day_of, days
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson
from regulars.methods.patterns.lines import bought, keys_of
from regulars.methods.registry import method
from regulars.methods.resampling import limits
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import finite, whole

LEAST_GAPS = 40  # completed gaps, half of them to check with
OWN = 3  # gaps from which a customer's rhythm counts as his own


@dataclass(frozen=True, kw_only=True)
class PurchaseRhythm(Result):
    """Arrays over customers, the most overdue first; days.

    ``usual`` is the gap that half of the next ones will not exceed, ``latest`` the one that all but ``false_alarm`` of
    those who come back keep to. ``own_rhythm`` says that the rhythm rests on at least three gaps of the customer's
    own; the others lean on those of all. ``alarm`` is the share of completed gaps of customers held out that were
    called overdue.
    """

    minimum_n = 100

    n_overdue: int
    overdue_share: float
    false_alarm: float
    alarm: float
    alarm_low: float
    alarm_high: float
    n_gaps: int
    n_gaps_checked: int
    n_returned: int
    until: str
    who: tuple[str, ...]
    silent_days: Ints
    usual: Floats
    latest: Floats
    overdue: tuple[bool, ...]
    gaps: Ints
    own_rhythm: tuple[bool, ...]
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the signal means."""
        found = [
            message(
                "Overdue is a reason to ask, not a proof of leaving: of customers who do come back, {share} had been "
                "called "
                "overdue.",
                share=Estimate(self.alarm, self.alarm_low, self.alarm_high, Kind.SHARE, digits=1),
            )
        ]
        if self.alarm_low > self.false_alarm:
            found.append(message("False alarms are more frequent than asked for: rhythms change over time."))
        return tuple(found)


@method(
    message("Who is silent for longer than their own rhythm of buying allows?"),
    rows=("L26", "V22", "L03"),
    minimum_n=PurchaseRhythm.minimum_n,
    samples=False,
)
def purchase_rhythm(
    customers: IntoColumn,
    dates: IntoColumn,
    *,
    false_alarm: float = 0.05,
    until: Any = None,
    quantity: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    seed: int = 0,
) -> PurchaseRhythm:
    """Gaps between days of purchase, on the logarithm, each customer's drawn towards all as far as his few gaps say
    little.

    The expected log gap after j gaps is (j · own mean + k · mean of all) / (j + k), with k the variance within
    customers over that between them. What the next gap differs from it, over √(1 + 1/(j + k)), has one distribution
    for all; its upper quantile is the limit. It is taken from one half of the customers and checked on the other;
    the limits given are those of all.

    Parameters:
        customers: who bought, one entry for each purchase or line; several on one day are one.
        dates: the day of it.
        false_alarm: share of those who come back that may be called overdue.
        until: the last day that the data know; the last one in them when omitted. Later rows are left out.
        quantity: pieces; lines with none or fewer (returns) are left out and counted in ``n_returned``.
        missing: codes that mean "not known".
        confidence: level of the interval of ``alarm``.
        seed: the same seed checks with the same customers.

    Rows without customer or day are counted in ``n_missing``. Only gaps that ended are known; longer ones than the data
    span cannot be seen, so limits near that span are too short.

    Source: [efron1975]; clusters [korn1998]; shares [wilson1927].

    >>> import numpy as np
    >>> random = np.random.default_rng(0)
    >>> who = np.repeat(np.arange(200), 8)
    >>> pace = random.uniform(2, 9, (200, 1))
    >>> day = np.cumsum(1 + random.gamma(4, pace, (200, 8)), axis=1).astype(int)
    >>> result = purchase_rhythm(who, (np.datetime64("2026-01-01") + day).ravel())
    >>> result.n, result.n_gaps, result.alarm_low < 0.05 < result.alarm_high
    (200, 1400, True)
    """
    check_confidence(confidence)
    part, start = finite(false_alarm, name="false_alarm"), whole(0, seed, name="seed")
    if not 0 < part < 0.5:
        raise OptionError(message("false_alarm is {value}. It is a share between 0 and 0.5, such as 0.05.", value=part))
    names, day = keys_of(customers, missing=missing), days(dates, name="dates", missing=missing)
    same_length(len(names.codes), ("dates", day))
    rows, n_missing, n_returned = bought(quantity, (names.codes >= 0) & ~np.isnan(day), missing)
    last = float(day[rows].max()) if until is None else float(days([until], name="until")[0])
    if math.isnan(last) or not (day[rows] <= last).any():
        raise OptionError(message("No customer bought anything until {day}. Name a later day.", day=str(until)[:60]))
    rows &= day <= last
    visits = np.unique(np.column_stack([names.codes[rows], day[rows]]).astype(np.int64), axis=0)
    person, place = np.unique(visits[:, 0], return_inverse=True)
    same = np.flatnonzero(visits[1:, 0] == visits[:-1, 0])
    own, gap = place[same], np.log((visits[same + 1, 1] - visits[same, 1]).astype(np.float64))
    if len(gap) < LEAST_GAPS:
        raise TooFewAnswersError(
            message(
                "There are {count} gaps between purchases, too few for a rhythm. It takes {least}.",
                count=len(gap),
                least=LEAST_GAPS,
            )
        )
    first = np.random.default_rng(start).permutation(len(person)) < len(person) // 2
    learn = first[own]
    if learn.sum() < LEAST_GAPS // 4 or (~learn).sum() < LEAST_GAPS // 4 or len(np.unique(own)) < 4:
        raise TooFewAnswersError(message("Too few customers came back to check their rhythm."))
    half = _Rhythm.of(own[learn], gap[learn], part)
    outside = half.residuals(own[~learn], gap[~learn]) > half.limit
    sample = Sample.of(outside.astype(np.float64), clusters=own[~learn])
    share = float(outside.mean())
    alarm = (share, *wilson(share, sample.effective_n(), critical(confidence)))
    rhythm = _Rhythm.of(own, gap, part)
    count = np.bincount(own, minlength=len(person))
    summed: Floats = np.bincount(own, weights=gap, minlength=len(person)).astype(np.float64)
    expected, wide = rhythm.expected(summed, count)
    ends = np.append(np.flatnonzero(np.diff(visits[:, 0])), len(visits) - 1)
    silent = (last - visits[ends, 1]).astype(np.int64)
    usual, latest = (np.exp(expected + at * wide) for at in (rhythm.middle, rhythm.limit))
    late = silent > latest
    order = np.lexsort((np.arange(len(person)), -silent / latest))
    return PurchaseRhythm(
        n_overdue=int(late.sum()),
        overdue_share=float(late.mean()),
        false_alarm=part,
        alarm=alarm[0],
        alarm_low=alarm[1],
        alarm_high=alarm[2],
        n_gaps=len(gap),
        n_gaps_checked=int((~learn).sum()),
        n_returned=n_returned,
        until=day_of(last).isoformat(),
        who=tuple(names.names[at] for at in person[order]),
        silent_days=silent[order],
        usual=usual[order],
        latest=latest[order],
        overdue=tuple(late[order].tolist()),
        gaps=count[order],
        own_rhythm=tuple((count[order] >= OWN).tolist()),
        seed=start,
        n=len(person),
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )


@dataclass(frozen=True)
class _Rhythm:
    """Mean log gap of all, how much it weighs against one own gap, and quantiles of what differs from the
    expectation.
    """

    mean: float
    weight: float
    middle: float
    limit: float

    @classmethod
    def of(cls, own: Ints, gap: Floats, part: float) -> _Rhythm:
        _, code = np.unique(own, return_inverse=True)
        n = np.bincount(code)
        means = np.bincount(code, weights=gap) / n
        within = float(((gap - means[code]) ** 2).sum()) / max(len(gap) - len(n), 1)
        mean = float(means.mean())
        between = float(((means - mean) ** 2).sum()) / max(len(n) - 1, 1) - within * float((1 / n).mean())
        alone = cls(mean, min(within / between, 1e9) if between > 1e-9 else 1e9, 0.0, 0.0)
        found = alone.residuals(own, gap)
        middle = float(np.median(found))
        return cls(mean, alone.weight, middle, float(limits(found, 1 - 2 * part)[1]))

    def expected(self, total: Floats, count: Ints) -> tuple[Floats, Floats]:
        """Expected log gap after these gaps, and how much wider than with many the next one spreads."""
        wide = np.sqrt(1 + 1 / (count + self.weight))
        return (total + self.weight * self.mean) / (count + self.weight), wide

    def residuals(self, own: Ints, gap: Floats) -> Floats:
        """What each gap differs from what the gaps before it let expect; rows by customer and time."""
        starts = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
        length = np.diff(np.append(starts, len(own)))
        before = np.arange(len(own)) - np.repeat(starts, length)
        run = np.cumsum(gap) - gap
        expected, wide = self.expected(run - np.repeat(run[starts], length), before)
        return np.asarray((gap - expected) / wide)
