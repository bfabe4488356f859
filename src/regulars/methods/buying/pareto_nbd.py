"""Pareto/NBD: purchases at a varying rate, until the customer silently leaves at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regulars.language import message
from regulars.methods.buying import pareto
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.registry import method


@method(
    message("How much will our customers still buy, and who may have left at any time since?"),
    rows=("V01",),
    name="pareto_nbd",
    minimum_n=BuyingModel.minimum_n,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class ParetoNBD(BuyingModel):
    """Pareto/NBD model of repeat purchases without contract.

    While alive, a customer buys at random times at a rate λ ~ Gamma(r, alpha) and leaves for good at a rate
    μ ~ Gamma(s, beta), at any time and not only after a purchase: silence counts against one-time buyers too.
    ``alpha`` and ``beta`` are in the time unit of the data. The likelihood is flat in s and beta together, so their
    intervals are wide; forecasts do not feel that.

    Source: [schmittlein1987], [fader2005c].

    >>> model = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    >>> model.probability_alive([2, 0], [30.43, 0], [38.86, 38.86]).round(3).tolist()
    [0.869, 0.295]
    >>> model.expected_purchases(39, [2], [30.43], [38.86]).round(3).tolist()
    [1.455]
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    in_time: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    enough_to_find: ClassVar[int] = 500  # each costs an integral
    starts: ClassVar[Floats] = np.log(
        [(1.0, 1.0, 1.0, 1.0), (0.5, 0.3, 0.6, 0.35), (3.0, 1.0, 0.3, 3.0), (0.3, 0.1, 3.0, 30.0)]
    )

    r: float = np.nan
    alpha: float = np.nan
    s: float = np.nan
    beta: float = np.nan

    def _likelihood(self, rows: Histories) -> pareto.ParetoLikelihood:
        return pareto.ParetoLikelihood(rows)

    def _log_odds_gone(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        return pareto.log_odds_gone(x, t_x, T, (self.r, self.alpha, self.s, self.beta))

    def mean_if_alive(self, x: Floats, T: Floats, t: Floats) -> Floats:
        """Mean purchases within ``t`` of a customer who is alive. Source: [fader2005c]."""
        return pareto.mean_purchases(self.r + x, self.alpha + T, self.s, self.beta + T, t)

    def at_least_if_alive(self, n: Floats, x: Floats, T: Floats, t: Floats) -> Floats:
        """P(N ≥ n) of a customer who is alive."""
        return pareto.chance_of_at_least(n, self.r + x, self.alpha + T, self.s, self.beta + T, t)

    def discounted_if_alive(self, x: Floats, T: Floats, horizon: float, delta: float) -> Floats:
        """Expected purchases of a customer who is alive, discounted: DERT where the horizon is infinite."""
        if delta == 0:
            return self.mean_if_alive(x, T, np.full_like(x, horizon))
        spans, place = np.unique(T, return_inverse=True)
        time = pareto.discounted_time(self.s, self.beta + spans, horizon, delta)
        return np.asarray((self.r + x) / (self.alpha + T) * time[place])

    def simulate(self, T: IntoColumn, *, seed: int) -> tuple[Floats, Floats]:
        """Frequency and recency of new customers observed for ``T`` each, drawn from this model."""
        self._check_fitted()
        end = numbers(T, name="T")
        random = np.random.default_rng(seed)
        stays = random.exponential(size=len(end)) / np.maximum(random.gamma(self.s, 1 / self.beta, len(end)), 1e-300)
        until = np.minimum(stays, end)
        frequency = random.poisson(random.gamma(self.r, 1 / self.alpha, len(end)) * until).astype(np.float64)
        last = until * random.beta(np.maximum(frequency, 1), 1)
        return frequency, np.where(frequency > 0, last, 0.0)

    @property
    def pace(self) -> float:
        """The time that the mean of a new customer bends in."""
        return self.beta
