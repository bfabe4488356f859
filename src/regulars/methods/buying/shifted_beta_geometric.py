"""Shifted beta-geometric: how many stay at each renewal of a contract, and how long they still will."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import scipy

from regulars.language import Estimate, Message, message
from regulars.methods.buying.beta_geometric import log_rising, rising_slope
from regulars.methods.buying.forecast import TotalPurchases
from regulars.methods.buying.maximum import maximise
from regulars.methods.buying.retention_curve import RetentionTable
from regulars.methods.buying.verdict import Verdict, check_tolerance, verdict, verdict_in_words
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result

NAMES = ("alpha", "beta")
STARTS = np.log([(1.0, 1.0), (0.5, 3.0), (5.0, 20.0), (50.0, 200.0)])


class RetentionLikelihood:
    """Mean log-likelihood of a customer over (ln α, ln β): P(leave at t) = α (β)_(t−1) / (α+β)_t."""

    def __init__(self, table: RetentionTable) -> None:
        self.t = np.arange(1.0, len(table.lost) + 1)
        self.lost, self.kept = table.lost / table.n, table.kept / table.n

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        alpha, beta = np.exp(theta)
        all_lost = self.lost.sum()
        stays, slope = log_rising(beta, self.t), rising_slope(beta, self.t)
        before, slope_before = log_rising(beta, self.t - 1), rising_slope(beta, self.t - 1)
        both, slope_both = log_rising(alpha + beta, self.t), rising_slope(alpha + beta, self.t)
        ended = self.lost + self.kept
        value = all_lost * math.log(alpha) + self.lost @ before + self.kept @ stays - ended @ both
        by_alpha = all_lost / alpha - ended @ slope_both
        by_beta = self.lost @ slope_before + self.kept @ slope - ended @ slope_both
        return float(value), np.array([by_alpha, by_beta]) * (alpha, beta)


@dataclass(frozen=True, kw_only=True)
class StillToCome(Result):
    """Periods that a customer is expected to stay, each discounted to today, with its estimation interval."""

    value: float
    low: float
    high: float


@method(
    message("How many customers stay at each renewal of their contract, and for how long?"),
    rows=("V01", "V10"),
    name="shifted_beta_geometric",
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class ShiftedBetaGeometric(Result):
    """Shifted beta-geometric model of contracts that are renewed or not.

    At each renewal a customer leaves with a probability θ of their own, θ ~ Beta(alpha, beta). Retention rises with
    time though nobody changes: those who were going to leave have left. ``stayed`` and ``modelled`` are the
    shares still there after each renewal, the latter with its estimation interval; renewals after ``fitted_to``
    were held out, and ``verdict`` says whether the forecast held on them.

    Source: [fader2007], [fader2010b].

    >>> there = [1000, 869, 743, 653, 593, 551, 517, 491]
    >>> model = ShiftedBetaGeometric().fit(there)
    >>> round(model.alpha, 3), round(model.beta, 3), round(model.survival(12), 3)
    (0.668, 3.806, 0.378)
    """

    alpha: float = math.nan
    beta: float = math.nan
    log_likelihood: float = math.nan
    n: int = 0
    mean_churn: float = math.nan
    fitted_to: int = 0
    stayed: Floats | None = field(default=None, compare=False, repr=False)
    modelled: Floats | None = field(default=None, compare=False, repr=False)
    modelled_low: Floats | None = field(default=None, compare=False, repr=False)
    modelled_high: Floats | None = field(default=None, compare=False, repr=False)
    actual_held_out: float = math.nan
    forecast_held_out: float = math.nan
    forecast_held_out_low: float = math.nan
    forecast_held_out_high: float = math.nan
    verdict: str = ""
    standard_errors: dict[str, float] = field(default_factory=dict, compare=False)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)
    covariance: Floats | None = field(default=None, compare=False, repr=False)
    boundary: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Either no parameter (a model to be fitted) or two positive ones."""
        given = np.array(self.parameters)
        if not np.isnan(given).all() and not (np.isfinite(given) & (given > 0)).all():
            raise OptionError(
                message(
                    "A model takes all of {names}, each above 0; given: {values}.", names=NAMES, values=self.parameters
                )
            )

    @property
    def parameters(self) -> tuple[float, float]:
        """Both, in the order alpha, beta."""
        return self.alpha, self.beta

    def fit(
        self,
        customers: IntoColumn,
        cohorts: IntoColumn | None = None,
        *,
        starters: float | None = None,
        periods: int | None = None,
        tolerance: float = 0.1,
        confidence: float = 0.95,
    ) -> Self:
        """A new model, fitted by maximum likelihood.

        Parameters:
            customers: customers still there, one row for the start and one for each renewal, in order of time.
            cohorts: the cohort of each row, where there are several; each may be followed for another time.
            starters: customers at the start of each cohort, where ``customers`` are percentages or shares.
            periods: fit to this many renewals only; the others are held out to check the forecast.
            tolerance: by how much a forecast may be missed and still hold, as a share.
            confidence: level of the intervals.

        A cohort that grows, or nobody who left, raises a ``MethodError``.
        """
        check_confidence(confidence)
        check_tolerance(tolerance)
        table = RetentionTable.of(customers, cohorts, starters=starters, periods=periods)
        likelihood, n = RetentionLikelihood(table.fitted), round(table.n)
        peak = maximise(likelihood, STARTS, n=max(n, 1), rough=likelihood)
        alpha, beta = np.exp(peak.theta).tolist()
        z = critical(confidence)
        values, reach = (alpha, beta), np.exp(z * peak.errors)
        model = type(self)(alpha=alpha, beta=beta, covariance=peak.covariance)
        held = _HeldOut.of(table, model, z, tolerance)
        t = np.arange(1, len(table.lost) + 1)
        curve = np.asarray(model.survival(t))
        low, high = model.limits(lambda at: np.asarray(at.survival(t)), z)
        return type(self)(
            alpha=alpha,
            beta=beta,
            log_likelihood=table.n * peak.mean_log_likelihood,
            n=n,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
            mean_churn=alpha / (alpha + beta),
            fitted_to=table.used,
            stayed=table.retained,
            modelled=curve,
            modelled_low=low,
            modelled_high=high,
            actual_held_out=held.actual,
            forecast_held_out=held.expected,
            forecast_held_out_low=held.low,
            forecast_held_out_high=held.high,
            verdict=held.verdict,
            standard_errors={name: float(v * e) for name, v, e in zip(NAMES, values, peak.errors, strict=True)},
            intervals={name: (float(v / r), float(v * r)) for name, v, r in zip(NAMES, values, reach, strict=True)},
            covariance=peak.covariance,
            boundary=tuple(name for name, vague in zip(NAMES, peak.vague, strict=True) if vague),
        )

    def limits(self, curve: Callable[[ShiftedBetaGeometric], Floats], z: float) -> tuple[Floats, Floats]:
        """Interval of any shares that follow from the parameters: delta method on their log-odds."""
        if self.covariance is None:
            return np.full_like(curve(self), np.nan), np.full_like(curve(self), np.nan)
        theta = np.log(self.parameters)

        def odds(shift: Floats) -> Floats:
            alpha, beta = np.exp(theta + shift).tolist()
            return np.asarray(
                scipy.special.logit(np.clip(curve(type(self)(alpha=alpha, beta=beta)), 1e-300, 1 - 1e-16))
            )

        steps = 1e-4 * np.eye(2)
        slope = np.array([(odds(step) - odds(-step)) / 2e-4 for step in steps])
        reach = z * np.sqrt(np.maximum(np.einsum("it,ij,jt->t", slope, self.covariance, slope), 0))
        middle = odds(np.zeros(2))
        return np.asarray(scipy.special.expit(middle - reach)), np.asarray(scipy.special.expit(middle + reach))

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        found = []
        if self.boundary:
            found.append(
                message(
                    "The data do not show that customers differ: the fit takes retention as the same for all and for "
                    "ever. If they do differ, more will stay than this forecast says. Its parameters have no interval."
                )
            )
        if self.verdict:
            found.append(
                verdict_in_words(
                    Verdict(self.verdict),
                    Estimate(self.actual_held_out, digits=0),
                    Estimate(self.forecast_held_out, self.forecast_held_out_low, self.forecast_held_out_high, digits=0),
                )
            )
        return tuple(found)

    def survival(self, t: IntoColumn | int) -> Floats | float:
        """S(t): share of new customers still there after ``t`` renewals."""
        self._check_fitted()
        times = _renewals(t, least=0)
        share = np.exp(log_rising(self.beta, times) - log_rising(self.alpha + self.beta, times))
        return share if np.ndim(t) else float(share[0])

    def retention(self, t: IntoColumn | int) -> Floats | float:
        """r_t: share of those before renewal ``t`` (1, 2, …) who renew."""
        self._check_fitted()
        times = _renewals(t, least=1)
        rate = (self.beta + times - 1) / (self.alpha + self.beta + times - 1)
        return rate if np.ndim(t) else float(rate[0])

    def discounted_lifetime(
        self, discount_rate: float, *, renewals: int | None = None, confidence: float = 0.95
    ) -> StillToCome:
        """Periods to come, the one that is paid k periods from now counted (1 + rate)^−k.

        Without ``renewals`` that of a new customer, the first payment now (DEL). With ``renewals`` = n that of a
        customer who stands before the n-th renewal, its payment the next (DERL). Times a period's margin it is money.
        Source: [fader2010b].
        """
        self._check_fitted()
        if not (math.isfinite(discount_rate) and discount_rate > 0):
            raise OptionError(
                message(
                    "The discount rate is {value}. It is above 0, such as 0.1 a period; without one the sum may have "
                    "no end.",
                    value=float(discount_rate),
                )
            )
        done = None if renewals is None else float(_renewals(renewals, least=1)[0])

        def total(theta: Floats) -> float:
            alpha, beta = np.exp(theta).tolist()
            now, later = 1.0, 0.0
            if done is not None:
                now, later = (beta + done - 1) / (alpha + beta + done - 1), done
            return now * float(scipy.special.hyp2f1(1, beta + later, alpha + beta + later, 1 / (1 + discount_rate)))

        found = TotalPurchases.by_delta(
            total, np.log(self.parameters), self.covariance, n=self.n, n_missing=0, confidence=confidence
        )
        return StillToCome(
            value=found.value,
            low=found.expected_low,
            high=found.expected_high,
            n=self.n,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
        )

    def simulate(self, n: int, periods: int, *, seed: int) -> Floats:
        """A retention table of ``n`` new customers drawn from this model: the start, then each renewal."""
        self._check_fitted()
        random = np.random.default_rng(seed)
        leave = np.maximum(random.beta(self.alpha, self.beta, n), 1e-15)
        at = random.geometric(leave)
        return np.array([(at > t).sum() for t in range(periods + 1)], dtype=np.float64)

    def _check_fitted(self) -> None:
        if math.isnan(self.alpha):
            raise MethodError(
                message("This model has no parameters yet. Call fit first, or give it {names}.", names=NAMES)
            )


