"""The likelihood of BG/BB with its exact gradient, and what a customer who is alive will still do.

At each of n occasions a customer who is still there buys with probability p ~ Beta(α, β); before each they leave for
good with probability θ ~ Beta(γ, δ). After the last purchase at occasion t_x they may have left at any of the occasions
after it, or not at all:

    L = Σ_m B(α+x, β+m−x)/B(α, β) · P(there for m occasions),   m = t_x, …, n − 1 and then gone, or m = n,
    P(there for m, then gone) = γ (δ)_m / (γ+δ)_(m+1),   P(there for n) = (δ)_n / (γ+δ)_n,

with (z)_k = z (z+1) … (z+k−1): sums of logarithms, all terms positive. Source: [fader2010].
"""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.buying.beta_geometric import log_rising, rising_slope
from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats, Ints

Parameters = tuple[float, float, float, float]
MOST_PLACES = 2_000_000  # of a table at once


class Endings:
    """Every way in which each history may have come about: ``m`` occasions there, then ``gone`` or not.

    The ways of a history stand together, from ``first`` on; the last of them is that the customer is still there.
    """

    def __init__(self, x: Floats, t_x: Floats, n: Floats) -> None:
        ways = (n - t_x + 1).astype(np.int64)
        self.first = np.r_[0, np.cumsum(ways)[:-1]]
        self.of = np.repeat(np.arange(len(x)), ways)
        self.last = self.first + ways - 1
        self.m = t_x[self.of] + np.arange(len(self.of)) - self.first[self.of]
        self.x = x[self.of]
        self.gone = np.ones(len(self.of))
        self.gone[self.last] = 0.0

    def logarithms(self, parameters: Parameters) -> Floats:
        """Of the probability of each way."""
        alpha, beta, gamma, delta = parameters
        bought = log_rising(alpha, self.x) + log_rising(beta, self.m - self.x) - log_rising(alpha + beta, self.m)
        there = log_rising(delta, self.m) - log_rising(gamma + delta, self.m + self.gone)
        return np.asarray(bought + there + self.gone * np.log(gamma))

    def slopes(self, parameters: Parameters) -> tuple[Floats, Floats, Floats, Floats]:
        """Of these logarithms, by each parameter."""
        alpha, beta, gamma, delta = parameters
        bought, there = rising_slope(alpha + beta, self.m), rising_slope(gamma + delta, self.m + self.gone)
        return (
            rising_slope(alpha, self.x) - bought,
            rising_slope(beta, self.m - self.x) - bought,
            self.gone / gamma - there,
            rising_slope(delta, self.m) - there,
        )


class BetaBinomialLikelihood:
    """Mean log-likelihood of a customer over (ln α, ln β, ln γ, ln δ)."""

    def __init__(self, rows: Histories) -> None:
        self.share = rows.counts / rows.counts.sum()
        self.ways = Endings(rows.frequency, rows.recency, rows.T)

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        found = np.exp(theta)
        parameters = (found[0], found[1], found[2], found[3])
        each = self.ways.logarithms(parameters)
        whole = np.logaddexp.reduceat(each, self.ways.first)
        part = np.exp(each - whole[self.ways.of]) * self.share[self.ways.of]
        gradient = np.array([part @ slope for slope in self.ways.slopes(parameters)])
        return float(self.share @ whole), gradient * found


def log_odds_gone(x: Floats, t_x: Floats, n: Floats, parameters: Parameters) -> Floats:
    """Log-odds that a customer had left before the last occasion; NaN where a number is missing."""
    found = np.full(len(x), np.nan)
    known = np.flatnonzero(~np.isnan(x + t_x + n))
    if len(known):
        ways = Endings(x[known], t_x[known], n[known])
        each = ways.logarithms(parameters)
        there = each[ways.last]
        each[ways.last] = -np.inf
        found[known] = np.logaddexp.reduceat(each, ways.first) - there
    return found


def stays(most: int, gamma: float, delta: Floats) -> Floats:
    """Of somebody there, the chance to be so still for 1, 2, … ``most`` more occasions; shape (..., most)."""
    step = np.arange(most)
    each = delta[..., None] + step
    return np.asarray(np.cumprod(each / (gamma + each), axis=-1), dtype=np.float64)


def mean_purchases(p: Floats, gamma: float, delta: Floats, t: Floats) -> Floats:
    """Mean purchases at the next t occasions: p times the mean number of them at which the customer is there."""
    p, delta, t = np.broadcast_arrays(p, delta, t)
    found = np.where(np.isnan(p + delta + t), np.nan, 0.0)
    places, row = np.unique(delta[t > 0], return_inverse=True)
    if len(places):
        table = np.cumsum(stays(int(t[t > 0].max()), gamma, places), axis=1)
        found[t > 0] = p[t > 0] * table[row, t[t > 0].astype(np.intp) - 1]
    return found


def discounted_occasions(gamma: float, delta: Floats, horizon: float, rate: float) -> Floats:
    """Σ_k (1 + rate)^−k P(there at the k-th of the next occasions), up to the horizon or for ever."""
    if np.isinf(horizon):
        z = 1 / (1 + rate)
        first = delta / (gamma + delta) * z
        return np.asarray(first * scipy.special.hyp2f1(1, delta + 1, gamma + delta + 1, z))
    most = int(horizon)
    return np.asarray(stays(most, gamma, delta) @ (1 + rate) ** -np.arange(1.0, most + 1))


def chance_of_at_least(n: Floats, alpha: Floats, beta: Floats, gamma: float, delta: Floats, t: Floats) -> Floats:
    """P(N ≥ n): the n-th purchase falls on occasion j ≤ t, and the customer is still there at j."""
    n, alpha, beta, delta, t = np.broadcast_arrays(n, alpha, beta, delta, t)
    found = np.where(np.isnan(alpha + delta + t), np.nan, np.where(n <= 0, 1.0, 0.0))
    some = np.flatnonzero(((n > 0) & (t >= n)).ravel())
    if len(some):
        columns = [np.ravel(part)[some] for part in (n, alpha, beta, delta, t)]
        most = int(columns[-1].max())
        at_once = max(1, MOST_PLACES // most)
        for start in range(0, len(some), at_once):
            part = slice(start, start + at_once)
            found.ravel()[some[part]] = _falls([column[part] for column in columns], most, gamma)
    return found


def _falls(columns: list[Floats], most: int, gamma: float) -> Floats:
    """Summed over the occasions j = 1 … most, for columns of n, α, β, δ and t."""
    n, alpha, beta, delta, t = columns
    j, n = np.arange(1.0, most + 1), n[:, None]
    reached = (j >= n) & (j <= t[:, None])
    rest = np.maximum(j - n, 0)
    choices = scipy.special.gammaln(j) - scipy.special.gammaln(n) - scipy.special.gammaln(rest + 1)
    bought = scipy.special.betaln(alpha[:, None] + n, beta[:, None] + rest) - scipy.special.betaln(alpha, beta)[:, None]
    each = np.where(reached, np.exp(choices + bought), 0.0)
    return np.asarray(np.minimum((each * stays(most, gamma, delta)).sum(axis=1), 1.0))


def whole(values: Floats) -> Ints:
    """Where a number is not whole."""
    return np.flatnonzero((values != np.floor(values)) & ~np.isnan(values))
