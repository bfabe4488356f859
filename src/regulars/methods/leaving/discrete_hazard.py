"""What goes with leaving, period by period, with the other columns held equal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import scipy

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import DependentColumnsError, MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.leaving.factors import (
    Design,
    factors_of,
    independent,
    said_of_columns,
    terms_of,
    together,
    unscaled,
)
from regulars.methods.leaving.happened import happened
from regulars.methods.leaving.logit import Logit, chance, logit
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of, whole

MOST_ROWS = 5_000_000  # periods of all customers together
EACH_TERM = 10  # leavers for each effect, below which the odds ratios are too far from 1
EACH_STEP = 5  # leavers in each step of the baseline; periods with fewer are joined with the next


@dataclass(frozen=True, kw_only=True)
class DiscreteHazard(Result):
    """Odds ratios of leaving in a period; arrays over ``names``, or over ``periods`` (1, 2, … since the start).

    ``hazard`` is the chance, 0 to 1, that an average customer who is still there leaves in that period. ``clear`` says
    that the interval of the odds ratio excludes 1; ``bases`` are the levels compared with, ``separated`` the terms that
    alone tell who left.
    """

    minimum_n = 100
    kept_back = ("model",)

    n_left: int
    n_periods: int
    n_never: int
    log_likelihood: float
    penalised: bool
    baseline: str
    names: tuple[str, ...]
    bases: tuple[str, ...]
    left_out: tuple[str, ...]
    separated: tuple[str, ...]
    odds_ratio: Floats
    odds_low: Floats
    odds_high: Floats
    odds_p: Floats
    clear: tuple[bool, ...]
    periods: Ints
    hazard: Floats
    hazard_low: Floats
    hazard_high: Floats
    model: Hazards = field(repr=False, compare=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Too many columns for the leavers there are, separation, columns left out."""
        found: list[Message] = []
        if self.n_left < EACH_TERM * len(self.names):
            found.append(
                message(
                    "There are {left} leavers for {terms} effects. With fewer than {each} for each, odds ratios come "
                    "out too far from 1; use fewer columns.",
                    left=self.n_left,
                    terms=len(self.names),
                    each=EACH_TERM,
                )
            )
        found += said_of_columns(self.separated, self.left_out)
        if self.n_never:
            found.append(
                message("{count} customers with no whole period tell nothing and stay out.", count=self.n_never)
            )
        return tuple(found)

    def risk(self, columns: Any, *, age: int, periods: int, missing: Collection[Any] = ()) -> Floats:
        """Chance that customers who are still there after ``age`` periods leave within the next ``periods``.

        Beyond the longest time watched nothing is known; asking for it raises ``OptionError``.
        """
        start, ahead = whole(0, age, name="age"), whole(1, periods, name="periods")
        last = int(self.periods[-1])
        if start + ahead > last:
            raise MethodError(
                message(
                    "Nobody was watched for {wanted} periods; the longest is {last}. Look less far ahead.",
                    wanted=start + ahead,
                    last=last,
                )
            )
        factors = self.model.design.read(columns, self.model.levels, missing)
        rows = together(factors)
        found = np.full(len(rows), np.nan)
        beta, size = self.model.fitted.beta, len(self.model.design.terms) + 1
        own = self.model.design.matrix(factors, rows) @ beta[:size]
        ages = np.arange(start + 1, start + ahead + 1)
        each = chance(own[:, None] + self.model.steps.columns(ages) @ beta[size:])
        found[rows] = 1 - np.prod(1 - each, axis=1)
        return found