@dataclass(frozen=True)
class _HeldOut:
    """Customers who went through the last renewal, of those there after the last one fitted."""

    actual: float = math.nan
    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    verdict: str = ""

    @classmethod
    def of(cls, table: RetentionTable, model: ShiftedBetaGeometric, z: float, tolerance: float) -> _HeldOut:
        """Estimation error and chance together make the range."""
        whole, used = len(table.lost), table.used
        if used == whole or not table.retained[-1] > 0:
            return cls()

        def ratio(at: ShiftedBetaGeometric) -> Floats:
            return np.array([float(at.survival(whole)) / float(at.survival(used))])

        share = table.retained[-1] / table.retained[used - 1]
        # Of the customers who were followed to the end: those before the last renewal, counted back.
        start = table.at_risk[-1] / (table.retained[-2] / table.retained[used - 1])
        p = float(ratio(model)[0])
        low, high = (float(limit[0]) for limit in model.limits(ratio, z))
        chance = z * math.sqrt(start * p * (1 - p))
        expected, actual = start * p, start * share
        low, high = expected - math.hypot(start * (p - low), chance), expected + math.hypot(start * (high - p), chance)
        found = verdict(actual, expected, low, high, tolerance)
        return cls(actual, expected, max(0.0, low), min(start, high), str(found))


def _renewals(t: IntoColumn | int, *, least: int) -> Floats:
    times = numbers([t] if np.isscalar(t) else t, name="t")
    bad = np.flatnonzero(~((times >= least) & (times == np.floor(times))))
    if bad.size:
        raise OptionError(
            message(
                "Row {row}: {value} renewals. Give a whole number, {least} or more.",
                row=int(bad[0]) + 1,
                value=float(times[bad[0]]),
                least=least,
            )
        )
    return times
