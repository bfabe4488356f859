"""The likelihood that BG/NBD and MBG/NBD share, with its exact gradient.

While alive a customer buys at a rate λ ~ Gamma(r, α); after certain purchases the customer leaves for good,
with a probability p ~ Beta(a, b). In BG/NBD nobody leaves after the first purchase, in MBG/NBD anybody may. With
y = the purchases after which the customer could have left but did not (x; x + 1 in MBG/NBD) one formula serves:

    ln L = ln Γ(r+x)/Γ(r) + r ln α − (r+x) ln(α+T) + ln B(a, b+y)/B(a, b) + ln(1 + e^d),
    d = ln a − ln(b+y−1) + (r+x) ln((α+T)/(α+t_x)),     e^d left out where y = 0,

and P(alive) = 1/(1 + e^d). Everything stays in logarithms, so that no number of purchases underflows.
Source: [fader2005a] equation 6, [batislam2007], [hoppe2007].
"""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats, Ints

LONGEST_TABLE = 2_000


class BetaGeometricLikelihood:
    """Mean log-likelihood of a customer over (ln r, ln α, ln a, ln b).

    All but ln(1 + e^d) is a sum over the few values of x or of T, so only d is computed row by row, and from
    tables by x, T and t_x.
    """

    def __init__(self, rows: Histories, *, drops_at_first: bool) -> None:
        share = rows.counts / rows.counts.sum()
        self.x, place = np.unique(rows.frequency, return_inverse=True)
        self.y = self.x + drops_at_first
        self.share_of_x = np.bincount(place, weights=share)
        self.T, seen = np.unique(rows.T, return_inverse=True)
        self.share_of_T = np.bincount(seen, weights=share)
        self.bought_by_T = np.bincount(seen, weights=share * rows.frequency)
        doubt = (self.y > 0)[place]  # histories after which the customer may be gone
        self.share, self.frequency = share[doubt], rows.frequency[doubt]
        self.of_x, self.of_T = place[doubt], seen[doubt]
        self.t_x, self.of_t_x = np.unique(rows.recency[doubt], return_inverse=True)

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        return self._at(theta, bends=False)[:2]

    def curved(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Value, gradient and second derivatives."""
        return self._at(theta, bends=True)

    def _at(self, theta: Floats, *, bends: bool) -> tuple[float, Floats, Floats]:
        r, alpha, a, b = np.exp(theta)
        # As shares of α: where α is large, differences of logarithms would lose all digits.
        log_T, log_t_x = np.log1p(self.T / alpha), np.log1p(self.t_x / alpha)
        left = np.where(self.y > 0, b + self.y - 1, 1.0)
        ratio = log_T[self.of_T] - log_t_x[self.of_t_x]
        bought, bought_by_T = r + self.frequency, r * self.share_of_T + self.bought_by_T
        d = np.log(a / left)[self.of_x] + bought * ratio
        small = np.exp(-np.abs(d))
        by_x = log_rising(r, self.x) - self.x * np.log(alpha) + log_rising(b, self.y) - log_rising(a + b, self.y)
        value = self.share_of_x @ by_x - bought_by_T @ log_T + self.share @ (np.maximum(d, 0.0) + np.log1p(small))

        chance = np.where(d > 0, 1.0, small) / (1 + small)  # probability of having dropped out
        gone = self.share * chance
        gone_by_x = np.bincount(self.of_x, weights=gone, minlength=len(self.x))
        at_T, at_t_x = 1 / (alpha + self.T), 1 / (alpha + self.t_x)
        later, earlier = at_T[self.of_T], at_t_x[self.of_t_x]
        sooner = later - earlier
        by_r = self.share_of_x @ rising_slope(r, self.x) - self.share_of_T @ log_T + gone @ ratio
        by_alpha = r / alpha - bought_by_T @ at_T + gone @ (bought * sooner)
        together = self.share_of_x @ rising_slope(a + b, self.y)
        by_a = gone.sum() / a - together
        by_b = self.share_of_x @ rising_slope(b, self.y) - together - gone_by_x @ (1 / left)
        gradient = np.array([by_r, by_alpha, by_a, by_b]) * (r, alpha, a, b)
        if not bends:
            return float(value), gradient, np.empty(0)

        # Of ln(1 + e^d): chance (1 − chance) ∇d ∇dᵀ + chance ∇²d, all by the logarithms of the parameters.
        slopes = np.stack((r * ratio, alpha * bought * sooner, np.ones_like(d), -(b / left)[self.of_x]))
        matrix = (slopes * (gone * (1 - chance))) @ slopes.T
        matrix[0, 1] += gone @ sooner * r * alpha - self.share_of_T @ at_T * r * alpha + r
        matrix[1, 0] = matrix[0, 1]
        matrix[1, 1] += alpha**2 * (gone @ (bought * sooner * -(later + earlier)) + bought_by_T @ at_T**2) - r
        matrix[0, 0] += r**2 * (self.share_of_x @ rising_bend(r, self.x))
        shared = self.share_of_x @ rising_bend(a + b, self.y)
        matrix[2:, 2:] -= shared * np.outer((a, b), (a, b))
        matrix[2, 2] -= gone.sum()
        matrix[3, 3] += b**2 * (self.share_of_x @ rising_bend(b, self.y) + gone_by_x @ (1 / left**2))
        return float(value), gradient, matrix + np.diag(gradient)


def log_odds_gone(
    x: Floats, t_x: Floats, T: Floats, parameters: tuple[float, float, float, float], *, drops_at_first: bool
) -> Floats:
    """The d of the formula above: log-odds that a customer has dropped out; −∞ where that cannot be."""
    r, alpha, a, b = parameters
    y = x + drops_at_first
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.log(a / (b + y - 1)) + (r + x) * np.log((alpha + T) / (alpha + t_x))
    return np.where(y == 0, -np.inf, d)


def log_rising(z: float, steps: Floats | Ints) -> Floats:
    """Natural logarithm of Γ(z + k)/Γ(z) for whole k ≥ 0: the sum of ln(z + i) below k.

    The sum keeps every digit where the difference of two ln Γ of a large z would lose them.
    """
    most = int(steps.max(initial=0))
    if most > LONGEST_TABLE:
        return np.asarray(scipy.special.gammaln(z + steps) - scipy.special.gammaln(z))
    return np.concatenate(([0.0], np.cumsum(np.log(z + np.arange(most)))))[steps.astype(np.intp)]


def rising_slope(z: float, steps: Floats | Ints) -> Floats:
    """Derivative of ``log_rising`` by z, ψ(z + k) − ψ(z): the sum of 1/(z + i) below k."""
    most = int(steps.max(initial=0))
    if most > LONGEST_TABLE:
        return np.asarray(scipy.special.digamma(z + steps) - scipy.special.digamma(z))
    return np.concatenate(([0.0], np.cumsum(1 / (z + np.arange(most)))))[steps.astype(np.intp)]


def rising_bend(z: float, steps: Floats | Ints) -> Floats:
    """Derivative of ``rising_slope`` by z, ψ′(z + k) − ψ′(z): less the sum of 1/(z + i)² below k."""
    most = int(steps.max(initial=0))
    if most > LONGEST_TABLE:
        return np.asarray(scipy.special.polygamma(1, z + steps) - scipy.special.polygamma(1, z))
    return -np.concatenate(([0.0], np.cumsum((z + np.arange(most)) ** -2.0)))[steps.astype(np.intp)]