@dataclass(frozen=True)
class Steps:
    """How the chance of leaving moves with time: smoothly (t and log t), or in steps that end at ``ends``."""

    ends: Ints | None
    centre: Floats
    scale: Floats

    @classmethod
    def of(cls, kind: str, age: Ints, y: Floats, often: Floats) -> Steps:
        """Smooth, or a step for each period with enough leavers."""
        if kind == "smooth":
            both = _smooth(age)
            centre = often @ both / often.sum()
            scale = np.sqrt(often @ (both - centre) ** 2 / often.sum())
            return cls(None, centre, np.where(scale > 0, scale, 1.0))
        left = np.bincount(age, weights=often * y)
        ends, held = [], 0.0
        for period in range(1, len(left)):
            held += left[period]
            if held >= EACH_STEP:
                ends.append(period)
                held = 0.0
        ends = ends[:-1] if ends else []  # the last step goes on to the end
        return cls(np.array(ends, dtype=np.int64), np.zeros(0), np.zeros(0))

    def columns(self, age: Ints) -> Floats:
        """The columns of these periods, shape (rows, columns)."""
        if self.ends is None:
            return np.asarray((_smooth(age) - self.centre) / self.scale)
        return np.asarray(
            np.searchsorted(self.ends, age, side="left")[:, None] == np.arange(1, len(self.ends) + 1), dtype=np.float64
        )


def _smooth(age: Ints) -> Floats:
    return np.column_stack([age, np.log(age)]).astype(np.float64)


@dataclass(frozen=True)
class Hazards:
    """What gives the risks of other customers."""

    design: Design
    steps: Steps
    fitted: Logit
    levels: dict[str, tuple[str, ...]]


@method(
    message("What goes with leaving, if all else is equal, and when do customers leave?"),
    rows=("V10", "L07"),
    minimum_n=DiscreteHazard.minimum_n,
    samples=False,
)
def discrete_hazard(
    durations: IntoColumn,
    left: IntoColumn,
    columns: Any,
    *,
    entry: IntoColumn | None = None,
    baseline: Literal["smooth", "each"] = "smooth",
    categorical: Collection[str] = (),
    yes: Any = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> DiscreteHazard:
    """Logistic regression over the periods that each customer was there: leaves now, or goes on.

    A customer with duration 3 who left gives three rows: stayed, stayed, left. What changes over time (a contract, a
    price) is given by a row for each stretch: ``entry`` where it begins, the duration where it ends, ``left`` no
    but for the last.

    Parameters:
        durations: whole periods from the start to leaving, or to the last one known.
        left: whether the customer left in that period; yes and no, 1 and 0.
        columns: what could go with leaving; numbers count by their size, words by level. A dict, any data frame.
        entry: whole periods after which each row begins; 0 when omitted.
        baseline: how the chance moves with time: "smooth" (t and log t) or "each", a step for each period.
        categorical: columns of numbers that are names, such as branch 3.
        yes: the value of ``left`` that means yes, where it has words of its own.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known".
        confidence: level of the intervals.

    Rows without a value in any of the columns are counted in ``n_missing``.

    Source: [allison1982], [singer1993]; separation [firth1993], [heinze2002].

    >>> result = discrete_hazard([1] * 20, [1] * 8 + [0] * 4 + [1] * 2 + [0] * 6, {"plan": ["a"] * 12 + ["b"] * 8})
    >>> result.names, result.bases, result.odds_ratio.round(4).tolist()
    (('plan: b',), ('a',), [0.1667])
    """
    check_confidence(confidence)
    one_of(("smooth", "each"), baseline, name="baseline")
    factors = factors_of(columns, categorical=categorical, missing=missing)
    size = len(factors[0].values)
    end = _periods(durations, size, "durations", missing)
    start = np.zeros(size) if entry is None else _periods(entry, size, "entry", missing)
    gone = happened(left, name="left", yes=yes, missing=missing)
    same_length(size, ("left", gone))
    repeat = counts_of(counts, size)
    often = np.ones(size) if repeat is None else repeat.astype(np.float64)
    late = np.flatnonzero((start > end) | ((start == end) & (start > 0)))
    if late.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}, and the duration is {duration}. A row begins before it ends.",
                row=int(late[0]) + 1,
                column="entry",
                value=float(start[late[0]]),
                duration=float(end[late[0]]),
            )
        )
    known = together(factors) & ~np.isnan(end + start + gone) & (often > 0)
    rows = known & (end > 0)
    if not rows.any():
        raise TooFewAnswersError(
            message("There are no answers to compute from: all {count} rows are missing.", count=size)
        )
    own, begin = often[rows], start[rows]
    length = (end[rows] - begin).astype(np.int64)
    if length.sum() > MOST_ROWS:
        raise MethodError(
            message(
                "Together the customers were there for {count} periods, more than can be computed with. Give longer "
                "periods, such as months instead of days.",
                count=int(length.sum()),
            )
        )
    who = np.repeat(np.arange(len(length)), length)
    age = (np.arange(len(who)) - np.repeat(np.cumsum(length) - length, length) + begin[who] + 1).astype(np.int64)
    y = np.zeros(len(who))
    y[np.cumsum(length) - 1] = gone[rows]
    if y.min() == y.max():
        raise TooFewAnswersError(
            message(
                "{left} of {count} customers left. There must be some who left and some who stayed.",
                left=int(own @ gone[rows]),
                count=int(own.sum()),
            )
        )
    design = Design.of(factors, rows, often)
    matrix, steps = design.matrix(factors, rows), Steps.of(baseline, age, y, own[who])
    X = np.hstack([matrix[who], steps.columns(age)])
    used = _varying(X, len(design.terms) + 1)
    fitted = _widened(logit(X[:, used], y, often=own[who]), used, X.shape[1])
    z, units = critical(confidence), unscaled(design)[1:]
    place = slice(1, len(design.terms) + 1)
    beta, error = fitted.beta[place] / units, np.sqrt(np.diag(fitted.covariance))[place] / units
    periods = np.arange(1, int(age.max()) + 1)
    average = np.hstack([np.tile(own @ matrix / own.sum(), (len(periods), 1)), steps.columns(periods)])
    odds, spread = fitted.log_odds(average)
    return DiscreteHazard(
        n_left=int(own @ gone[rows]),
        n_periods=int(own @ length),
        n_never=int(often[known & (end == 0)].sum()),
        log_likelihood=fitted.log_likelihood,
        penalised=bool(fitted.separated),
        baseline=baseline,
        **terms_of(design),
        separated=tuple(design.terms[at - 1].name for at in fitted.separated if 0 < at <= len(design.terms)),
        odds_ratio=np.exp(beta),
        odds_low=np.exp(beta - z * error),
        odds_high=np.exp(beta + z * error),
        odds_p=np.asarray(2 * scipy.special.ndtr(-np.abs(beta / error))),
        clear=tuple((np.abs(beta) > z * error).tolist()),
        periods=periods,
        hazard=chance(odds),
        hazard_low=chance(odds - z * spread),
        hazard_high=chance(odds + z * spread),
        model=Hazards(design, steps, fitted, {factor.name: factor.levels for factor in factors}),
        n=int(own.sum()),
        n_missing=int(often[~known].sum()),
        confidence=confidence,
        interval=Interval.WALD,
    )


