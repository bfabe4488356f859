"""The ways to divide R², by name, each for one correlation matrix and for those of many resamples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.attributes.lmg import EXACT_MOST, ORDERS, RESAMPLED_MOST, RESAMPLED_ORDERS, lmg, lmg_sampled
from regulars.methods.attributes.relative_weights import betas, johnson, pratt
from regulars.methods.columns import Floats
from regulars.methods.errors import OptionError

MOST = 26  # columns beyond which all orders would take a minute and more


@dataclass(frozen=True)
class Measure:
    """One way. ``orders``: how many orders of entry LMG draws; 0 takes all, ``None`` all up to 20 columns."""

    name: str
    orders: int | None = None
    seed: int = 0

    def sampled(self, count: int) -> bool:
        """Whether it is only sampled for so many columns."""
        return self.name == "lmg" and (count > EXACT_MOST if self.orders is None else self.orders > 0)

    def shares(self, correlation: Floats) -> tuple[Floats, Floats]:
        """Shares of R² for one matrix, and the standard error of drawing orders: 0 where all are taken."""
        count = len(correlation) - 1
        if self.sampled(count):
            return lmg_sampled(correlation, self.orders or ORDERS, self.seed)
        if self.name == "lmg" and count > MOST:
            raise OptionError(
                message(
                    "All orders of {count} attributes are too many; {most} is the most. Leave orders out to draw some.",
                    count=count,
                    most=MOST,
                )
            )
        return PLAIN[self.name](correlation), np.zeros(count)

    def draws_of(self, correlations: Floats) -> Floats:
        """Shares for each of many matrices, shape (many, p); LMG of many columns goes through few orders."""
        if not self._through_few(correlations.shape[-1] - 1):
            return PLAIN[self.name](correlations)
        return lmg_sampled(correlations, RESAMPLED_ORDERS, self.seed)[0]

    def draws(self, correlations: Floats, at: Floats, shares: Floats) -> Floats:
        """Shares for each resample, shape (resamples, p), where ``at`` is the whole sample's matrix with ``shares``.

        LMG of many columns goes through few orders, the same for all resamples and for ``at``: how a resample
        differs shows in any of them.
        """
        count = correlations.shape[-1] - 1
        if not self._through_few(count):
            return PLAIN[self.name](correlations)
        once, _ = lmg_sampled(at, RESAMPLED_ORDERS, self.seed)
        drawn = self.draws_of(correlations) * np.divide(shares, once, out=np.ones(count), where=once > 0)
        explained = (betas(correlations) * correlations[:, :-1, -1]).sum(axis=1, keepdims=True)
        total = drawn.sum(axis=1, keepdims=True)
        return np.asarray(drawn * np.divide(explained, total, out=np.ones_like(total), where=total > 0))

    def _through_few(self, count: int) -> bool:
        """Whether many matrices of so many columns go through few orders."""
        return self.name == "lmg" and (count > RESAMPLED_MOST or self.sampled(count))


PLAIN: dict[str, Callable[[Floats], Floats]] = {"lmg": lmg, "johnson": johnson, "pratt": pratt}
# Those that are never negative, and so can stand as an importance.
MEASURES = ("lmg", "johnson")


def measure_of(name: str, known: tuple[str, ...] = MEASURES) -> Measure:
    """The measure of this name."""
    if name not in known:
        raise OptionError(
            message("There is no method {method}. Choose one of: {known}.", method=str(name)[:60], known=known)
        )
    return Measure(name)
