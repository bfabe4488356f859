"""The figure of each claim from own data. Most claims have a method already; the others are shares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats
from regulars.methods.comparison.compare import compare
from regulars.methods.comparison.measures import MINIMUM
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.intervals import Interval
from regulars.methods.leaving.hidden_complaints import HiddenComplaints, hidden_complaints
from regulars.methods.leaving.retention_whatif import CLAIM_POINTS, RetentionWhatIf, retention_whatif
from regulars.methods.leaving.win_back import WinBack, win_back
from regulars.methods.linkage.satisfied_leavers import SatisfiedLeavers, satisfied_leavers
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import share_of
from regulars.methods.textbook.given import Given
from regulars.methods.value.concentration import Concentration, concentration

FIFTH = 0.2


@dataclass(frozen=True)
class Figure:
    """An estimate with its interval; ``n`` customers are behind it, ``needed`` are enough to judge."""

    value: float
    low: float
    high: float
    n: int
    needed: int
    interval: str
    notes: tuple[Message, ...] = ()


def top_fifth(given: Given) -> Figure:
    """The share of the revenue that the best fifth of the customers bring."""
    found = concentration(given["value"], counts=given.counts, negative="exclude", confidence=given.confidence)
    notes: tuple[Message, ...] = ()
    if found.n_negative:
        notes = (
            message(
                "{count} customers with a negative total are not in the share of the best fifth.",
                count=found.n_negative,
            ),
        )
    part, limits = found.top_share(FIFTH), found.top_share_interval(FIFTH)
    # So many customers of this kind as rest on enough of equal value.
    needed = math.ceil(Concentration.minimum_n * found.n / found.n_effective - 1e-9)
    return Figure(part, *limits, found.n, needed, found.interval, notes)


def more_profit(given: Given) -> Figure:
    """What five points more retention would add to the margin of the periods to come."""
    found = retention_whatif(
        1 - given["left"],
        given["margin"],
        points=CLAIM_POINTS,
        periods=given.whole("periods"),
        discount_rate=given.numbers["discount_rate"],
        counts=given.counts,
        confidence=given.confidence,
        n_resamples=given.n_resamples,
        seed=given.seed,
    )
    limits = found.gain_share_low, found.gain_share_high
    return Figure(found.gain_share, *limits, found.n, RetentionWhatIf.minimum_n, found.interval)


def silent(given: Given) -> Figure:
    """Of the customers with a problem, the share who never complained: by the log, else by what they say."""
    if {"customers", "logged"} <= given.known:
        found = hidden_complaints(
            given["problem"],
            customers=given.whole("customers"),
            logged=given.whole("logged"),
            counts=given.counts,
            confidence=given.confidence,
        )
        limits = found.silent_low, found.silent_high
        return Figure(found.silent, *limits, found.n, HiddenComplaints.minimum_n, found.interval)
    silence = np.where(given["problem"] == 1, 1 - given["complained"], np.nan)
    return _share(given, silence)


def said_satisfied(given: Given) -> Figure:
    """Of the customers who left, the share who had said satisfied."""
    found = satisfied_leavers(
        given["rating"],
        given["left"],
        scale=given.scale,
        satisfied_from=given.satisfied_from,
        counts=given.counts,
        confidence=given.confidence,
    )
    return Figure(found.share, found.low, found.high, found.n_left, SatisfiedLeavers.minimum_n, found.interval)


def times_as_easy(given: Given) -> Figure:
    """How many times as often a lost customer is won as a new one."""
    found = win_back(
        given["returned"],
        prospects=given.whole("prospects"),
        prospects_won=given.whole("prospects_won"),
        counts=given.counts,
        confidence=given.confidence,
    )
    return Figure(found.times, found.times_low, found.times_high, found.n, WinBack.minimum_n, Interval.WALD)


def satisfied_and_gone(given: Given) -> Figure:
    """Of the customers who had said satisfied, the share who left."""
    return _share(given, np.where(given.satisfied == 1, given["left"], np.nan))


def stayed_more(given: Given) -> Figure:
    """The share who stayed of those who had said satisfied, less that of the others."""
    satisfied, stayed = given.satisfied, 1 - given["left"]
    known = ~np.isnan(satisfied) & ~np.isnan(stayed) & (given.counts > 0)
    sides = [int(given.counts[known & (satisfied == side)].sum()) for side in (1, 0)]
    if not all(sides):
        raise TooFewAnswersError(message("All customers said the same: there is nobody to compare with."))
    found = compare(
        1 + stayed[known],
        np.where(satisfied[known] == 1, "a", "b"),
        measure="share",
        scale=(1, 2),
        top=1,
        counts=given.counts[known],
        confidence=given.confidence,
    )
    limits = float(found.difference_low[0]), float(found.difference_high[0])
    return Figure(float(found.difference[0]), *limits, min(sides), MINIMUM["share"], Interval.NEWCOMBE)


def nothing(note: Message) -> Figure:
    """What cannot be computed, and why."""
    return Figure(math.nan, math.nan, math.nan, 0, 1, "", (note,))


def _share(given: Given, inside: Floats) -> Figure:
    sample = Sample.of(inside, counts=given.counts)
    found = share_of(sample, sample.values, given.confidence)
    return Figure(found.share, found.low, found.high, sample.n, MINIMUM["share"], Interval.WILSON)