def _periods(column: IntoColumn, size: int, name: str, missing: Collection[Any]) -> Floats:
    found = numbers(column, name=name, missing=missing)
    same_length(size, (name, found))
    wrong = np.flatnonzero((found < 0) | (found != np.floor(found)) & ~np.isnan(found) | (found > MOST_ROWS))
    if wrong.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. Give whole periods, such as months: 0, 1, 2 and so on.",
                row=int(wrong[0]) + 1,
                column=name,
                value=float(found[wrong[0]]),
            )
        )
    return found


def _varying(X: Floats, first: int) -> Ints:
    """Columns to fit: those of time only where they say something (one period has no course of time)."""
    kept = independent(X.T @ X / len(X))
    if kept[:first] != list(range(first)):
        raise DependentColumnsError(
            message("A column says the same as the time since the start. Leave it out: time is in the model already.")
        )
    return np.array(kept)


def _widened(fitted: Logit, used: Ints, size: int) -> Logit:
    """The fit with zeros for the columns that were not used."""
    beta, covariance = np.zeros(size), np.zeros((size, size))
    beta[used] = fitted.beta
    covariance[np.ix_(used, used)] = fitted.covariance
    return Logit(beta, covariance, fitted.log_likelihood, tuple(int(used[at]) for at in fitted.separated))
