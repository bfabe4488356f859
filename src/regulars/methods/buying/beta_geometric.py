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
from scipy import special

from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats, Ints

LONGEST_TABLE = 2_000


class BetaGeometricLikelihood:
    """Mean log-likelihood of a customer over (ln r, ln α, ln a, ln b)."""

    def __init__(self, rows: Histories, *, drops_at_first: bool) -> None:
        self.rows = rows
        self.share = rows.counts / rows.counts.sum()
        # Most terms depend on x alone, and x takes few values.
        self.x, self.place = np.unique(rows.frequency, return_inverse=True)
        self.y = self.x + drops_at_first
        self.share_of_x = np.bincount(self.place, weights=self.share)
        self.may_be_gone = (self.y > 0)[self.place]

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        r, alpha, a, b = np.exp(theta)
        late, last = alpha + self.rows.T, alpha + self.rows.recency
        # As shares of α and of α + t_x: where α is large, differences of logarithms would lose all digits.
        waited, ratio = np.log1p(self.rows.T / alpha), np.log1p((self.rows.T - self.rows.recency) / last)
        bought = r + self.x[self.place]
        by_x = log_rising(r, self.x) - self.x * np.log(alpha) + log_rising(b, self.y) - log_rising(a + b, self.y)
        d = np.where(self.may_be_gone, np.log(a / self._left(b))[self.place] + bought * ratio, -np.inf)
        value = self.share_of_x @ by_x + self.share @ (np.logaddexp(0.0, d) - bought * waited)

        gone = self.share * special.expit(d)  # probability of having dropped out
        gone_by_x = np.bincount(self.place, weights=gone, minlength=len(self.x))
        by_r = self.share_of_x @ rising_slope(r, self.x) - self.share @ waited + gone @ ratio
        by_alpha = r / alpha - self.share @ (bought / late) + gone @ (bought * (1 / late - 1 / last))
        together = self.share_of_x @ rising_slope(a + b, self.y)
        by_a = gone.sum() / a - together
        by_b = self.share_of_x @ rising_slope(b, self.y) - together - gone_by_x @ (1 / self._left(b))
        gradient = np.array([by_r, by_alpha, by_a, by_b]) * (r, alpha, a, b)
        return float(value), gradient

    def _left(self, b: float) -> Floats:
        """The b + y − 1 of d, and 1 where y = 0, for there nobody is gone."""
        return np.where(self.y > 0, b + self.y - 1, 1.0)


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
        return np.asarray(special.gammaln(z + steps) - special.gammaln(z))
    return np.concatenate(([0.0], np.cumsum(np.log(z + np.arange(most)))))[steps.astype(np.intp)]


def rising_slope(z: float, steps: Floats | Ints) -> Floats:
    """Derivative of ``log_rising`` by z, ψ(z + k) − ψ(z): the sum of 1/(z + i) below k."""
    most = int(steps.max(initial=0))
    if most > LONGEST_TABLE:
        return np.asarray(special.digamma(z + steps) - special.digamma(z))
    return np.concatenate(([0.0], np.cumsum(1 / (z + np.arange(most)))))[steps.astype(np.intp)]
