"""The likelihood of Pareto/NBD with its exact gradient, and what a customer who is alive will still buy.

While alive a customer buys at a rate λ ~ Gamma(r, α) and leaves at a rate μ ~ Gamma(s, β). Whoever has left did so at
some time u between t_x and T, which the likelihood takes together:

    ln L = ln Γ(r+x)/Γ(r) + r ln α + s ln β − (r+x) ln(α+T) − s ln(β+T) + ln(1 + e^d),
    e^d = s ∫ ((α+T)/(α+u))^(r+x) ((β+T)/(β+u))^s du/(β+u),  u from t_x to T,

and P(alive) = 1/(1 + e^d). The published form writes that integral as a difference of two hypergeometric functions,
one formula for α ≥ β and another for α < β; the difference loses its digits where t_x is near T or x large. Here
the integral itself is taken, by Gauss's rule over v = ln((c+u)/(c+t_x)) with c the smaller of α and β: all
terms are positive, and one formula serves. Source: [schmittlein1987], [fader2005c].
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy

from regulars.methods.buying.beta_geometric import log_rising, rising_slope
from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(24)
NEGLIGIBLE = 37.0  # e^−37 is the last digit
AT_ONCE = 1_500  # rows, so that the points of the rule stay in the cache
BEYOND = NEGLIGIBLE + 12.0  # units of a logarithm in which a power has surely gone
HALVINGS = 16
WIDE_POINTS, WIDE_WEIGHTS = np.polynomial.legendre.leggauss(40)


class ParetoLikelihood:
    """Mean log-likelihood of a customer over (ln r, ln α, ln s, ln β)."""

    def __init__(self, rows: Histories) -> None:
        self.share = rows.counts / rows.counts.sum()
        self.x, self.of_x = np.unique(rows.frequency, return_inverse=True)
        self.share_of_x = np.bincount(self.of_x, weights=self.share)
        self.T, seen = np.unique(rows.T, return_inverse=True)
        self.share_of_T = np.bincount(seen, weights=self.share)
        self.bought_by_T = np.bincount(seen, weights=self.share * rows.frequency)
        late = rows.recency < rows.T  # else nobody had time to leave
        self.doubtful = self.share[late]
        self.history = rows.frequency[late], rows.recency[late], rows.T[late]

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        r, alpha, s, beta = np.exp(theta)
        d, slopes = log_odds(*self.history, (r, alpha, s, beta))
        small = np.exp(-np.abs(d))
        gone = self.doubtful * np.where(d > 0, 1.0, small) / (1 + small)
        by_x = log_rising(r, self.x) - self.x * np.log(alpha)
        log_T, left_T = np.log1p(self.T / alpha), np.log1p(self.T / beta)
        bought = r * self.share_of_T + self.bought_by_T
        value = self.share_of_x @ by_x - bought @ log_T - s * (self.share_of_T @ left_T)
        value += self.doubtful @ (np.maximum(d, 0.0) + np.log1p(small))
        by_r = self.share_of_x @ rising_slope(r, self.x) - self.share_of_T @ log_T + gone @ slopes[0]
        by_alpha = r / alpha - bought @ (1 / (alpha + self.T)) + gone @ slopes[1]
        by_s = gone @ slopes[2] - self.share_of_T @ left_T
        by_beta = s * (self.share_of_T @ (self.T / (beta * (beta + self.T)))) + gone @ slopes[3]
        return float(value), np.array([by_r, by_alpha, by_s, by_beta]) * (r, alpha, s, beta)


def log_odds_gone(x: Floats, t_x: Floats, T: Floats, parameters: tuple[float, float, float, float]) -> Floats:
    """The d of the formula above; −∞ where t_x is T, NaN where a number is missing."""
    found = np.where(np.isnan(x + t_x + T), np.nan, -np.inf)
    late = np.flatnonzero(t_x < T)
    found[late] = log_odds(x[late], t_x[late], T[late], parameters)[0]
    return found


def log_odds(
    x: Floats, t_x: Floats, T: Floats, parameters: tuple[float, float | Floats, float, float | Floats]
) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    """The d of each history, and its slopes by r, α, s and β; α and β are those of all, or of each."""
    r, alpha, s, beta = parameters
    pieces = [slice(i, i + AT_ONCE) for i in range(0, max(len(x), 1), AT_ONCE)]
    parts = [_gone_at_once(x[at], t_x[at], T[at], r, _piece(alpha, at), s, _piece(beta, at)) for at in pieces]
    d, by_r, by_alpha, by_s, by_beta = (np.concatenate(part) for part in zip(*parts, strict=True))
    return d, (by_r, by_alpha, by_s, by_beta)


def _piece(value: float | Floats, at: slice) -> float | Floats:
    return value[at] if isinstance(value, np.ndarray) and value.ndim else value


def _gone_at_once(
    x: Floats, t_x: Floats, T: Floats, r: float, alpha: float | Floats, s: float, beta: float | Floats
) -> tuple[Floats, ...]:
    near = np.minimum(alpha, beta)
    start = near + t_x
    reach = _reach(r + x, s, alpha + t_x, beta + t_x, np.log1p((T - t_x) / start))
    u = t_x + start * np.expm1((1 + POINTS[:, None]) / 2 * reach)  # a row for each point, so that sums run along rows
    sooner, gone, waiting = 1 / (alpha + u), 1 / (beta + u), T - u
    bought, left = np.log1p(waiting * sooner), np.log1p(waiting * gone)
    log_height = (r + x) * bought + s * left
    top = log_height.max(axis=0)
    height = np.exp(log_height - top) * WEIGHTS[:, None] * ((near + u) * gone)
    whole = height.sum(axis=0)
    d = np.log(s * whole * reach / 2) + top
    height /= whole
    mean_sooner, mean_gone, bought_by, left_by = (
        np.einsum("ij,ij->j", height, part) for part in (sooner, gone, bought, left)
    )
    by_alpha = (r + x) * (1 / (alpha + T) - mean_sooner)
    by_beta = s * (1 / (beta + T) - mean_gone) - mean_gone
    return d, bought_by, by_alpha, 1 / s + left_by, by_beta


def _reach(bought: Floats, s: float, alpha: Floats, beta: Floats, whole: Floats) -> Floats:
    """How far v runs before the integrand has become negligible; at most ``whole``.

    The logarithm falls by fast·v + slow·ln(1 + κ(e^v − 1)), κ ≤ 1, which is convex: each term alone gives a bound, and
    Newton's step from beyond stays beyond.
    """
    kappa = np.minimum(alpha, beta) / np.maximum(alpha, beta)
    fast, slow = np.where(alpha <= beta, bought, s), np.where(alpha <= beta, s, bought)
    with np.errstate(over="ignore"):
        v = np.minimum(NEGLIGIBLE / fast, np.log1p(np.expm1(NEGLIGIBLE / slow) / kappa))
        v = np.minimum(v, whole)
        grown = kappa * np.expm1(v)
        fallen = fast * v + slow * np.log1p(grown) - NEGLIGIBLE
        slope = fast + slow * (grown + kappa) / (1 + grown)
    return np.where(fallen > 0, v - fallen / slope, v)


def mean_purchases(shape: Floats, rate: Floats, s: float, beta: Floats, t: Floats) -> Floats:
    """Mean purchases within t when λ ~ Gamma(shape, rate), μ ~ Gamma(s, beta): shape/rate · ∫ (β/(β+u))^s du."""
    length = np.log1p(t / beta)
    power = (s - 1) * length
    with np.errstate(invalid="ignore", over="ignore"):
        lived = np.where(np.abs(power) < 1e-12, 1.0, -np.expm1(-power) / np.where(power == 0, 1.0, power))
    return np.asarray(shape / rate * beta * length * lived)


def discounted_time(s: float, beta: Floats, horizon: float, delta: float) -> Floats:
    """∫ e^(−δt) (β/(β+t))^s dt up to the horizon: the time that a customer is expected to stay, discounted.

    For ever it is β Ψ(1, 2 − s; δβ) with Tricomi's Ψ, the form of the papers after Kummer's transformation.
    """
    end = np.log1p(np.minimum(horizon, NEGLIGIBLE / delta) / beta)
    v = end[:, None] * (1 + WIDE_POINTS) / 2
    height = np.exp((1 - s) * v - delta * beta[:, None] * np.expm1(v))
    return np.asarray(beta * end / 2 * (height @ WIDE_WEIGHTS))


def chance_of_at_least(n: Floats, shape: Floats, rate: Floats, s: float, beta: Floats, t: Floats) -> Floats:
    """P(N ≥ n) within t: purchase n comes before t, and before the customer leaves.

    With η = ln(u/rate) for the time u of purchase n the density times the chance to be still there is

        e^(nη) (1 + e^η)^−(n+shape) (1 + e^η rate/β)^−s / B(n, shape),

    whose logarithm is concave: it is summed by Gauss's rule on both sides of its highest point, as far as it counts.
    """
    n, shape, rate, beta, t = np.broadcast_arrays(n, shape, rate, beta, t)
    found = np.where(np.isnan(shape + rate + beta + t), np.nan, np.where(n <= 0, 1.0, 0.0))
    some = (n > 0) & (t > 0) & ~np.isnan(found)
    if some.any():
        found[some] = _arrives(n[some], shape[some], (beta / rate)[some], (t / rate)[some], s)
    return found


def _arrives(n: Floats, shape: Floats, beta: Floats, t: Floats, s: float) -> Floats:
    """The same with time in units of ``rate``, for n > 0 and t > 0."""
    norm = scipy.special.betaln(n, shape)
    offset, end = -np.log(beta), np.log(t)

    def height(eta: Floats) -> Floats:
        of, power, at, of_all = (part[:, None] if eta.ndim > 1 else part for part in (n, n + shape, offset, norm))
        return np.asarray(of * eta - power * np.logaddexp(0, eta) - s * np.logaddexp(0, eta + at) - of_all)

    def slope(eta: Floats) -> Floats:
        return np.asarray(n - (n + shape) * scipy.special.expit(eta) - s * scipy.special.expit(eta + offset))

    bends = np.minimum(np.minimum(end, 0.0), -offset) - BEYOND
    top = _falling_root(slope, bends - np.log1p((shape + s) / n), end)
    most = height(top)
    left = _falling_root(lambda eta: most - NEGLIGIBLE - height(eta), np.minimum(bends, top - BEYOND), top)
    right = _falling_root(lambda eta: height(eta) - most + NEGLIGIBLE, top, end)
    total = np.zeros_like(top)
    for low, high in ((left, top), (top, right)):
        half = (high - low) / 2
        eta = (low + half)[:, None] + half[:, None] * WIDE_POINTS
        total += half * (np.exp(height(eta)) @ WIDE_WEIGHTS)
    return np.minimum(total, 1.0)


def _falling_root(function: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a falling function passes 0, to a few thousandths; the end where it does not."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        positive = function(middle) > 0
        low, high = np.where(positive, middle, low), np.where(positive, high, middle)
    return high
