"""What the models of buying have in common: fitting, and what follows from what a customer will do while alive.

A model tells four things: its likelihood, the log-odds that a customer has left, and for a customer who is still
there the mean number of purchases in a time and the chance of at least n. Everything else is the same for all.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import scipy

from regulars.language import Message, message, plural
from regulars.methods.buying.described import Described, described, spans_of
from regulars.methods.buying.discounting import discounted
from regulars.methods.buying.forecast import PurchaseForecast, TotalPurchases, smallest_enough
from regulars.methods.buying.histories import (
    Histories,
    check_enough,
    checked,
    distinct,
    grouped,
    histories,
    horizon,
)
from regulars.methods.buying.maximum import LogLikelihood, Maximum, maximise
from regulars.methods.buying.parametric import Parametric
from regulars.methods.columns import Floats, IntoColumn, Ints
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical

FEW = 1_000  # customers who are not worth grouping


@dataclass(frozen=True, kw_only=True)
class BuyingModel(Parametric):
    """Positive parameters; made by ``fit`` or given by name.

    ``covariance`` is of the parameters' logarithms, in the order of ``names``; ``intervals`` and
    ``standard_errors`` are by name. ``boundary`` names parameters that the data do not determine: they have
    neither. ``customers_by_purchases`` counts the customers with 0, 1, … repeat purchases (the last: or more) and
    ``observed_for`` holds their T by quantile: what ``described`` compares the model with.
    """

    minimum_n = 300  # prove/results/buying_recovery.md: below, the interval of the total holds too seldom

    in_time: ClassVar[tuple[str, ...]] = ()  # those in the unit of time
    enough_to_find: ClassVar[int] = 2_000  # distinct histories that show where the maximum lies
    starts: ClassVar[Floats]  # where the search begins, in logarithms, T having the mean 1

    log_likelihood: float = math.nan
    n: int = 0
    standard_errors: dict[str, float] = field(default_factory=dict, compare=False)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)
    covariance: Floats | None = field(default=None, compare=False, repr=False)
    boundary: tuple[str, ...] = ()
    customers_by_purchases: Floats | None = field(default=None, compare=False, repr=False)
    observed_for: Floats | None = field(default=None, compare=False, repr=False)

    def fit(
        self,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        counts: IntoColumn | None = None,
        *,
        confidence: float = 0.95,
        start: Self | None = None,
    ) -> Self:
        """A new model, fitted by maximum likelihood.

        Parameters:
            frequency: repeat purchases of each customer (x in the paper): whole numbers, 0 or more.
            recency: time from the first purchase to the last (t_x); 0 where frequency is 0.
            T: time from the first purchase to the end of observation, in the same unit, at least recency.
            counts: how many customers each row stands for; exactly as if the row were repeated.
            confidence: level of ``intervals``.
            start: the same model of almost the same customers, as of yesterday: the search begins there.

        A customer with a missing number is left out and counted in ``n_missing``. Nobody with a repeat
        purchase raises ``TooFewAnswersError``; a search that ends below the top raises ``ConvergenceError``.
        """
        return self.fit_rows(self.grouped(frequency, recency, T, counts), confidence=confidence, start=start)

    def fit_rows(self, rows: Histories, *, confidence: float = 0.95, start: Self | None = None) -> Self:
        """The same of histories that are grouped already: two models of the same customers need that once."""
        check_confidence(confidence)
        check_enough(rows)
        scale = float(np.average(rows.T, weights=rows.counts)) if self.in_time else 1.0
        scaled = Histories(rows.frequency, rows.recency / scale, rows.T / scale, rows.counts, rows.n_missing)
        full = self._likelihood(scaled)
        step = -(-len(rows.T) // self.enough_to_find)
        rough = full if step == 1 else self._likelihood(scaled.every(step))
        near = None if start is None else start.in_scale(scale)
        peak = maximise(full, self.starts, n=rows.n, rough=rough, near=near)
        return self._from_peak(peak, rows, scale, confidence)

    def in_scale(self, scale: float) -> Floats:
        """Logarithms of the parameters, time in units of ``scale``."""
        return np.log([getattr(self, name) / (scale if name in self.in_time else 1.0) for name in self.names])

    @abstractmethod
    def _likelihood(self, rows: Histories) -> LogLikelihood:
        """Mean log-likelihood of a customer over the logarithms of the parameters, with its gradient."""

    @abstractmethod
    def _log_odds_gone(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Log-odds that a customer has dropped out by T; −∞ where that cannot be."""

    @abstractmethod
    def mean_if_alive(self, x: Floats, T: Floats, t: Floats) -> Floats:
        """Mean purchases within ``t`` of a customer with x purchases in T who is alive; broadcasts."""

    @abstractmethod
    def at_least_if_alive(self, n: Floats, x: Floats, T: Floats, t: Floats) -> Floats:
        """P(N ≥ n) of the same customer, for whole n ≥ 0; broadcasts."""

    def up_to_if_alive(self, most: int, x: float, T: Floats, t: Floats) -> Floats:
        """P(N ≥ n) for n from 1 to ``most``, one column each, of customers with x purchases; columns T and t."""
        return self.at_least_if_alive(np.arange(1.0, most + 1)[None, :], np.array([[x]]), T, t)

    @abstractmethod
    def simulate(self, T: IntoColumn, *, seed: int) -> tuple[Floats, Floats]:
        """Frequency and recency of new customers observed for ``T`` each, drawn from this model."""

    @property
    def stays(self) -> float:
        """Probability that a new customer is still one after the first purchase."""
        return 1.0

    @property
    def pace(self) -> float:
        """A time in which a new customer's future takes shape: where its mean is looked at most closely."""
        return 1.0

    def checked(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
        """Three rows of numbers that can be histories."""
        return checked(frequency, recency, T)

    def grouped(
        self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn, counts: IntoColumn | None
    ) -> Histories:
        """Distinct histories with their counts."""
        if self.in_time:
            return histories(frequency, recency, T, counts=counts)
        return grouped(self.checked(frequency, recency, T), counts)

    def _time(self, t: IntoColumn | float, size: int | None = None) -> Floats:
        """Checked horizons."""
        return horizon(t, size)

    def _from_peak(self, peak: Maximum, rows: Histories, scale: float, confidence: float) -> Self:
        found = np.exp(peak.theta).tolist()
        values = {
            name: value * scale if name in self.in_time else value
            for name, value in zip(self.names, found, strict=True)
        }
        reach = np.exp(critical(confidence) * peak.errors)
        # Time was measured in scales: each of the x purchases of a customer brings a factor 1/scale.
        shift = float(rows.counts @ rows.frequency) * math.log(scale)
        observed, spans = spans_of(rows)
        return type(self)(
            **values,
            log_likelihood=rows.n * peak.mean_log_likelihood - shift,
            n=rows.n,
            n_missing=rows.n_missing,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
            standard_errors={name: float(values[name] * peak.errors[j]) for j, name in enumerate(self.names)},
            intervals={
                name: (float(values[name] / reach[j]), float(values[name] * reach[j]))
                for j, name in enumerate(self.names)
            },
            covariance=peak.covariance,
            boundary=tuple(name for name, vague in zip(self.names, peak.vague, strict=True) if vague),
            customers_by_purchases=observed,
            observed_for=spans,
        )

    def described(self) -> Described | None:
        """How many customers the model expects with 0, 1, … repeat purchases, beside those there were.

        ``None`` for a model that was given its parameters.
        """
        if self.customers_by_purchases is None or self.observed_for is None:
            return None
        return described(self.customers_by_purchases, self.observed_for, self.chances_new)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        found = []
        if self.boundary:
            found.append(
                plural(
                    "The data do not determine {names}: the likelihood stays almost level as it grows or shrinks. "
                    "Forecasts hold, but the parameter means nothing by itself and has no interval.",
                    "The data do not determine {names}: the likelihood stays almost level as they grow or shrink. "
                    "Forecasts hold, but the parameters mean nothing by themselves and have no interval.",
                    len(self.boundary),
                    names=self.boundary,
                )
            )
        check = self.described()
        if check is not None and not check.holds:
            found.append(check.words)
        return tuple(found)

    def probability_alive(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
        """Probability that each customer has not dropped out by T; NaN where a number is missing."""
        self._check_fitted()
        return self.alive(*self.checked(frequency, recency, T))

    def alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """The same for columns that are checked already."""
        return np.asarray(scipy.special.expit(-self._log_odds_gone(x, t_x, T)))

    def expected_purchases(
        self, t: IntoColumn | float, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn
    ) -> Floats:
        """Expected purchases of each customer in the next ``t`` units of time, given the history.

        ``t`` is one horizon for all or one for each.
        """
        self._check_fitted()
        x, t_x, end = self.checked(frequency, recency, T)
        time = self._time(t, len(x))
        if len(x) < FEW:
            return self.alive(x, t_x, end) * self.mean_if_alive(x, end, time)
        # What a customer will do while alive hangs on x, T and t alone: asked once for each kind.
        (some_x, some_end, some_time), place = distinct(x, end, time)
        return np.asarray(self.alive(x, t_x, end) * self.mean_if_alive(some_x, some_end, some_time)[place])

    def discounted_purchases(
        self,
        discount_rate: float,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        *,
        horizon: float = math.inf,
    ) -> Floats:
        """Expected purchases of each customer within ``horizon``, each discounted to today (DERT where infinite).

        ``discount_rate`` is per unit of time: a purchase at time t from now counts (1 + rate)^−t, compounded
        without steps, so that δ = ln(1 + rate) is the continuous rate of the papers.
        """
        self._check_fitted()
        check_discount(discount_rate, horizon)
        x, t_x, end = self.checked(frequency, recency, T)
        (some_x, some_end), place = distinct(x, end)
        paid = self.discounted_if_alive(some_x, some_end, horizon, math.log1p(discount_rate))
        return np.asarray(self.alive(x, t_x, end) * paid[place])

    def discounted_if_alive(self, x: Floats, T: Floats, horizon: float, delta: float) -> Floats:
        """∫ e^(−δt) dE(t) up to the horizon for a customer who is alive."""
        return discounted(lambda t: self.mean_if_alive(x, T, t), x + T, horizon, delta, self.pace)

    def expected_new(self, t: IntoColumn | float) -> Floats | float:
        """E[X(t)]: expected repeat purchases of a new customer within ``t`` of the first."""
        self._check_fitted()
        time = self._time(t)
        none = np.zeros_like(time)
        mean = self.stays * self.mean_if_alive(none, none, time)
        return mean if np.ndim(t) else float(mean[0])

    def probability_new(self, n: IntoColumn | int, t: float) -> Floats | float:
        """P(X(t) = n): probability that a new customer repeats exactly ``n`` times within ``t``."""
        self._check_fitted()
        wanted = np.atleast_1d(np.asarray(n, dtype=np.float64))
        chance = self.chances_new(wanted, self._time(t, len(wanted)))
        return chance if np.ndim(n) else float(chance[0])

    def chances_new(self, n: Floats, t: Floats) -> Floats:
        """The same for checked numbers of one shape; broadcasts."""

        def at_least(k: Floats) -> Floats:
            chance = self.stays * self.at_least_if_alive(k, np.zeros_like(t), np.zeros_like(t), t)
            return np.where(k <= 0, 1.0, chance)

        return at_least(n) - at_least(n + 1)

    def probability(
        self, n: IntoColumn | int, t: float, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn
    ) -> Floats:
        """P(exactly ``n`` purchases in the next ``t``) of each customer, given the history.

        ``n`` is one number for all or one for each.
        """
        self._check_fitted()
        x, t_x, end = self.checked(frequency, recency, T)
        wanted = np.broadcast_to(np.asarray(n, dtype=np.float64), x.shape)
        time, alive = self._time(t, len(x)), self.alive(x, t_x, end)

        def at_least(k: Floats) -> Floats:
            return np.where(k <= 0, 1.0, alive * self.at_least_if_alive(k, x, end, time))

        return np.asarray(at_least(wanted) - at_least(wanted + 1))

    def predict(
        self,
        t: IntoColumn | float,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        *,
        range_level: float = 0.8,
    ) -> PurchaseForecast:
        """Predictive range of each customer's purchases in the next ``t``, from the exact distribution.

        ``range_level`` is the least probability that the range holds. The parameters are taken as known:
        beside one customer's chance their error is small.
        """
        self._check_fitted()
        check_confidence(range_level)
        x, t_x, end = self.checked(frequency, recency, T)
        time, alive = self._time(t, len(x)), self.alive(x, t_x, end)
        tail = (1 - range_level) / 2
        none = 1 - alive * self.at_least_if_alive(np.ones_like(x), x, end, time)

        def above(n: Floats, who: Ints) -> Floats:
            return np.asarray(alive[who] * self.at_least_if_alive(n + 1, x[who], end[who], time[who]))

        return PurchaseForecast(
            expected=alive * self.mean_if_alive(x, end, time),
            chance_of_none=none,
            predicted_low=smallest_enough(above, tail, missing=np.isnan(none)),
            predicted_high=smallest_enough(above, 1 - tail, missing=np.isnan(none)),
            range_level=range_level,
            n=int((~np.isnan(none)).sum()),
            n_missing=int(np.isnan(none).sum()),
        )

    def total_expected_purchases(
        self,
        t: float,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        counts: IntoColumn | None = None,
        *,
        confidence: float = 0.95,
    ) -> TotalPurchases:
        """Expected purchases of all these customers together in the next ``t``, with its estimation interval.

        The interval is for the expectation: it carries the error of the parameters (delta method on the
        logarithms, from the observed information), not the chance of what customers will then do.
        """
        self._check_fitted()
        rows = self.grouped(frequency, recency, T, counts)
        time = self._time(t, len(rows.T))

        def total(theta: Floats) -> float:
            model = self.at(theta)
            return float(rows.counts @ model.expected_purchases(time, rows.frequency, rows.recency, rows.T))

        return TotalPurchases.by_delta(
            total,
            np.log(self.parameters),
            self.covariance,
            n=rows.n,
            n_missing=rows.n_missing,
            confidence=check_confidence(confidence),
        )

    def at(self, theta: Floats) -> Self:
        """The model with these logarithms of its parameters."""
        return type(self)(**dict(zip(self.names, np.exp(theta).tolist(), strict=True)))

    def _check_fitted(self) -> None:
        if np.isnan(self.parameters[0]):
            raise MethodError(
                message("This model has no parameters yet. Call fit first, or give it {names}.", names=self.names)
            )


def check_discount(discount_rate: float, horizon: float) -> None:
    """A rate of 0 or more and a time above 0; for ever only where later money counts less."""
    if not (math.isfinite(discount_rate) and discount_rate >= 0):
        raise OptionError(
            message("The discount rate is {value}. It is 0 or more, such as 0.0027 a week.", value=float(discount_rate))
        )
    if not horizon > 0:
        raise OptionError(message("The horizon is {value}. It is a length of time above 0.", value=float(horizon)))
    if discount_rate == 0 and math.isinf(horizon):
        raise OptionError(
            message("Without a discount rate the sum has no end. Give a rate above 0, or a horizon that ends.")
        )
