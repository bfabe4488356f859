"""Beta-discrete-Weibull: contracts where a customer's own chance to leave rises or falls with time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
import scipy

from regulars.language import Estimate, Message, message
from regulars.methods.buying.contracts import ContractModel
from regulars.methods.buying.digits import log_beta_ratio, slope_of_log_gamma_ratio
from regulars.methods.buying.retention_curve import RetentionTable
from regulars.methods.buying.shifted_beta_geometric import ShiftedBetaGeometric
from regulars.methods.columns import Floats, IntoColumn
from regulars.methods.registry import method

FAR = 25.0  # e^25 renewals of a customer's own time: everybody has left, and more makes no difference


class WeibullLikelihood:
    """Mean log-likelihood of a customer over (ln α, ln β, ln c)."""

    def __init__(self, table: RetentionTable) -> None:
        self.log_t = np.log(np.arange(1.0, len(table.lost) + 1))
        self.lost, self.kept = table.lost / table.n, table.kept / table.n

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        alpha, beta, c = np.exp(theta)
        power = c * self.log_t
        time = np.exp(np.minimum(power, FAR))
        there = log_beta_ratio(alpha, beta, time)
        left = slope_of_log_gamma_ratio(beta, time)
        both = slope_of_log_gamma_ratio(alpha + beta, time)
        by_time = -slope_of_log_gamma_ratio(beta + time, np.full_like(time, alpha))
        slope = np.stack((-both * alpha, (left - both) * beta, np.where(power < FAR, by_time * time * power, 0.0)))
        # ln P(leave at t) = ln S(t-1) + ln(1 - e^gap): the slope of what is left is that of the gap, turned round.
        before, slope_before = np.r_[0.0, there[:-1]], np.c_[np.zeros(3), slope[:, :-1]]
        gap = np.minimum(there - before, -1e-300)
        leave = before + np.log(-np.expm1(gap))
        odds = np.exp(gap) / np.expm1(gap)  # minus the odds of staying
        slope_leave = slope_before + odds * (slope - slope_before)
        value = self.lost @ leave + self.kept @ there
        return float(value), slope_leave @ self.lost + slope @ self.kept


@method(
    message("How many customers stay at each renewal, and does a customer's own chance to leave change with time?"),
    rows=("V01", "V10"),
    name="beta_discrete_weibull",
    minimum_n=1_000,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class BetaDiscreteWeibull(ContractModel):
    """Beta-discrete-Weibull model of contracts that are renewed or not.

    A customer is still there after t renewals with probability (1 - θ)^(t^c), θ ~ Beta(alpha, beta): with c above 1
    each customer's own chance to leave rises with time, below 1 it falls; at c = 1 it is the shifted beta-geometric.
    Retention as observed may fall or go up and down, which that model cannot say. ``p_value`` tests c = 1 by the
    likelihood ratio against ``log_likelihood_at_1``.

    Source: [fader2018].

    >>> there = [1000, 869, 743, 653, 593]
    >>> model = BetaDiscreteWeibull().fit(there)
    >>> round(model.alpha, 3), round(model.beta, 3), round(model.c, 3), round(model.survival(12), 3)
    (0.259, 1.723, 1.584, 0.389)
    """

    minimum_n = 1_000  # until prove/duration_coverage.py has shown less to be enough

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "c")
    starts: ClassVar[Floats] = np.log(
        [(1.0, 1.0, 1.0), (0.5, 3.0, 1.0), (5.0, 20.0, 1.0), (0.3, 2.0, 1.6), (2.0, 5.0, 0.6)]
    )
    fewest: ClassVar[int] = 3

    alpha: float = math.nan
    beta: float = math.nan
    c: float = math.nan
    log_likelihood_at_1: float = math.nan
    p_value: float = math.nan

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
        """As in every model of contracts, and the shifted beta-geometric beside it."""
        found = super().fit(
            customers, cohorts, starters=starters, periods=periods, tolerance=tolerance, confidence=confidence
        )
        without = ShiftedBetaGeometric().fit(customers, cohorts, starters=starters, periods=periods)
        gained = max(0.0, 2 * (found.log_likelihood - without.log_likelihood))
        return replace(
            found,
            log_likelihood_at_1=without.log_likelihood,
            p_value=float(scipy.special.chdtrc(1, gained)),
        )

    @property
    def changes(self) -> Message:
        """Whether a customer's own chance to leave changes with time, in one sentence."""
        low, high = self.intervals.get("c", (math.nan, math.nan))
        c = Estimate(self.c, low, high, digits=2) if low == low else Estimate(self.c, digits=2)
        if not self.p_value < 1 - self.confidence:
            return message(
                "No clear sign that a customer's own chance to leave changes with time: c is {c}. The shifted "
                "beta-geometric says the same with less.",
                c=c,
            )
        if self.c < 1:
            return message("A customer's own chance to leave clearly falls with each renewal: c is {c}.", c=c)
        return message("A customer's own chance to leave clearly rises with each renewal: c is {c}.", c=c)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        return (self.changes, *super().notes) if self.p_value == self.p_value else super().notes

    def _likelihood(self, table: RetentionTable) -> WeibullLikelihood:
        return WeibullLikelihood(table)

    def _log_survival(self, t: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            time = np.exp(np.minimum(self.c * np.log(t), FAR))
        return log_beta_ratio(self.alpha, self.beta, time)

    def simulate(self, n: int, periods: int, *, seed: int) -> Floats:
        """A retention table of ``n`` new customers drawn from this model: the start, then each renewal."""
        self._check_fitted()
        random = np.random.default_rng(seed)
        stays = np.log1p(-np.minimum(random.beta(self.alpha, self.beta, n), 1 - 1e-15))
        own = random.exponential(size=n) / np.maximum(-stays, 1e-300)  # until when, in the customer's own time
        until = np.exp(np.minimum(np.log(own) / self.c, FAR))
        return np.array([n, *((until > t).sum() for t in range(1, periods + 1))], dtype=np.float64)
