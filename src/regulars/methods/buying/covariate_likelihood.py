"""The likelihood of a model of buying where each customer has parameters of their own, by what is known of them.

With z the known columns of a customer, α_i = α exp(−γ'z) and, for leaving, β_i = β exp(−δ'z) in Pareto/NBD and
a_i = a exp(δ'z) in BG/NBD. (The note lets b move too; the data then seldom determine both.) The gradient follows
from that by each customer's own parameters.
Source: [fader2007b].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.buying import pareto
from regulars.methods.buying.beta_geometric import log_rising, rising_slope
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.histories import Histories
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.columns import Floats, Ints

# (x, t_x, T, parameters of each row) -> log-likelihood of each row, and its slopes by the parameters
RowLikelihood = Callable[[Floats, Floats, Floats, Sequence[Floats]], tuple[Floats, Sequence[Floats]]]


@dataclass(frozen=True)
class Block:
    """Columns that act on one parameter: its logarithm moves by ``sign`` times their coefficients."""

    parameter: int
    sign: float
    columns: Ints


class CovariateLikelihood:
    """Mean log-likelihood over the logarithms of the parameters, then the coefficients block by block."""

    def __init__(self, each: RowLikelihood, rows: Histories, design: Floats, blocks: Sequence[Block]) -> None:
        self.each, self.rows, self.design, self.blocks = each, rows, design, blocks
        self.share = rows.counts / rows.counts.sum()

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        size = len(theta) - sum(len(block.columns) for block in self.blocks)
        own = list(np.exp(self.moved(theta, size)))
        value, slopes = self.each(self.rows.frequency, self.rows.recency, self.rows.T, own)
        by_log = np.stack([slope * part for slope, part in zip(slopes, own, strict=True)]) * self.share
        found = [by_log.sum(axis=1)]
        found += [block.sign * (by_log[block.parameter] @ self.design[:, block.columns]) for block in self.blocks]
        return float(self.share @ value), np.concatenate(found)

    def moved(self, theta: Floats, size: int) -> Floats:
        """The logarithms of each row's parameters, shape (parameters, rows)."""
        logs = np.repeat(theta[:size, None], len(self.design), axis=1)
        at = size
        for block in self.blocks:
            end = at + len(block.columns)
            logs[block.parameter] += block.sign * (self.design[:, block.columns] @ theta[at:end])
            at = end
        return np.asarray(logs)

    def every(self, step: int) -> CovariateLikelihood:
        """Every ``step``-th row."""
        return CovariateLikelihood(self.each, self.rows.every(step), self.design[::step], self.blocks)


def row_likelihood(kind: BuyingModel) -> RowLikelihood:
    """That of this model."""
    if isinstance(kind, BetaGeometric):
        drops = kind.drops_at_first
        return lambda x, t_x, T, parameters: beta_geometric_rows(x, t_x, T, parameters, drops_at_first=drops)
    return pareto_rows


def beta_geometric_rows(
    x: Floats, t_x: Floats, T: Floats, parameters: Sequence[Floats], *, drops_at_first: bool
) -> tuple[Floats, Sequence[Floats]]:
    """BG/NBD and MBG/NBD: ln L of each row and its slopes by r, α, a and b."""
    r, alpha, a, b = parameters
    y = x + drops_at_first
    log_T, log_t_x = np.log1p(T / alpha), np.log1p(t_x / alpha)
    left = np.where(y > 0, b + y - 1, 1.0)
    d = np.where(y > 0, np.log(a / left) + (r + x) * (log_T - log_t_x), -np.inf)
    gone = scipy.special.expit(d)
    value = _rising(r, x) - x * np.log(alpha) - (r + x) * log_T + _rising(b, y) - _rising(a + b, y)
    together = _slope(a + b, y)
    return value + np.logaddexp(0, d), (
        _slope(r, x) - log_T + gone * (log_T - log_t_x),
        r / alpha - (r + x) / (alpha + T) + gone * (r + x) * (1 / (alpha + T) - 1 / (alpha + t_x)),
        gone / a - together,
        _slope(b, y) - together - gone / left,
    )


def pareto_rows(x: Floats, t_x: Floats, T: Floats, parameters: Sequence[Floats]) -> tuple[Floats, Sequence[Floats]]:
    """Pareto/NBD: ln L of each row and its slopes by r, α, s and β. All rows have one r and one s."""
    r, s = float(parameters[0][0]), float(parameters[2][0])
    alpha, beta = parameters[1], parameters[3]
    late = np.flatnonzero(t_x < T)
    d, slopes = np.full(len(x), -np.inf), np.zeros((4, len(x)))
    d[late], slopes[:, late] = pareto.log_odds(x[late], t_x[late], T[late], (r, alpha[late], s, beta[late]))
    gone = scipy.special.expit(d)
    log_T, left_T = np.log1p(T / alpha), np.log1p(T / beta)
    value = log_rising(r, x) - x * np.log(alpha) - (r + x) * log_T - s * left_T
    return value + np.logaddexp(0, d), (
        rising_slope(r, x) - log_T + gone * slopes[0],
        r / alpha - (r + x) / (alpha + T) + gone * slopes[1],
        gone * slopes[2] - left_T,
        s * T / (beta * (beta + T)) + gone * slopes[3],
    )


def _rising(z: Floats, steps: Floats) -> Floats:
    """The logarithm of Γ(z + k)/Γ(z) of each row; as a beta function, which keeps its digits where z is large."""
    some = np.maximum(steps, 1.0)
    return np.where(steps > 0, scipy.special.gammaln(some) - scipy.special.betaln(z, some), 0.0)


def _slope(z: Floats, steps: Floats) -> Floats:
    """Its derivative by z."""
    return np.asarray(scipy.special.digamma(z + steps) - scipy.special.digamma(z))
