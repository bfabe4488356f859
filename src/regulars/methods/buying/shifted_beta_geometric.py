"""Shifted beta-geometric: how many stay at each renewal of a contract, and how long they still will."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regulars.language import message
from regulars.methods.buying.beta_geometric import log_rising, rising_slope
from regulars.methods.buying.contracts import ContractModel
from regulars.methods.buying.digits import log_beta_ratio
from regulars.methods.buying.retention_curve import RetentionTable
from regulars.methods.columns import Floats
from regulars.methods.registry import method


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


@method(
    message("How many customers stay at each renewal of their contract, and for how long?"),
    rows=("V01", "V10"),
    name="shifted_beta_geometric",
    minimum_n=ContractModel.minimum_n,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class ShiftedBetaGeometric(ContractModel):
    """Shifted beta-geometric model of contracts that are renewed or not.

    At each renewal a customer leaves with a probability θ of their own, θ ~ Beta(alpha, beta). Retention rises with
    time though nobody changes: those who were going to leave have left.

    Source: [fader2007], [fader2010b].

    >>> there = [1000, 869, 743, 653, 593, 551, 517, 491]
    >>> model = ShiftedBetaGeometric().fit(there)
    >>> round(model.alpha, 3), round(model.beta, 3), round(model.survival(12), 3)
    (0.668, 3.806, 0.378)
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    starts: ClassVar[Floats] = np.log([(1.0, 1.0), (0.5, 3.0), (5.0, 20.0), (50.0, 200.0)])
    fewest: ClassVar[int] = 2

    alpha: float = math.nan
    beta: float = math.nan

    def _likelihood(self, table: RetentionTable) -> RetentionLikelihood:
        return RetentionLikelihood(table)

    def _log_survival(self, t: Floats) -> Floats:
        return log_beta_ratio(self.alpha, self.beta, t)

    def simulate(self, n: int, periods: int, *, seed: int) -> Floats:
        """A retention table of ``n`` new customers drawn from this model: the start, then each renewal."""
        self._check_fitted()
        random = np.random.default_rng(seed)
        leave = np.maximum(random.beta(self.alpha, self.beta, n), 1e-15)
        at = random.geometric(leave)
        return np.array([(at > t).sum() for t in range(periods + 1)], dtype=np.float64)
