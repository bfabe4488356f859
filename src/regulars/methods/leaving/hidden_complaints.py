"""How many problems never become a complaint."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import IntoColumn, same_length
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.happened import happened
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import whole
from regulars.methods.scores.estimates import share_of


@dataclass(frozen=True, kw_only=True)
class HiddenComplaints(Result):
    """Shares 0 to 1, numbers of customers.

    ``incidence`` is the share of customers with a problem, ``with_problem`` how many that are, ``hidden`` how many of
    them are not in the log, ``silent`` the same as a share. ``said`` is the share of those with a problem who say
    that they complained (NaN where nobody was asked).
    """

    minimum_n = 100

    silent: float
    silent_low: float
    silent_high: float
    hidden: float
    hidden_low: float
    hidden_high: float
    incidence: float
    incidence_low: float
    incidence_high: float
    with_problem: float
    with_problem_low: float
    with_problem_high: float
    for_each_complaint: float
    for_each_complaint_low: float
    for_each_complaint_high: float
    said: float
    said_low: float
    said_high: float
    n_effective: float
    customers: int
    logged: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """Logs that hold more than the survey knows of, and answers that contradict the log."""
        found = []
        if self.logged > self.with_problem:
            found.append(
                message(
                    "The log holds more complaints than the survey finds problems. Do they mean the same time and the "
                    "same customers, and does one customer complain several times?"
                )
            )
        if self.said == self.said and (1 - self.silent_high > self.said_high or 1 - self.silent_low < self.said_low):
            found.append(
                message(
                    "Customers say that they complained more often, or less, than the log shows. Complaints to staff "
                    "that "
                    "nobody writes down look like this."
                )
            )
        return tuple(found)


@method(
    message("For each complaint that we hear, how many problems do we not hear of?"),
    rows=("S17",),
    minimum_n=HiddenComplaints.minimum_n,
    samples=False,
)
def hidden_complaints(
    problems: IntoColumn,
    *,
    customers: int,
    logged: int,
    complained: IntoColumn | None = None,
    yes: Any = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> HiddenComplaints:
    """Problems from a random sample of customers, against the complaints in the log of the same time.

    silent = 1 - logged / (customers · incidence). The interval is that of the incidence (Wilson); the log is a full
    count of its time. Below zero it is cut: nobody is less than not silent.

    Parameters:
        problems: whether each customer asked had a problem in that time; yes and no, 1 and 0.
        customers: how many customers there were in that time.
        logged: how many of them complained, one complaint a customer.
        complained: whether those with a problem say that they complained.
        yes: the value that means yes, where the columns have words of their own.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account the answer belongs to.
        missing: codes that mean "no answer".
        confidence: level of the intervals.

    Source: the question [goodman1999]; shares [wilson1927], [korn1998].

    >>> result = hidden_complaints([1] * 60 + [0] * 240, customers=10_000, logged=300)
    >>> result.with_problem, result.hidden, round(result.silent, 3), round(result.for_each_complaint, 2)
    (2000.0, 1700.0, 0.85, 6.67)
    """
    check_confidence(confidence)
    everybody, heard = whole(1, customers, name="customers"), whole(0, logged, name="logged")
    if heard > everybody:
        raise OptionError(
            message(
                "logged is {logged}, more than the {customers} customers there were. Count each customer once.",
                logged=heard,
                customers=everybody,
            )
        )
    had = happened(problems, name="problems", yes=yes, missing=missing)
    sample = Sample.of(had, weights=weights, counts=counts, clusters=clusters)
    found = share_of(sample, sample.values, confidence)
    ends = np.array([found.share, found.low, found.high])
    with_problem = everybody * ends
    said = (math.nan,) * 3
    if complained is not None:
        told = happened(complained, name="complained", yes=yes, missing=missing)
        same_length(len(had), ("complained", told))
        among = np.where(had == 1, told, np.nan)[sample.rows]
        if not np.isnan(among).all():
            asked = sample.over(among)
            one = share_of(asked, asked.values, confidence) if asked.n_clusters != 1 else None
            said = (one.share, one.low, one.high) if one else (asked.mean(), math.nan, math.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        silent = np.where(with_problem > 0, np.clip(1 - heard / with_problem, 0.0, 1.0), math.nan)
        each = np.where(heard > 0, with_problem / heard, math.nan) if heard else np.full(3, math.nan)
    hidden = np.maximum(with_problem - heard, 0.0)
    return HiddenComplaints(
        silent=float(silent[0]),
        silent_low=float(silent[1]),
        silent_high=float(silent[2]),
        hidden=float(hidden[0]),
        hidden_low=float(hidden[1]),
        hidden_high=float(hidden[2]),
        incidence=float(ends[0]),
        incidence_low=float(ends[1]),
        incidence_high=float(ends[2]),
        with_problem=float(with_problem[0]),
        with_problem_low=float(with_problem[1]),
        with_problem_high=float(with_problem[2]),
        for_each_complaint=float(each[0]),
        for_each_complaint_low=float(each[1]),
        for_each_complaint_high=float(each[2]),
        said=said[0],
        said_low=said[1],
        said_high=said[2],
        n_effective=found.n_effective,
        customers=everybody,
        logged=heard,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
    )
