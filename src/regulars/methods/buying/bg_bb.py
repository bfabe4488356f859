"""BG/BB: purchases at set occasions, until the customer silently leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regulars.language import message
from regulars.methods.buying import beta_binomial
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.histories import Histories, checked, horizon
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.registry import method


@method(
    message("Who comes back at the next occasion, where each occasion is taken or not?"),
    rows=("V01",),
    name="bg_bb",
    minimum_n=BuyingModel.minimum_n,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class BetaGeoBetaBinomial(BuyingModel):
    """Beta-geometric/beta-binomial model of purchases at set occasions, such as one donation a year or none.

    At each occasion a customer who is still there buys with probability p ~ Beta(alpha, beta); before each they leave
    for good with probability θ ~ Beta(gamma, delta). ``T`` counts the occasions after the first purchase, ``recency``
    is the number of the last one at which they bought (0 for none), ``frequency`` how many were taken.
    Times ahead count occasions too.

    Source: [fader2010].

    >>> model = BetaGeoBetaBinomial(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    >>> model.probability_alive([0, 2, 6], [0, 4, 6], [6, 6, 6]).round(2).tolist()
    [0.11, 0.59, 0.93]
    >>> model.expected_purchases(5, [6], [6], [6]).round(2).tolist()
    [3.75]
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")
    starts: ClassVar[Floats] = np.log(
        [(1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 0.5, 3.0), (0.3, 1.5, 0.1, 2.0), (3.0, 9.0, 1.0, 10.0)]
    )

    alpha: float = np.nan
    beta: float = np.nan
    gamma: float = np.nan
    delta: float = np.nan

    def checked(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
        columns = checked(frequency, recency, T)
        for name, values in zip(("frequency", "recency", "T"), columns, strict=True):
            broken = beta_binomial.whole(values)
            if broken.size:
                raise MethodError(
                    message(
                        "Row {row}: {column} is {value}. This model counts occasions: a whole number.",
                        row=int(broken[0]) + 1,
                        column=name,
                        value=float(values[broken[0]]),
                    )
                )
        more = np.flatnonzero(columns[0] > columns[1])
        if more.size:
            raise MethodError(
                message(
                    "Row {row}: {bought} purchases by occasion {last}. There is one at most at each occasion.",
                    row=int(more[0]) + 1,
                    bought=float(columns[0][more[0]]),
                    last=float(columns[1][more[0]]),
                )
            )
        return columns

    def _time(self, t: IntoColumn | float, size: int | None = None) -> Floats:
        found = horizon(t, size)
        broken = beta_binomial.whole(found)
        if broken.size:
            raise OptionError(
                message(
                    "The horizon t is {value}. This model counts occasions: a whole number.",
                    value=float(found[broken[0]]),
                )
            )
        return found

    def _likelihood(self, rows: Histories) -> beta_binomial.BetaBinomialLikelihood:
        return beta_binomial.BetaBinomialLikelihood(rows)

    def _log_odds_gone(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        return beta_binomial.log_odds_gone(x, t_x, T, (self.alpha, self.beta, self.gamma, self.delta))

    def probability_alive(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn) -> Floats:
        """Probability that each customer is still there at the next occasion; NaN where a number is missing."""
        self._check_fitted()
        x, t_x, n = self.checked(frequency, recency, T)
        return np.asarray(self.alive(x, t_x, n) * (self.delta + n) / (self.gamma + self.delta + n))

    def mean_if_alive(self, x: Floats, T: Floats, t: Floats) -> Floats:
        """Mean purchases at the next ``t`` occasions of a customer who was there at the last. Source: [fader2010]."""
        p = (self.alpha + x) / (self.alpha + self.beta + T)
        return beta_binomial.mean_purchases(p, self.gamma, self.delta + T, t)

    def at_least_if_alive(self, n: Floats, x: Floats, T: Floats, t: Floats) -> Floats:
        """P(N ≥ n) of the same customer."""
        return beta_binomial.chance_of_at_least(n, self.alpha + x, self.beta + T - x, self.gamma, self.delta + T, t)

    def discounted_if_alive(self, x: Floats, T: Floats, horizon: float, delta: float) -> Floats:
        """Expected purchases of the same customer, the k-th occasion from now discounted by e^(−delta·k)."""
        if np.isfinite(horizon):
            self._time(horizon)
        spans, place = np.unique(self.delta + T, return_inverse=True)
        times = beta_binomial.discounted_occasions(self.gamma, spans, horizon, float(np.expm1(delta)))
        return np.asarray((self.alpha + x) / (self.alpha + self.beta + T) * times[place])

    def simulate(self, T: IntoColumn, *, seed: int) -> tuple[Floats, Floats]:
        """Frequency and recency of new customers with ``T`` occasions each, drawn from this model."""
        self._check_fitted()
        n = self._time(numbers(T, name="T"))
        random = np.random.default_rng(seed)
        leave = np.maximum(random.beta(self.gamma, self.delta, len(n)), 1e-15)
        there = np.minimum(random.geometric(leave) - 1, n)
        p = random.beta(self.alpha, self.beta, len(n))
        took = (random.random((len(n), int(n.max(initial=0)))) < p[:, None]) & (
            np.arange(1, int(n.max(initial=0)) + 1) <= there[:, None]
        )
        last = np.where(took.any(axis=1), took.shape[1] - took[:, ::-1].argmax(axis=1), 0) if took.size else 0 * n
        return took.sum(axis=1).astype(np.float64), np.asarray(last, dtype=np.float64)
