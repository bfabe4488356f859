"""What BG/NBD and MBG/NBD have in common: fitting, and what follows from the four parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import scipy

from regulars.language import Message, message, plural
from regulars.methods.buying import future
from regulars.methods.buying.beta_geometric import BetaGeometricLikelihood, log_odds_gone
from regulars.methods.buying.forecast import PurchaseForecast, TotalPurchases
from regulars.methods.buying.histories import Histories, check_enough, checked, histories, horizon
from regulars.methods.buying.maximum import Maximum, maximise
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.result import Result

PARAMETERS = ("r", "alpha", "a", "b")
# In time units of the mean T: everybody alike and lively; few purchases and varied; many small rates and loyal;
# either loyal for ever or gone at once.
STARTS = np.log([(1.0, 1.0, 1.0, 1.0), (0.25, 0.15, 0.8, 2.5), (3.0, 1.0, 0.1, 2.0), (1.0, 1.0, 0.02, 0.1)])
ENOUGH_TO_FIND = 2_000  # distinct histories that show where the maximum lies


@dataclass(frozen=True, kw_only=True)
class BetaGeometric(Result):
    """Four positive parameters; made by ``fit`` or given by name.

    ``alpha`` is in the time unit of the data. ``covariance`` is of the parameters' logarithms, in the order
    r, alpha, a, b; ``intervals`` and ``standard_errors`` are by name. ``boundary`` names parameters that the
    data do not determine: they have neither.
    """

    drops_at_first: ClassVar[bool]

    r: float = np.nan
    alpha: float = np.nan
    a: float = np.nan
    b: float = np.nan
    log_likelihood: float = np.nan
    n: int = 0
    standard_errors: dict[str, float] = field(default_factory=dict, compare=False)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)
    covariance: Floats | None = field(default=None, compare=False, repr=False)
    boundary: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Either no parameter (a model to be fitted) or four positive ones."""
        given = np.array(self.parameters)
        if not np.isnan(given).all() and not (np.isfinite(given) & (given > 0)).all():
            raise OptionError(
                message(
                    "A model takes all of r, alpha, a and b, each above 0; given: {values}.", values=self.parameters
                )
            )

    @property
    def parameters(self) -> tuple[float, float, float, float]:
        """The four, in the order r, alpha, a, b."""
        return self.r, self.alpha, self.a, self.b

    def fit(
        self,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        counts: IntoColumn | None = None,
        *,
        confidence: float = 0.95,
    ) -> Self:
        """A new model, fitted by maximum likelihood.

        Parameters:
            frequency: repeat purchases of each customer (x in the paper): whole numbers, 0 or more.
            recency: time from the first purchase to the last (t_x); 0 where frequency is 0.
            T: time from the first purchase to the end of observation, in the same unit, at least recency.
            counts: how many customers each row stands for; exactly as if the row were repeated.
            confidence: level of ``intervals``.

        A customer with a missing number is left out and counted in ``n_missing``. Nobody with a repeat
        purchase raises ``TooFewAnswersError``; a search that ends below the top raises ``ConvergenceError``.
        """
        check_confidence(confidence)
        rows = histories(frequency, recency, T, counts=counts)
        check_enough(rows)
        scale = float(np.average(rows.T, weights=rows.counts))
        scaled = Histories(rows.frequency, rows.recency / scale, rows.T / scale, rows.counts, rows.n_missing)
        full = self._likelihood(scaled)
        step = -(-len(rows.T) // ENOUGH_TO_FIND)
        peak = maximise(full, STARTS, n=rows.n, rough=full if step == 1 else self._likelihood(scaled.every(step)))
        return self._from_peak(peak, rows, scale, confidence)

    def _likelihood(self, rows: Histories) -> BetaGeometricLikelihood:
        return BetaGeometricLikelihood(rows, drops_at_first=self.drops_at_first)

    def _from_peak(self, peak: Maximum, rows: Histories, scale: float, confidence: float) -> Self:
        r, alpha, a, b = np.exp(peak.theta).tolist()
        values = dict(zip(PARAMETERS, (r, alpha * scale, a, b), strict=True))
        reach = np.exp(critical(confidence) * peak.errors)
        # Time was measured in scales: each of the x purchases of a customer brings a factor 1/scale.
        shift = float(rows.counts @ rows.frequency) * math.log(scale)
        return type(self)(
            **values,
            log_likelihood=rows.n * peak.mean_log_likelihood - shift,
            n=rows.n,
            n_missing=rows.n_missing,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
            standard_errors={name: float(values[name] * peak.errors[j]) for j, name in enumerate(PARAMETERS)},
            intervals={
                name: (float(values[name] / reach[j]), float(values[name] * reach[j]))
                for j, name in enumerate(PARAMETERS)
            },
            covariance=peak.covariance,
            boundary=tuple(name for name, vague in zip(PARAMETERS, peak.vague, strict=True) if vague),
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        if not self.boundary:
            return ()
        return (
            plural(
                "The data do not determine {names}: the likelihood stays almost level as it grows or shrinks. "
                "Forecasts hold, but the parameter means nothing by itself and has no interval.",
                "The data do not determine {names}: the likelihood stays almost level as they grow or shrink. "
                "Forecasts hold, but the parameters mean nothing by themselves and have no interval.",
                len(self.boundary),
                names=self.boundary,
            ),
        )

    def probability_alive(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
        """Probability that each customer has not dropped out by T; NaN where a number is missing."""
        self._check_fitted()
        return self._alive(*checked(frequency, recency, T))

    def expected_purchases(
        self, t: IntoColumn | float, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn
    ) -> Floats:
        """Expected purchases of each customer in the next ``t`` units of time, given the history.

        ``t`` is one horizon for all or one for each. Source: [fader2005a] equation 10.
        """
        self._check_fitted()
        x, t_x, end = checked(frequency, recency, T)
        return self._alive(x, t_x, end) * future.mean_purchases(*self.posterior(x, end), horizon(t, len(x)))

    def expected_new(self, t: IntoColumn | float) -> Floats | float:
        """E[X(t)]: expected repeat purchases of a new customer within ``t`` of the first."""
        self._check_fitted()
        time = horizon(t)
        mean = self._stays * future.mean_purchases(*self._prior(np.ones_like(time)), time)
        return mean if np.ndim(t) else float(mean[0])

    def probability_new(self, n: IntoColumn | int, t: float) -> Floats | float:
        """P(X(t) = n): probability that a new customer repeats exactly ``n`` times within ``t``."""
        self._check_fitted()
        wanted = np.atleast_1d(np.asarray(n, dtype=np.float64))
        shape, rate, a, b = self._prior(np.ones_like(wanted))
        time = horizon(t, len(wanted))

        def at_least(k: Floats) -> Floats:
            chance = self._stays * future.chance_of_at_least(k, shape, rate, a, b, time)
            return np.where(k <= 0, 1.0, chance)

        chance = at_least(wanted) - at_least(wanted + 1)
        return chance if np.ndim(n) else float(chance[0])

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
        x, t_x, end = checked(frequency, recency, T)
        time, alive, posterior = horizon(t, len(x)), self._alive(x, t_x, end), self.posterior(x, end)
        tail = (1 - range_level) / 2
        none = 1 - alive * future.chance_of_at_least(np.ones_like(x), *posterior, time)
        return PurchaseForecast(
            expected=alive * future.mean_purchases(*posterior, time),
            chance_of_none=none,
            predicted_low=future.quantile(tail, alive, *posterior, time),
            predicted_high=future.quantile(1 - tail, alive, *posterior, time),
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
        rows = histories(frequency, recency, T, counts=counts)
        time = horizon(t, len(rows.T))

        def total(theta: Floats) -> float:
            model = type(self)(**dict(zip(PARAMETERS, np.exp(theta).tolist(), strict=True)))
            return float(rows.counts @ model.expected_purchases(time, rows.frequency, rows.recency, rows.T))

        return TotalPurchases.by_delta(
            total,
            np.log(self.parameters),
            self.covariance,
            n=rows.n,
            n_missing=rows.n_missing,
            confidence=check_confidence(confidence),
        )

    def simulate(self, T: IntoColumn, *, seed: int) -> tuple[Floats, Floats]:
        """Frequency and recency of new customers observed for ``T`` each, drawn from this model."""
        self._check_fitted()
        end = numbers(T, name="T")
        random = np.random.default_rng(seed)
        bought = random.poisson(random.gamma(self.r, 1 / self.alpha, len(end)) * end)
        # A geometric number overflows as p goes to 0; nobody lives to buy that often.
        p = np.maximum(random.beta(self.a, self.b, len(end)), 1e-15)
        allowed = random.geometric(p) - self.drops_at_first
        frequency = np.minimum(bought, allowed)
        # Purchase k of n at random times falls where the k-th of n uniform numbers does.
        some = frequency > 0
        recency = np.zeros(len(end))
        place = random.beta(np.maximum(frequency, 1), bought - frequency + 1)
        recency[some] = (place * end)[some]
        return frequency.astype(np.float64), recency

    @property
    def _stays(self) -> float:
        """Probability that a new customer is still one after the first purchase."""
        return self.b / (self.a + self.b) if self.drops_at_first else 1.0

    def _prior(self, ones: Floats) -> tuple[Floats, Floats, float, Floats]:
        """Shape, rate, a and b of a customer who survived the first purchase."""
        return self.r * ones, self.alpha * ones, self.a, (self.b + self.drops_at_first) * ones

    def posterior(self, x: Floats, T: Floats) -> tuple[Floats, Floats, float, Floats]:
        """Shape, rate, a and b of a customer with this history who is alive at T."""
        return self.r + x, self.alpha + T, self.a, self.b + x + self.drops_at_first

    def _alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        odds = log_odds_gone(x, t_x, T, self.parameters, drops_at_first=self.drops_at_first)
        return np.asarray(scipy.special.expit(-odds))

    def _check_fitted(self) -> None:
        if np.isnan(self.r):
            raise MethodError(
                message("This model has no parameters yet. Call fit first, or give it r, alpha, a and b.")
            )
