"""What the models of contracts have in common: a share that stays after each renewal, fitted and held out.

A model tells its likelihood and the logarithm of the share still there; intervals, hold-out and lifetimes follow.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
import scipy

from regulars.language import Estimate, Message, message
from regulars.methods.buying.forecast import TotalPurchases
from regulars.methods.buying.maximum import LogLikelihood, maximise
from regulars.methods.buying.parametric import Parametric
from regulars.methods.buying.retention_curve import RetentionTable
from regulars.methods.buying.verdict import Verdict, check_tolerance, verdict, verdict_in_words
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.result import Result

TERMS = 4_096  # of the sum of discounted periods that are added one by one
FADED = 40.0  # e^−40 of a period is nothing
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(120)


@dataclass(frozen=True, kw_only=True)
class StillToCome(Result):
    """Periods that a customer is expected to stay, each discounted to today, with its estimation interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ContractModel(Parametric):
    """Positive parameters; made by ``fit`` or given by name.

    ``stayed`` and ``modelled`` are the shares still there after each renewal, the latter with its estimation interval;
    renewals after ``fitted_to`` were held out, and ``verdict`` says whether the forecast held on them. ``covariance``
    is of the parameters' logarithms, in the order of ``names``.
    """

    minimum_n = 100  # prove/results/buying_recovery.md

    starts: ClassVar[Floats]  # where the search begins, in logarithms
    fewest: ClassVar[int]  # renewals: as many as parameters are asked of them

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

    @abstractmethod
    def _likelihood(self, table: RetentionTable) -> LogLikelihood:
        """Mean log-likelihood of a customer over the logarithms of the parameters, with its gradient."""

    @abstractmethod
    def _log_survival(self, t: Floats) -> Floats:
        """Ln S(t) for checked times."""

    @abstractmethod
    def simulate(self, n: int, periods: int, *, seed: int) -> Floats:
        """A retention table of ``n`` new customers drawn from this model: the start, then each renewal."""

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
        table = RetentionTable.of(customers, cohorts, starters=starters, periods=periods, least=self.fewest)
        likelihood, n = self._likelihood(table.fitted), round(table.n)
        peak = maximise(likelihood, self.starts, n=max(n, 1), rough=likelihood)
        values = np.exp(peak.theta).tolist()
        z = critical(confidence)
        reach = np.exp(z * peak.errors)
        model = self.at(peak.theta, covariance=peak.covariance)
        held = _HeldOut.of(table, model, z, tolerance)
        t = np.arange(1, len(table.lost) + 1)
        curve = np.asarray(model.survival(t))
        low, high = model.limits(lambda at: np.asarray(at.survival(t)), z)
        return self.at(
            peak.theta,
            log_likelihood=table.n * peak.mean_log_likelihood,
            n=n,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
            mean_churn=1 - float(curve[0]),
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
            standard_errors={
                name: float(value * error) for name, value, error in zip(self.names, values, peak.errors, strict=True)
            },
            intervals={
                name: (float(value / by), float(value * by))
                for name, value, by in zip(self.names, values, reach, strict=True)
            },
            covariance=peak.covariance,
            boundary=tuple(name for name, vague in zip(self.names, peak.vague, strict=True) if vague),
        )

    def at(self, theta: Floats, **more: Any) -> Self:
        """The model with these logarithms of its parameters."""
        return type(self)(**dict(zip(self.names, np.exp(theta).tolist(), strict=True)), **more)

    def limits(self, curve: Callable[[Self], Floats], z: float) -> tuple[Floats, Floats]:
        """Interval of any shares that follow from the parameters: delta method on their log-odds."""
        if self.covariance is None:
            return np.full_like(curve(self), np.nan), np.full_like(curve(self), np.nan)
        theta = np.log(self.parameters)

        def odds(shift: Floats) -> Floats:
            return np.asarray(scipy.special.logit(np.clip(curve(self.at(theta + shift)), 1e-300, 1 - 1e-16)))

        steps = 1e-4 * np.eye(len(theta))
        slope = np.array([(odds(step) - odds(-step)) / 2e-4 for step in steps])
        reach = z * np.sqrt(np.maximum(np.einsum("it,ij,jt->t", slope, self.covariance, slope), 0))
        middle = odds(np.zeros(len(theta)))
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
        share = np.exp(self._log_survival(times))
        return share if np.ndim(t) else float(share[0])

    def retention(self, t: IntoColumn | int) -> Floats | float:
        """r_t: share of those before renewal ``t`` (1, 2, …) who renew."""
        self._check_fitted()
        times = _renewals(t, least=1)
        rate = np.exp(self._log_survival(times) - self._log_survival(times - 1))
        return rate if np.ndim(t) else float(rate[0])

    def lifetime(self, done: float | None, discount_rate: float) -> float:
        """Discounted periods of a new customer, or of one who stands before renewal ``done``.

        The first few thousand are added one by one, the rest is the integral that they follow.
        """
        start = 0.0 if done is None else done
        before = 0.0 if done is None else float(self._log_survival(np.array([done - 1.0]))[0])
        delta = math.log1p(discount_rate)
        k = np.arange(TERMS, dtype=np.float64)
        total = float(np.exp(self._log_survival(start + k) - before - delta * k).sum())
        near, far = math.log(TERMS - 0.5), math.log(TERMS + FADED / delta)
        later = np.exp(near + (far - near) * (1 + POINTS) / 2)
        height = later * np.exp(self._log_survival(start + later) - before - delta * later)
        return total + float((far - near) / 2 * (WEIGHTS @ height))

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
            return self.at(theta).lifetime(done, discount_rate)

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

    def _check_fitted(self) -> None:
        if math.isnan(self.parameters[0]):
            raise MethodError(
                message("This model has no parameters yet. Call fit first, or give it {names}.", names=self.names)
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
    def of(cls, table: RetentionTable, model: ContractModel, z: float, tolerance: float) -> _HeldOut:
        """Estimation error and chance together make the range."""
        whole, used = len(table.lost), table.used
        if used == whole or not table.retained[-1] > 0:
            return cls()

        def ratio(at: ContractModel) -> Floats:
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
